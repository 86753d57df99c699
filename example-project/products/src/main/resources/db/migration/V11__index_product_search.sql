-- An ordinary CREATE INDEX keeps every writer out until it is done; CONCURRENTLY lets them write.
--
-- It refuses to run inside a transaction, hence executeInTransaction=false in the .sql.conf beside this file.
-- And hence this file holds nothing else: without a transaction, whatever ran before a failure would stay.
--
-- A build that fails half-way leaves an INVALID index under this name; dropping it first lets this file run again.
DROP INDEX CONCURRENTLY IF EXISTS product_search_idx;

CREATE INDEX CONCURRENTLY product_search_idx ON product USING gin (search);
