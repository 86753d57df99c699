-- 1. A column without a default: a change of the catalog alone, whatever the size of the table.
ALTER TABLE product ADD COLUMN status text;

-- 2. Backfill: what has a price was on sale, everything else is still being prepared.
UPDATE product p
SET status = CASE
    WHEN EXISTS (
        SELECT FROM variant v
        JOIN price ON price.variant_id = v.id
        WHERE v.product_id = p.id
    ) THEN 'listed'
    ELSE 'draft'
END;

-- 3. Only now can it be demanded.
ALTER TABLE product
    ALTER COLUMN status SET DEFAULT 'draft',
    ALTER COLUMN status SET NOT NULL,
    ADD CONSTRAINT product_status_known CHECK (status IN ('draft', 'listed', 'retired'));
