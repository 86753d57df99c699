-- A callback: its name is the event, here the end of a run that applied something. It has no row in the schema history.
--
-- Fresh statistics, so that the first queries after a backfill or a new index are not planned on old ones. Table by
-- table, because a bare ANALYZE warns about every catalog that only a superuser may analyze.
DO $$
DECLARE
    own_table regclass;
BEGIN
    FOR own_table IN
        SELECT oid
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_has_role(relowner, 'USAGE')
    LOOP
        EXECUTE format('ANALYZE %s', own_table);
    END LOOP;
END
$$;
