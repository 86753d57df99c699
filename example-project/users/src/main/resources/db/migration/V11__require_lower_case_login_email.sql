UPDATE login_attempt
SET email = lower(email)
WHERE email <> lower(email);

-- NOT VALID: new rows are checked from now on, the old ones are not read, so the strong lock is held for a blink.
-- The next migration checks the old rows.
ALTER TABLE login_attempt
    ADD CONSTRAINT login_attempt_email_lower_case CHECK (email = lower(email)) NOT VALID;
