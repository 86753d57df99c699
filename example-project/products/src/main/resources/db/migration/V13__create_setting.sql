CREATE TABLE setting (
    name  text PRIMARY KEY,
    value text NOT NULL
);

-- The one value that differs between dev, qa and prod. It is a placeholder of Flyway, filled in on the host of each
-- environment: the file, its checksum and the bundle stay the same everywhere.
INSERT INTO setting (name, value) VALUES
    ('image-base-url', '${imageBaseUrl}'),
    ('default-currency', 'EUR');
