CREATE TABLE address (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint      NOT NULL,
    kind         text        NOT NULL,
    recipient    text        NOT NULL,
    street       text        NOT NULL,
    postal_code  text        NOT NULL,
    city         text        NOT NULL,
    country_code char(2)     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT address_account_fk FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT address_country_fk FOREIGN KEY (country_code) REFERENCES country (code),
    CONSTRAINT address_kind_known CHECK (kind IN ('billing', 'shipping'))
);

-- PostgreSQL does not index the referencing side of a foreign key by itself. Deleting an account has to find its
-- addresses; countries are never deleted, so country_code does without.
CREATE INDEX address_account_id_idx ON address (account_id);

-- An account may ship to many places, but is billed at one.
CREATE UNIQUE INDEX address_one_billing_per_account ON address (account_id) WHERE kind = 'billing';
