-- A stored generated column rewrites the table while nobody else can read it: seconds for a catalog, hours for a log.
-- The configuration is named, because to_tsvector(text) alone depends on a setting and may not stand here.
ALTER TABLE product
    ADD COLUMN search tsvector
    GENERATED ALWAYS AS (
        setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', description), 'B')
    ) STORED;
