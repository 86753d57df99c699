-- The largest table of this database: a row an attempt, only ever appended.
CREATE TABLE login_attempt (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   bigint,
    email        text        NOT NULL,
    source       inet        NOT NULL,
    succeeded    boolean     NOT NULL,
    attempted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT login_attempt_account_fk FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL
);

CREATE INDEX login_attempt_account_id_idx ON login_attempt (account_id);

-- Rows lie on disk in the order of time, so a block range index of a few kilobytes does.
CREATE INDEX login_attempt_attempted_at_idx ON login_attempt USING brin (attempted_at);
