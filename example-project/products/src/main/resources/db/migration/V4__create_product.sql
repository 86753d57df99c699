CREATE TABLE product (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    brand_id    bigint,
    category_id bigint      NOT NULL,
    slug        text        NOT NULL,
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT product_slug_unique UNIQUE (slug),
    CONSTRAINT product_slug_is_a_slug CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT product_brand_fk FOREIGN KEY (brand_id) REFERENCES brand (id),
    CONSTRAINT product_category_fk FOREIGN KEY (category_id) REFERENCES category (id)
);

CREATE INDEX product_brand_id_idx ON product (brand_id);
CREATE INDEX product_category_id_idx ON product (category_id);
