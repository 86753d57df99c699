CREATE TABLE account (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- What other systems may know of an account. The id stays inside this database.
    public_id     uuid        NOT NULL DEFAULT gen_random_uuid(),
    email         text        NOT NULL,
    display_name  text        NOT NULL,
    password_hash text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_public_id_unique UNIQUE (public_id),
    CONSTRAINT account_email_plausible CHECK (email LIKE '_%@_%' AND length(email) <= 254),
    CONSTRAINT account_display_name_not_blank CHECK (btrim(display_name) <> '')
);

-- A constraint cannot hold an expression, a unique index can.
CREATE UNIQUE INDEX account_email_unique ON account (lower(email));

COMMENT ON COLUMN account.password_hash IS 'NULL for accounts that sign in by an identity provider only';
