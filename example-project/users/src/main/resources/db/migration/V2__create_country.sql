CREATE TABLE country (
    code           char(2) PRIMARY KEY,
    name           text    NOT NULL,
    default_locale text    NOT NULL,
    CONSTRAINT country_code_is_iso_3166 CHECK (code ~ '^[A-Z]{2}$'),
    CONSTRAINT country_name_unique UNIQUE (name)
);
