CREATE TABLE consent (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint      NOT NULL,
    purpose      text        NOT NULL,
    given_at     timestamptz NOT NULL DEFAULT now(),
    withdrawn_at timestamptz,
    CONSTRAINT consent_account_fk FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT consent_purpose_known CHECK (purpose IN ('newsletter', 'recommendations', 'reviews-by-mail')),
    CONSTRAINT consent_withdrawn_after_given CHECK (withdrawn_at >= given_at)
);

-- Any number of past consents, which prove what was allowed when, but one at a time that stands.
CREATE UNIQUE INDEX consent_one_standing_per_purpose ON consent (account_id, purpose) WHERE withdrawn_at IS NULL;

-- That index is partial; deleting an account has to find the past consents too.
CREATE INDEX consent_account_id_idx ON consent (account_id);
