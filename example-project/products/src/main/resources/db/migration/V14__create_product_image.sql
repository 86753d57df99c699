CREATE TABLE product_image (
    id         bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint   NOT NULL,
    position   smallint NOT NULL,
    path       text     NOT NULL,
    alt_text   text     NOT NULL,
    CONSTRAINT product_image_product_fk FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT product_image_path_is_absolute CHECK (path LIKE '/_%'),
    CONSTRAINT product_image_position_positive CHECK (position > 0),
    -- Checked at commit, so that two images can swap places.
    CONSTRAINT product_image_position_unique UNIQUE (product_id, position) DEFERRABLE INITIALLY DEFERRED
);
