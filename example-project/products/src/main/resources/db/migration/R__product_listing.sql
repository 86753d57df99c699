-- Repeatable: runs again whenever this file changes, always after all versioned migrations.
-- Dropped first, because CREATE OR REPLACE VIEW can only append columns.
DROP VIEW IF EXISTS product_listing;

CREATE VIEW product_listing AS
SELECT p.slug,
       p.name,
       b.name AS brand,
       c.slug AS category,
       v.sku,
       price.currency_code,
       price.amount_minor,
       coalesce(s.available, 0) AS available,
       image.url AS image_url
FROM product p
JOIN category c ON c.id = p.category_id
JOIN variant v ON v.product_id = p.id
JOIN price ON price.variant_id = v.id
    AND price.valid_from <= now()
    AND (price.valid_to IS NULL OR now() < price.valid_to)
LEFT JOIN brand b ON b.id = p.brand_id
LEFT JOIN LATERAL (
    SELECT sum(stock.on_hand - stock.reserved) AS available
    FROM stock
    WHERE stock.variant_id = v.id
) s ON true
LEFT JOIN LATERAL (
    SELECT base.value || i.path AS url
    FROM product_image i
    JOIN setting base ON base.name = 'image-base-url'
    WHERE i.product_id = p.id
    ORDER BY i.position
    LIMIT 1
) image ON true
WHERE p.status = 'listed';

COMMENT ON VIEW product_listing IS 'What the shop shows: a row a variant and currency';
