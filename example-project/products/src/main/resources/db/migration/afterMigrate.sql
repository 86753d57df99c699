-- A callback: its name is the event, here the end of every run, even of one that had nothing to apply.
-- It has no row in the schema history.
--
-- An INVALID index is what a CREATE INDEX CONCURRENTLY leaves behind when it fails. Nobody notices it by itself.
DO $$
DECLARE
    invalid text;
BEGIN
    SELECT string_agg(i.indexrelid::regclass::text, ', ' ORDER BY i.indexrelid::regclass::text)
    INTO invalid
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace;

    IF invalid IS NOT NULL THEN
        RAISE WARNING 'invalid indexes, to be dropped or built again: %', invalid;
    END IF;
END
$$;
