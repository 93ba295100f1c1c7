-- What the keeper may drop across tenants: in small batches, by functions that answer how many.
SET LOCAL ROLE tocsin_owner;

CREATE FUNCTION keeper_drop_samples(p_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH old AS (
        SELECT s.tenant_id, s.check_id, s.span_start FROM sample s
        WHERE s.span_start < tocsin_now() - interval '1 day 10 minutes'
        LIMIT p_most FOR UPDATE SKIP LOCKED
    ), dropped AS (
        DELETE FROM sample s USING old
        WHERE s.tenant_id = old.tenant_id AND s.check_id = old.check_id AND s.span_start = old.span_start
        RETURNING 1
    )
    SELECT count(*)::int FROM dropped;
END;
GRANT EXECUTE ON FUNCTION keeper_drop_samples(int) TO tocsin_keeper;

-- Texts and changes live as long as the tenant keeps its data.
GRANT DELETE ON check_event TO tocsin_cross;
CREATE FUNCTION keeper_drop_events(p_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH old AS (
        SELECT v.tenant_id, v.id FROM tenant t
        JOIN LATERAL (
            SELECT e.tenant_id, e.id FROM check_event e
            WHERE e.tenant_id = t.tenant_id AND e.ts < tocsin_now() - make_interval(days => t.data_retention_days)
            ORDER BY e.ts LIMIT p_most
        ) v ON true
        LIMIT p_most
    ), dropped AS (
        DELETE FROM check_event e USING old WHERE e.tenant_id = old.tenant_id AND e.id = old.id RETURNING 1
    )
    SELECT count(*)::int FROM dropped;
END;
GRANT EXECUTE ON FUNCTION keeper_drop_events(int) TO tocsin_keeper;

RESET ROLE;
ALTER FUNCTION keeper_drop_samples(int) OWNER TO tocsin_cross;
ALTER FUNCTION keeper_drop_events(int) OWNER TO tocsin_cross;
