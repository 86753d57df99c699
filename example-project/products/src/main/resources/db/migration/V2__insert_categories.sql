INSERT INTO category (slug, name) VALUES
    ('kitchen', 'Kitchen'),
    ('garden',  'Garden'),
    ('office',  'Office');

-- Parents are found by slug: identity values are the database's own and need not agree between environments.
INSERT INTO category (parent_id, slug, name)
SELECT parent.id, child.slug, child.name
FROM (VALUES
    ('kitchen', 'knives',       'Knives'),
    ('kitchen', 'coffee',       'Coffee and tea'),
    ('garden',  'seeds',        'Seeds'),
    ('garden',  'garden-tools', 'Garden tools'),
    ('office',  'notebooks',    'Notebooks')
) AS child (parent_slug, slug, name)
JOIN category parent ON parent.slug = child.parent_slug;
