CREATE TABLE brand (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text   NOT NULL,
    CONSTRAINT brand_name_unique UNIQUE (name),
    CONSTRAINT brand_name_not_blank CHECK (btrim(name) <> '')
);
