-- Reading again the checks that a notification named: from the names to the rows, by index, never the other
-- way round.
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- As checker_load, of the checks named (tenant and id; id 0 is all of the tenant's) where they lie in the
-- shards given.
CREATE FUNCTION checker_refresh(p_shards int[], p_tenants int[], p_checks bigint[])
    RETURNS TABLE (tenant_id int, id bigint, shard smallint, type text, interval_s int, timeout_ms int, retries int,
        params jsonb, address text, revision bigint, status text, ran_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    tenants int[];  -- the pairs asked for, each once
    checks bigint[];
BEGIN
    -- A whole tenant (id 0) becomes the ids of its checks.
    SELECT array_agg(named.tenant_id), array_agg(named.id) INTO tenants, checks FROM (
        SELECT DISTINCT asked.tenant_id, c.id
        FROM unnest(p_tenants, p_checks) AS asked (tenant_id, id)
        CROSS JOIN LATERAL (SELECT h.id FROM host_check h WHERE h.tenant_id = asked.tenant_id) c
        WHERE asked.id = 0
        UNION
        SELECT asked.tenant_id, asked.id FROM unnest(p_tenants, p_checks) AS asked (tenant_id, id) WHERE asked.id <> 0
    ) named;
    RETURN QUERY
    SELECT c.tenant_id, c.id, c.shard, c.type, c.interval_s, c.timeout_ms, c.retries, c.params, c.address, c.revision,
        s.status, last.ran_at
    FROM unnest(tenants, checks) AS named (tenant_id, id)
    CROSS JOIN LATERAL (
        SELECT r.* FROM check_running r WHERE r.tenant_id = named.tenant_id AND r.id = named.id AND r.shard = ANY (p_shards)
        LIMIT 1 -- one there is at most; said so that each is looked up by its key
    ) c
    LEFT JOIN LATERAL (
        SELECT k.status FROM check_state k WHERE k.tenant_id = c.tenant_id AND k.check_id = c.id LIMIT 1
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT m.span_start + make_interval(secs => (SELECT max(a) FROM unnest(m.at_ms) a) / 1000.0) AS ran_at
        FROM sample m WHERE m.tenant_id = c.tenant_id AND m.check_id = c.id
        ORDER BY m.span_start DESC LIMIT 1
    ) last ON true;
END
$$;
REVOKE ALL ON FUNCTION checker_refresh(int[], int[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION checker_refresh(int[], int[], bigint[]) TO tocsin_checker;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
