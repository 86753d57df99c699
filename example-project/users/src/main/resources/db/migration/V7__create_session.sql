CREATE TABLE session (
    -- The hash of the token, never the token: whoever reads this table cannot sign in with it.
    token_hash bytea       PRIMARY KEY,
    account_id bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    CONSTRAINT session_account_fk FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT session_token_hash_is_sha256 CHECK (octet_length(token_hash) = 32),
    CONSTRAINT session_expires_after_creation CHECK (expires_at > created_at)
);

CREATE INDEX session_account_id_idx ON session (account_id);

-- The nightly clean-up looks only at sessions that nobody revoked.
CREATE INDEX session_expires_at_idx ON session (expires_at) WHERE revoked_at IS NULL;
