-- Repeatable: runs again whenever this file changes, always after all versioned migrations.
-- Dropped first, because CREATE OR REPLACE VIEW can only append columns.
DROP VIEW IF EXISTS account_overview;

CREATE VIEW account_overview AS
SELECT a.public_id,
       a.email,
       a.display_name,
       a.locale,
       b.country_code AS billing_country,
       coalesce(r.roles, '{}') AS roles,
       l.last_login_at
FROM account a
LEFT JOIN address b ON b.account_id = a.id AND b.kind = 'billing'
LEFT JOIN LATERAL (
    SELECT array_agg(ar.role_name ORDER BY ar.role_name) AS roles
    FROM account_role ar
    WHERE ar.account_id = a.id
) r ON true
LEFT JOIN LATERAL (
    SELECT max(la.attempted_at) AS last_login_at
    FROM login_attempt la
    WHERE la.account_id = a.id AND la.succeeded
) l ON true;

COMMENT ON VIEW account_overview IS 'What support sees of an account';
