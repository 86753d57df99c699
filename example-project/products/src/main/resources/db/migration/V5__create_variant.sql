-- What is really sold: a product in one size, one colour, …
CREATE TABLE variant (
    id           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id   bigint  NOT NULL,
    sku          text    NOT NULL,
    attributes   jsonb   NOT NULL DEFAULT '{}',
    weight_grams integer,
    CONSTRAINT variant_sku_unique UNIQUE (sku),
    CONSTRAINT variant_sku_well_formed CHECK (sku ~ '^[A-Z0-9]{2,}(-[A-Z0-9]+)+$'),
    CONSTRAINT variant_product_fk FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT variant_attributes_is_an_object CHECK (jsonb_typeof(attributes) = 'object'),
    CONSTRAINT variant_weight_positive CHECK (weight_grams > 0)
);

CREATE INDEX variant_product_id_idx ON variant (product_id);

-- jsonb_path_ops: smaller than the default, and enough for attributes @> '{"colour": "red"}'.
CREATE INDEX variant_attributes_idx ON variant USING gin (attributes jsonb_path_ops);
