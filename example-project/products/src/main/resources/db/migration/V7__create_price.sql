CREATE TABLE price (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    variant_id    bigint      NOT NULL,
    currency_code char(3)     NOT NULL,
    -- In the smallest unit of the currency (cents): whole numbers add up.
    amount_minor  bigint      NOT NULL,
    valid_from    timestamptz NOT NULL DEFAULT now(),
    valid_to      timestamptz,
    CONSTRAINT price_variant_fk FOREIGN KEY (variant_id) REFERENCES variant (id) ON DELETE CASCADE,
    CONSTRAINT price_currency_fk FOREIGN KEY (currency_code) REFERENCES currency (code),
    CONSTRAINT price_amount_not_negative CHECK (amount_minor >= 0),
    CONSTRAINT price_period_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT price_one_start_per_currency UNIQUE (variant_id, currency_code, valid_from)
);

-- At most one open-ended price a variant and currency: the one that counts until somebody ends it.
CREATE UNIQUE INDEX price_one_open_per_currency ON price (variant_id, currency_code) WHERE valid_to IS NULL;
