-- Results arrive in batches: one row per flush, tenant and shard. The keeper merges them into the rows of
-- ten minutes (table sample) every two minutes, so that a check's row is written once for many results.
-- Whoever reads samples reads both: what is merged, and the batches of the check's shard.
SET LOCAL ROLE tocsin_owner;

-- Arrays in step, as in sample, but of many checks. A batch is read by the shard of a check, so what names a
-- check of another shard or tenant is never seen; it is dropped when merged, and so is what names a check
-- that is gone: therefore no foreign keys, which would be asked thousands of times a second.
CREATE TABLE sample_batch (
    tenant_id int NOT NULL CHECK (tenant_id > 0),
    shard smallint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    flushed_at timestamptz NOT NULL DEFAULT tocsin_now(),
    checks bigint[] NOT NULL,
    slots timestamptz[] NOT NULL CHECK (cardinality(slots) = cardinality(checks)),
    letters text NOT NULL CHECK (length(letters) = cardinality(checks)),
    latency_ms real[] NOT NULL CHECK (cardinality(latency_ms) = cardinality(checks)),
    PRIMARY KEY (tenant_id, shard, id)
) WITH (autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_threshold = 2000);
ALTER TABLE sample_batch ALTER checks SET STORAGE EXTERNAL, ALTER slots SET STORAGE EXTERNAL,
    ALTER letters SET STORAGE EXTERNAL, ALTER latency_ms SET STORAGE EXTERNAL;
CALL protect_tenant_table('sample_batch');
GRANT SELECT ON sample_batch TO tocsin_api;
GRANT SELECT, INSERT, DELETE ON sample_batch TO tocsin_cross;
CREATE POLICY across ON sample_batch TO tocsin_cross USING (true) WITH CHECK (true);

-- The samples of one check that are not merged yet; of two at one time, what came later. With the caller's rights.
CREATE FUNCTION sample_tail(p_tenant int, p_check bigint)
    RETURNS TABLE (slot timestamptz, letter text, latency_ms real)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 20 SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT DISTINCT ON (1) b.slots[i], substr(b.letters, i, 1), b.latency_ms[i]
    FROM sample_batch b CROSS JOIN LATERAL unnest(array_positions(b.checks, p_check)) AS place (i)
    WHERE b.tenant_id = p_tenant AND b.shard = (p_check % 64)::smallint
    ORDER BY 1, b.id DESC, i DESC;
END;
GRANT EXECUTE ON FUNCTION sample_tail(int, bigint) TO tocsin_api, tocsin_cross;

-- All samples of one check in [p_from, p_to): of two at one time, what came later.
CREATE FUNCTION sample_read(p_tenant int, p_check bigint, p_from timestamptz, p_to timestamptz)
    RETURNS TABLE (slot timestamptz, letter text, latency_ms real)
    LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 SET search_path = pg_catalog, public
BEGIN ATOMIC
    SELECT DISTINCT ON (a.slot) a.slot, a.letter, a.latency_ms
    FROM (
        SELECT s.span_start + u.at_ms * interval '1 millisecond' AS slot, u.letter, u.latency_ms, 0 AS turn
        FROM sample s, unnest(s.at_ms, string_to_array(s.letters, NULL), s.latency_ms) AS u (at_ms, letter, latency_ms)
        WHERE s.tenant_id = p_tenant AND s.check_id = p_check
            AND s.span_start >= sample_span_of(p_from) AND s.span_start < p_to
        UNION ALL
        SELECT t.slot, t.letter, t.latency_ms, 1 FROM sample_tail(p_tenant, p_check) t
    ) a
    WHERE a.slot >= p_from AND a.slot < p_to
    ORDER BY a.slot, a.turn DESC;
END;
GRANT EXECUTE ON FUNCTION sample_read(int, bigint, timestamptz, timestamptz) TO tocsin_api, tocsin_cross;

-- As before, of both; a sample that came late stands at the end until it is merged.
CREATE OR REPLACE FUNCTION sample_strip(p_tenant int, p_check bigint, p_count int) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public
    RETURN (
        SELECT coalesce(right(string_agg(newest.letters, '' ORDER BY newest.at, newest.turn), p_count), '')
        FROM (
            SELECT t.slot AS at, t.letter AS letters, 1 AS turn FROM sample_tail(p_tenant, p_check) t
            UNION ALL
            (SELECT s.span_start, s.letters, 0 FROM sample s
            WHERE s.tenant_id = p_tenant AND s.check_id = p_check
            ORDER BY s.span_start DESC LIMIT p_count)
        ) newest
    );

-- The newest slot of a check that has a sample.
CREATE FUNCTION sample_newest(p_tenant int, p_check bigint) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public
    RETURN greatest(
        (SELECT max(t.slot) FROM sample_tail(p_tenant, p_check) t),
        (SELECT m.span_start + (SELECT max(a) FROM unnest(m.at_ms) a) * interval '1 millisecond'
            FROM sample m WHERE m.tenant_id = p_tenant AND m.check_id = p_check
            ORDER BY m.span_start DESC LIMIT 1));
GRANT EXECUTE ON FUNCTION sample_newest(int, bigint) TO tocsin_api, tocsin_cross;

-- Seen again and again: room for it in place.
ALTER TABLE check_state SET (fillfactor = 70);

RESET ROLE;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

DROP FUNCTION checker_flush(int[], bigint[], int[], bigint[], timestamptz[], text, float8[],
    int[], bigint[], timestamptz[], text[], text[], text[], text[],
    int[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], float8[]);

-- One flush of a checker: all tenants, one transaction. What lies in a shard whose token is not the one given is
-- left out. Samples come in runs (b_): one tenant and shard each, from place b_first to place b_last of the p_
-- arrays. States (s_) replace all of a check's state; sightings (n_) only say that it was seen again, as it was.
-- Answers the shards that were honoured.
CREATE FUNCTION checker_flush(
    p_shards int[], p_tokens bigint[],
    b_tenant int[], b_shard int[], b_first int[], b_last int[],
    p_check bigint[], p_slot timestamptz[], p_letters text, p_latency float8[],
    e_tenant int[], e_check bigint[], e_ts timestamptz[], e_from text[], e_to text[], e_reason text[], e_message text[],
    s_tenant int[], s_check bigint[], s_status text[], s_reason text[], s_message text[], s_details text[],
    s_since timestamptz[], s_last timestamptz[], s_latency float8[],
    n_tenant int[], n_check bigint[], n_last timestamptz[], n_latency float8[])
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

    INSERT INTO sample_batch (tenant_id, shard, checks, slots, letters, latency_ms)
        SELECT b.tenant_id, b.shard, p_check[b.first:b.last], p_slot[b.first:b.last],
            substr(p_letters, b.first, b.last - b.first + 1), p_latency[b.first:b.last]::real[]
        FROM unnest(b_tenant, b_shard, b_first, b_last) AS b (tenant_id, shard, first, last)
        WHERE b.shard = ANY (held);

    IF cardinality(e_check) > 0 THEN
        INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message)
            SELECT DISTINCT ON (i.tenant_id, i.check_id, i.ts) i.tenant_id, i.check_id, i.ts, i.from_status, i.to_status,
                i.reason, i.message
            FROM unnest(e_tenant, e_check, e_ts, e_from, e_to, e_reason, e_message)
                WITH ORDINALITY AS i (tenant_id, check_id, ts, from_status, to_status, reason, message, turn)
            JOIN host_check c ON c.tenant_id = i.tenant_id AND c.id = i.check_id AND c.shard = ANY (held)
            ORDER BY i.tenant_id, i.check_id, i.ts, i.turn DESC
            ON CONFLICT (tenant_id, check_id, ts) DO UPDATE SET from_status = excluded.from_status,
                to_status = excluded.to_status, reason = excluded.reason, message = excluded.message;
    END IF;

    IF cardinality(s_check) > 0 THEN
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
    END IF;

    IF cardinality(n_check) > 0 THEN
        UPDATE check_state s SET last_ts = greatest(s.last_ts, i.last_ts), latency_ms = i.latency
        FROM unnest(n_tenant, n_check, n_last, n_latency) AS i (tenant_id, check_id, last_ts, latency)
        WHERE s.tenant_id = i.tenant_id AND s.check_id = i.check_id AND i.check_id % 64 = ANY (held);
    END IF;

    RETURN QUERY SELECT unnest(held);
END
$$;
REVOKE ALL ON FUNCTION checker_flush(int[], bigint[], int[], int[], int[], int[], bigint[], timestamptz[], text, float8[],
    int[], bigint[], timestamptz[], text[], text[], text[], text[],
    int[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], float8[],
    int[], bigint[], timestamptz[], float8[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION checker_flush(int[], bigint[], int[], int[], int[], int[], bigint[], timestamptz[], text, float8[],
    int[], bigint[], timestamptz[], text[], text[], text[], text[],
    int[], bigint[], text[], text[], text[], text[], timestamptz[], timestamptz[], float8[],
    int[], bigint[], timestamptz[], float8[]) TO tocsin_checker;

-- Merges the batches of at most p_most shards of tenants whose oldest batch is p_age old: all they have. One
-- statement, so every reader finds each sample once. Answers how many shards it merged.
CREATE FUNCTION keeper_merge_samples(p_most int, p_age interval DEFAULT '2 minutes') RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    merged int;
BEGIN
    IF NOT pg_try_advisory_xact_lock(4, 0) THEN -- another keeper is at it
        RETURN 0;
    END IF;
    WITH due AS MATERIALIZED (
        SELECT b.tenant_id, b.shard FROM sample_batch b
        GROUP BY b.tenant_id, b.shard HAVING min(b.flushed_at) <= tocsin_now() - p_age
        ORDER BY min(b.flushed_at) LIMIT p_most
    ), taken AS (
        DELETE FROM sample_batch b USING due WHERE b.tenant_id = due.tenant_id AND b.shard = due.shard
        RETURNING b.tenant_id, b.shard, b.id, b.checks, b.slots, b.letters, b.latency_ms
    ), put AS (
        INSERT INTO sample AS old (tenant_id, check_id, span_start, at_ms, letters, latency_ms)
        SELECT r.tenant_id, r.check_id, r.span, array_agg(r.at_ms ORDER BY r.at_ms),
            string_agg(r.letter, '' ORDER BY r.at_ms), array_agg(r.latency ORDER BY r.at_ms)
        FROM (
            SELECT DISTINCT ON (t.tenant_id, u.check_id, u.slot) t.tenant_id, t.shard, u.check_id,
                sample_span_of(u.slot) AS span,
                round(extract(epoch FROM u.slot - sample_span_of(u.slot)) * 1000)::int AS at_ms, u.letter, u.latency
            FROM taken t, unnest(t.checks, t.slots, string_to_array(t.letters, NULL), t.latency_ms)
                WITH ORDINALITY AS u (check_id, slot, letter, latency, turn)
            ORDER BY t.tenant_id, u.check_id, u.slot, t.id DESC, u.turn DESC
        ) r
        JOIN host_check c ON c.tenant_id = r.tenant_id AND c.id = r.check_id AND c.shard = r.shard
        GROUP BY r.tenant_id, r.check_id, r.span ORDER BY r.tenant_id, r.check_id, r.span
        ON CONFLICT (tenant_id, check_id, span_start) DO UPDATE SET (at_ms, letters, latency_ms) = (
            SELECT m.at_ms, m.letters, m.latency_ms FROM (
                SELECT old.at_ms || excluded.at_ms, old.letters || excluded.letters, old.latency_ms || excluded.latency_ms
                WHERE old.at_ms[cardinality(old.at_ms)] < excluded.at_ms[1]
                UNION ALL
                SELECT g.at_ms, g.letters, g.latency_ms
                FROM sample_merge(old.at_ms, old.letters, old.latency_ms,
                    excluded.at_ms, excluded.letters, excluded.latency_ms) g
                WHERE old.at_ms[cardinality(old.at_ms)] >= excluded.at_ms[1]
            ) AS m (at_ms, letters, latency_ms))
    )
    SELECT count(*) INTO merged FROM due;
    RETURN merged;
END
$$;
REVOKE ALL ON FUNCTION keeper_merge_samples(int, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keeper_merge_samples(int, interval) TO tocsin_keeper;

-- As before, but for where the newest slot is found.
CREATE OR REPLACE FUNCTION checker_load(p_shards int[], p_tenants int[], p_checks bigint[])
    RETURNS TABLE (tenant_id int, id bigint, shard smallint, type text, interval_s int, timeout_ms int, retries int,
        params jsonb, address text, revision bigint, status text, ran_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH tail AS MATERIALIZED ( -- all of it at once: one by one it would be read again for every check
        SELECT b.tenant_id, u.check_id, max(u.slot) AS slot
        FROM sample_batch b, unnest(b.checks, b.slots) AS u (check_id, slot)
        WHERE b.shard = ANY (p_shards) GROUP BY b.tenant_id, u.check_id
    )
    SELECT c.tenant_id, c.id, c.shard, c.type, c.interval_s, c.timeout_ms, c.retries, c.params, c.address, c.revision,
        s.status, greatest(tail.slot, last.ran_at)
    FROM check_running c
    LEFT JOIN check_state s ON s.tenant_id = c.tenant_id AND s.check_id = c.id
    LEFT JOIN tail ON tail.tenant_id = c.tenant_id AND tail.check_id = c.id
    LEFT JOIN LATERAL (
        SELECT m.span_start + (SELECT max(a) FROM unnest(m.at_ms) a) * interval '1 millisecond' AS ran_at
        FROM sample m WHERE m.tenant_id = c.tenant_id AND m.check_id = c.id
        ORDER BY m.span_start DESC LIMIT 1
    ) last ON true
    WHERE c.shard = ANY (p_shards)
        AND (p_tenants IS NULL OR EXISTS (SELECT FROM unnest(p_tenants, p_checks) AS asked (tenant_id, id)
            WHERE asked.tenant_id = c.tenant_id AND asked.id IN (0, c.id)));
END
$$;

CREATE OR REPLACE FUNCTION checker_refresh(p_shards int[], p_tenants int[], p_checks bigint[])
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
        s.status, sample_newest(c.tenant_id, c.id)
    FROM unnest(tenants, checks) AS named (tenant_id, id)
    CROSS JOIN LATERAL (
        SELECT r.* FROM check_running r WHERE r.tenant_id = named.tenant_id AND r.id = named.id AND r.shard = ANY (p_shards)
        LIMIT 1 -- one there is at most; said so that each is looked up by its key
    ) c
    LEFT JOIN LATERAL (
        SELECT k.status FROM check_state k WHERE k.tenant_id = c.tenant_id AND k.check_id = c.id LIMIT 1
    ) s ON true;
END
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
