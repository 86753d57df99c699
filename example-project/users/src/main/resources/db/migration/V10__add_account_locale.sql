-- 1. A column without a default: a change of the catalog alone, whatever the size of the table.
ALTER TABLE account ADD COLUMN locale text;

-- 2. Backfill from what is known: the country that the account is billed in.
UPDATE account a
SET locale = c.default_locale
FROM address b
JOIN country c ON c.code = b.country_code
WHERE b.account_id = a.id
  AND b.kind = 'billing';

UPDATE account
SET locale = 'en-GB'
WHERE locale IS NULL;

-- 3. Only now can it be demanded.
ALTER TABLE account
    ALTER COLUMN locale SET DEFAULT 'en-GB',
    ALTER COLUMN locale SET NOT NULL,
    ADD CONSTRAINT account_locale_is_a_language_tag CHECK (locale ~ '^[a-z]{2}-[A-Z]{2}$');
