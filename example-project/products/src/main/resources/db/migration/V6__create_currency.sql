CREATE TABLE currency (
    code         char(3)  PRIMARY KEY,
    name         text     NOT NULL,
    minor_digits smallint NOT NULL,
    CONSTRAINT currency_code_is_iso_4217 CHECK (code ~ '^[A-Z]{3}$'),
    CONSTRAINT currency_minor_digits_range CHECK (minor_digits BETWEEN 0 AND 4)
);

INSERT INTO currency (code, name, minor_digits) VALUES
    ('CHF', 'Swiss franc',    2),
    ('EUR', 'Euro',           2),
    ('GBP', 'Pound sterling', 2),
    ('JPY', 'Yen',            0),
    ('USD', 'US dollar',      2);
