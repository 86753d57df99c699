-- An ordinary CREATE INDEX keeps every writer out until it is done; CONCURRENTLY lets them write.
--
-- It refuses to run inside a transaction, hence executeInTransaction=false in the .sql.conf beside this file.
-- And hence this file holds nothing else: without a transaction, whatever ran before a failure would stay.
--
-- A build that fails half-way leaves an INVALID index under this name, which costs every write and serves no query.
-- Dropping it first lets this file run again. CREATE INDEX IF NOT EXISTS would take the invalid one for good.
DROP INDEX CONCURRENTLY IF EXISTS login_attempt_failed_by_source_idx;

CREATE INDEX CONCURRENTLY login_attempt_failed_by_source_idx
    ON login_attempt (source, attempted_at)
    WHERE NOT succeeded;
