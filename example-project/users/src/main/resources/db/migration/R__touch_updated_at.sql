CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = ''
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

-- The trigger stands here, not in a versioned migration: on an empty database those run first, and would not find
-- the function.
CREATE OR REPLACE TRIGGER account_touch_updated_at
    BEFORE UPDATE ON account
    FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION touch_updated_at();
