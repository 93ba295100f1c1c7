-- What the checker reads and writes across tenants. It holds shards; every write names their tokens.
SET LOCAL ROLE tocsin_owner;

GRANT SELECT ON host, tenant TO tocsin_cross;
CREATE POLICY across_worker ON host FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_worker ON tenant FOR SELECT TO tocsin_cross USING (true);
GRANT SELECT, INSERT, UPDATE ON check_state, check_event TO tocsin_cross;
CREATE POLICY across ON check_state TO tocsin_cross USING (true) WITH CHECK (true);
CREATE POLICY across ON check_event TO tocsin_cross USING (true) WITH CHECK (true);

-- Tells the checker which check to read again. Check 0: all of the tenant's.
CREATE FUNCTION check_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('check %s %s',
        coalesce(NEW.tenant_id, OLD.tenant_id), coalesce(NEW.id, OLD.id)));
    RETURN NULL;
END
$$;
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE ON host_check
    FOR EACH ROW EXECUTE FUNCTION check_notify();

CREATE FUNCTION host_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('check %s %s', c.tenant_id, c.id))
        FROM host_check c WHERE c.tenant_id = NEW.tenant_id AND c.host_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER changed AFTER UPDATE ON host FOR EACH ROW
    WHEN (OLD.address <> NEW.address OR OLD.enabled <> NEW.enabled) EXECUTE FUNCTION host_notify();

CREATE FUNCTION tenant_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('check %s 0', NEW.tenant_id));
    RETURN NULL;
END
$$;
CREATE TRIGGER changed AFTER UPDATE ON tenant FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION tenant_notify();

-- Everything the checker needs to know of the checks that run: enabled, on an enabled host, of an active
-- tenant. `revision` changes whenever any of it does.
CREATE VIEW check_running WITH (security_invoker = true) AS
    SELECT c.tenant_id, c.id, c.shard, c.type, c.interval_s, c.timeout_ms, c.retries, c.params, h.address,
        c.version * 1000003::bigint + h.version AS revision
    FROM host_check c
    JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id
    JOIN tenant t ON t.tenant_id = c.tenant_id
    WHERE c.enabled AND h.enabled AND t.status = 'active';
GRANT SELECT ON check_running TO tocsin_cross;

-- The checks of whole shards, or those named one by one (tenant and id; id 0 is all of the tenant's), where
-- they lie in the shards given. ran_at is the newest slot that has a sample.
CREATE FUNCTION checker_load(p_shards int[], p_tenants int[], p_checks bigint[])
    RETURNS TABLE (tenant_id int, id bigint, shard smallint, type text, interval_s int, timeout_ms int, retries int,
        params jsonb, address text, revision bigint, status text, ran_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT c.tenant_id, c.id, c.shard, c.type, c.interval_s, c.timeout_ms, c.retries, c.params, c.address, c.revision,
        s.status, last.ran_at
    FROM check_running c
    LEFT JOIN check_state s ON s.tenant_id = c.tenant_id AND s.check_id = c.id
    LEFT JOIN LATERAL (
        SELECT m.span_start + make_interval(secs => (SELECT max(a) FROM unnest(m.at_ms) a) / 1000.0) AS ran_at
        FROM sample m WHERE m.tenant_id = c.tenant_id AND m.check_id = c.id
        ORDER BY m.span_start DESC LIMIT 1
    ) last ON true
    WHERE c.shard = ANY (p_shards)
        AND (p_tenants IS NULL OR EXISTS (SELECT FROM unnest(p_tenants, p_checks) AS asked (tenant_id, id)
            WHERE asked.tenant_id = c.tenant_id AND asked.id IN (0, c.id)));
END
$$;

-- How many checks run in each of these shards, and a sum that changes with any of them: what the checker
-- compares from time to time with what it knows, in case a notification was lost.
CREATE FUNCTION checker_digest(p_shards int[]) RETURNS TABLE (shard smallint, checks bigint, digest bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT c.shard, count(*), sum(c.revision % 65537 * (c.id % 65537))::bigint
    FROM check_running c WHERE c.shard = ANY (p_shards) GROUP BY c.shard;
END;

-- One flush of a checker: all tenants, one transaction. What lies in a shard whose token is not the one
-- given is left out. Samples of one slot: the last write stays. Answers the shards that were honoured.
CREATE FUNCTION checker_flush(
    p_shards int[], p_tokens bigint[],
    p_tenant int[], p_check bigint[], p_slot timestamptz[], p_letters text, p_latency float8[],
    e_tenant int[], e_check bigint[], e_ts timestamptz[], e_from text[], e_to text[], e_reason text[], e_message text[],
    s_tenant int[], s_check bigint[], s_status text[], s_reason text[], s_message text[], s_details text[],
    s_since timestamptz[], s_last timestamptz[], s_latency float8[])
    RETURNS TABLE (shard smallint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    held smallint[];
BEGIN
    -- Locked until the end, so that nobody takes them over in between.
    SELECT coalesce(array_agg(l.shard), '{}') INTO held FROM (
        SELECT s.shard FROM shard s
        JOIN unnest(p_shards, p_tokens) AS ours (shard, token) ON s.shard = ours.shard AND s.token = ours.token
        ORDER BY s.shard FOR SHARE OF s
    ) l;

    INSERT INTO sample AS old (tenant_id, check_id, span_start, at_ms, letters, latency_ms)
        SELECT r.tenant_id, r.check_id, r.span, array_agg(r.at_ms ORDER BY r.at_ms),
            string_agg(r.letter, '' ORDER BY r.at_ms), array_agg(r.latency ORDER BY r.at_ms)
        FROM (
            SELECT DISTINCT ON (i.tenant_id, i.check_id, i.slot) i.tenant_id, i.check_id, sample_span_of(i.slot) AS span,
                round(extract(epoch FROM i.slot - sample_span_of(i.slot)) * 1000)::int AS at_ms, i.letter, i.latency::real
            FROM unnest(p_tenant, p_check, p_slot, string_to_array(p_letters, NULL), p_latency)
                WITH ORDINALITY AS i (tenant_id, check_id, slot, letter, latency, turn)
            JOIN host_check c ON c.tenant_id = i.tenant_id AND c.id = i.check_id AND c.shard = ANY (held)
            ORDER BY i.tenant_id, i.check_id, i.slot, i.turn DESC
        ) r GROUP BY r.tenant_id, r.check_id, r.span ORDER BY r.tenant_id, r.check_id, r.span
        ON CONFLICT (tenant_id, check_id, span_start) DO UPDATE SET (at_ms, letters, latency_ms) = (
            SELECT m.at_ms, m.letters, m.latency_ms FROM (
                SELECT old.at_ms || excluded.at_ms, old.letters || excluded.letters, old.latency_ms || excluded.latency_ms
                WHERE NOT old.at_ms && excluded.at_ms
                UNION ALL
                SELECT g.at_ms, g.letters, g.latency_ms
                FROM sample_merge(old.at_ms, old.letters, old.latency_ms,
                    excluded.at_ms, excluded.letters, excluded.latency_ms) g
                WHERE old.at_ms && excluded.at_ms
            ) AS m (at_ms, letters, latency_ms));

    INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message)
        SELECT DISTINCT ON (i.tenant_id, i.check_id, i.ts) i.tenant_id, i.check_id, i.ts, i.from_status, i.to_status,
            i.reason, i.message
        FROM unnest(e_tenant, e_check, e_ts, e_from, e_to, e_reason, e_message)
            WITH ORDINALITY AS i (tenant_id, check_id, ts, from_status, to_status, reason, message, turn)
        JOIN host_check c ON c.tenant_id = i.tenant_id AND c.id = i.check_id AND c.shard = ANY (held)
        ORDER BY i.tenant_id, i.check_id, i.ts, i.turn DESC
        ON CONFLICT (tenant_id, check_id, ts) DO UPDATE SET from_status = excluded.from_status,
            to_status = excluded.to_status, reason = excluded.reason, message = excluded.message;

    INSERT INTO check_state (tenant_id, check_id, status, reason, message, details, since, last_ts, latency_ms)
        SELECT DISTINCT ON (i.tenant_id, i.check_id) i.tenant_id, i.check_id, i.status, i.reason, i.message,
            i.details::jsonb, coalesce(i.since, i.last_ts), i.last_ts, i.latency
        FROM unnest(s_tenant, s_check, s_status, s_reason, s_message, s_details, s_since, s_last, s_latency)
            WITH ORDINALITY AS i (tenant_id, check_id, status, reason, message, details, since, last_ts, latency, turn)
        JOIN host_check c ON c.tenant_id = i.tenant_id AND c.id = i.check_id AND c.shard = ANY (held)
        ORDER BY i.tenant_id, i.check_id, i.turn DESC
        ON CONFLICT (tenant_id, check_id) DO UPDATE SET status = excluded.status, reason = excluded.reason,
            message = excluded.message, details = excluded.details, last_ts = excluded.last_ts,
            latency_ms = excluded.latency_ms,
            since = CASE WHEN check_state.status <> excluded.status THEN excluded.since ELSE check_state.since END;

    RETURN QUERY SELECT unnest(held);
END
$$;

-- What a job about a check needs: the saved check, or the address of the host a test names. The job's tenant
-- is the only one looked at.
CREATE FUNCTION checker_target(p_tenant int, p_check bigint, p_host bigint)
    RETURNS TABLE (type text, timeout_ms int, params jsonb, address text, shard smallint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT c.type, c.timeout_ms, c.params, h.address, c.shard
    FROM host_check c JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id
    WHERE c.tenant_id = p_tenant AND c.id = p_check
    UNION ALL
    SELECT NULL, NULL, NULL, h.address, NULL FROM host h
    WHERE p_check IS NULL AND h.tenant_id = p_tenant AND h.id = p_host;
END;

GRANT EXECUTE ON FUNCTION checker_load(int[], int[], bigint[]), checker_digest(int[]),
    checker_target(int, bigint, bigint),
    checker_flush(int[], bigint[], int[], bigint[], timestamptz[], text, float8[],
        int[], bigint[], timestamptz[], text[], text[], text[], text[],
        int[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], float8[]) TO tocsin_checker;

RESET ROLE;
ALTER FUNCTION checker_load(int[], int[], bigint[]) OWNER TO tocsin_cross;
ALTER FUNCTION checker_digest(int[]) OWNER TO tocsin_cross;
ALTER FUNCTION checker_target(int, bigint, bigint) OWNER TO tocsin_cross;
ALTER FUNCTION checker_flush(int[], bigint[], int[], bigint[], timestamptz[], text, float8[],
    int[], bigint[], timestamptz[], text[], text[], text[], text[],
    int[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], float8[]) OWNER TO tocsin_cross;
