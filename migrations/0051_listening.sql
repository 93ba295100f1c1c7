-- The stream as a worker among workers, and what its listeners watch closely: new samples of single checks.
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

GRANT EXECUTE ON FUNCTION worker_beat(text, text, timestamptz, jsonb), worker_leave(text), worker_list(), job_counts()
    TO tocsin_stream;

-- Samples of these checks after these times, one query for all that is watched: from the batches that came in since
-- p_since, or where that is null from all that there is.
CREATE FUNCTION stream_results(p_tenants int[], p_checks bigint[], p_after timestamptz[], p_since timestamptz[])
    RETURNS TABLE (tenant_id int, check_id bigint, slot timestamptz, letter text, latency_ms real)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT w.tenant_id, w.check_id, n.slot, n.letter, n.latency_ms
    FROM unnest(p_tenants, p_checks, p_after, p_since) AS w (tenant_id, check_id, after, since)
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (1) b.slots[i] AS slot, substr(b.letters, i, 1) AS letter, b.latency_ms[i] AS latency_ms
        FROM sample_batch b CROSS JOIN LATERAL unnest(array_positions(b.checks, w.check_id)) AS place (i)
        WHERE b.tenant_id = w.tenant_id AND b.shard = (w.check_id % 64)::smallint AND b.flushed_at > w.since
        ORDER BY 1, b.id DESC, i DESC
    ) n
    WHERE n.slot > w.after
    UNION ALL
    SELECT w.tenant_id, w.check_id, n.slot, n.letter, n.latency_ms
    FROM unnest(p_tenants, p_checks, p_after, p_since) AS w (tenant_id, check_id, after, since)
    CROSS JOIN LATERAL sample_read(w.tenant_id, w.check_id, w.after, 'infinity') n
    WHERE w.since IS NULL AND n.slot > w.after
    ORDER BY 1, 2, 3;
END;
REVOKE ALL ON FUNCTION stream_results(int[], bigint[], timestamptz[], timestamptz[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stream_results(int[], bigint[], timestamptz[], timestamptz[]) TO tocsin_stream;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
