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

-- Answers kept for repeated requests, for a day.
GRANT SELECT (tenant_id, actor_kind, actor_id, key, created_at), DELETE ON idempotency TO tocsin_cross;
CREATE POLICY across_read ON idempotency FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_drop ON idempotency FOR DELETE TO tocsin_cross USING (true);
CREATE FUNCTION keeper_drop_repeats(p_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH old AS (
        SELECT i.tenant_id, i.actor_kind, i.actor_id, i.key FROM tenant t
        JOIN LATERAL (
            SELECT k.tenant_id, k.actor_kind, k.actor_id, k.key FROM idempotency k
            WHERE k.tenant_id = t.tenant_id AND k.created_at < tocsin_now() - interval '1 day'
            ORDER BY k.created_at LIMIT p_most
        ) i ON true
        LIMIT p_most
    ), dropped AS (
        DELETE FROM idempotency k USING old
        WHERE k.tenant_id = old.tenant_id AND k.actor_kind = old.actor_kind AND k.actor_id = old.actor_id
            AND k.key = old.key
        RETURNING 1
    )
    SELECT count(*)::int FROM dropped;
END;
GRANT EXECUTE ON FUNCTION keeper_drop_repeats(int) TO tocsin_keeper;

RESET ROLE;
ALTER FUNCTION keeper_drop_samples(int) OWNER TO tocsin_cross;
ALTER FUNCTION keeper_drop_events(int) OWNER TO tocsin_cross;
ALTER FUNCTION keeper_drop_repeats(int) OWNER TO tocsin_cross;
