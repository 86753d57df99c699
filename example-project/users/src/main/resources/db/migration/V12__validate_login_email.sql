-- Reads the whole table, but under a lock that lets others read and write. It must be a migration of its own:
-- in one transaction with ADD CONSTRAINT, the strong lock of that statement would be held all the while.
ALTER TABLE login_attempt VALIDATE CONSTRAINT login_attempt_email_lower_case;
