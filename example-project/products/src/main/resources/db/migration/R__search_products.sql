-- Replaced in place, so that whoever may call it keeps the right to. A change of the result's columns needs DROP first.
CREATE OR REPLACE FUNCTION search_products(query text, max_results integer DEFAULT 20)
    RETURNS TABLE (slug text, name text, rank real)
    LANGUAGE sql
    STABLE
AS $$
    SELECT p.slug, p.name, ts_rank(p.search, q)
    FROM product p, websearch_to_tsquery('english', query) q
    WHERE p.status = 'listed' AND p.search @@ q
    ORDER BY ts_rank(p.search, q) DESC, p.slug
    LIMIT max_results
$$;
