CREATE TABLE category (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id bigint,
    slug      text   NOT NULL,
    name      text   NOT NULL,
    CONSTRAINT category_slug_unique UNIQUE (slug),
    CONSTRAINT category_slug_is_a_slug CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT category_parent_fk FOREIGN KEY (parent_id) REFERENCES category (id),
    CONSTRAINT category_is_not_its_own_parent CHECK (parent_id <> id)
);

-- PostgreSQL does not index the referencing side of a foreign key by itself.
CREATE INDEX category_parent_id_idx ON category (parent_id);
