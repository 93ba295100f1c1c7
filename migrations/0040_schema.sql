-- Which migrations this database has: every process asks on each new connection whether it knows
-- them. Filled by tocsin migrate alone.
GRANT SELECT (name, breaking) ON schema_migration TO tocsin_cross;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

CREATE FUNCTION schema_steps() RETURNS TABLE (name text, breaking boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT m.name, m.breaking FROM schema_migration m;
END;
REVOKE ALL ON FUNCTION schema_steps() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION schema_steps() TO tocsin_api, tocsin_stream, tocsin_checker, tocsin_analyst,
    tocsin_trainer, tocsin_remediator, tocsin_notifier, tocsin_keeper;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
