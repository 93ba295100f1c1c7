-- Overdue checks of shards nobody works on.
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- As before, but only in shards that bring no results: where results come, the checker itself says what it cannot
-- come to. A check of which nothing came for three intervals (30 s at least) and its timeout, although it should run, is
-- unknown from its last result on, so before whatever comes next: green would be a guess. Being changed or enabled counts as the start of the waiting. Tells the checker,
-- if one lives, so that the next result is a change again. Answers how many.
CREATE OR REPLACE FUNCTION keeper_mark_overdue(p_most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_at timestamptz := tocsin_now();
    marked int;
BEGIN
    WITH busy AS MATERIALIZED ( -- shards that bring results: their checker looks after its own checks
        SELECT b.shard FROM sample_batch b GROUP BY b.shard HAVING max(b.flushed_at) > now_at - interval '15 seconds'
    ), silent AS MATERIALIZED ( -- by the states, whose time may be a minute old
        SELECT s.tenant_id, s.check_id, s.status, s.last_ts,
            make_interval(secs => greatest(3 * c.interval_s, 30) + c.timeout_ms / 1000.0
                + CASE WHEN c.type = 'heartbeat' THEN coalesce((c.params ->> 'grace_s')::int, 0) ELSE 0 END) AS allowed
        FROM check_state s
        JOIN host_check c ON c.tenant_id = s.tenant_id AND c.id = s.check_id
        JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id
        JOIN tenant t ON t.tenant_id = c.tenant_id
        WHERE s.status <> 'unknown' AND s.last_ts < now_at - interval '30 seconds'
            AND c.shard NOT IN (SELECT b.shard FROM busy b)
            AND c.enabled AND h.enabled AND t.status = 'active'
            AND greatest(s.last_ts, c.updated_at, h.updated_at)
                < now_at - make_interval(secs => greatest(3 * c.interval_s, 30) + c.timeout_ms / 1000.0)
    ), overdue AS ( -- by the samples, which are exact
        SELECT i.*, coalesce(greatest(i.last_ts, n.slot), i.last_ts) AS heard_at
        FROM silent i CROSS JOIN LATERAL (SELECT sample_newest(i.tenant_id, i.check_id) AS slot) n
        WHERE coalesce(greatest(i.last_ts, n.slot), i.last_ts) < now_at - i.allowed
        LIMIT p_most
    ), put AS (
        UPDATE check_state s SET status = 'unknown', reason = 'overdue', since = o.heard_at + interval '1 millisecond', latency_ms = NULL,
            message = format('no result since %s, although it should run', to_char(o.heard_at AT TIME ZONE 'UTC', 'HH24:MI:SS "UTC"'))
        FROM overdue o
        WHERE s.tenant_id = o.tenant_id AND s.check_id = o.check_id AND s.status = o.status AND s.last_ts = o.last_ts
        RETURNING s.tenant_id, s.check_id, o.status AS was, s.since, s.message
    ), said AS (
        INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message)
        SELECT p.tenant_id, p.check_id, p.since, p.was, 'unknown', 'overdue', p.message FROM put p
        ON CONFLICT (tenant_id, check_id, ts) DO NOTHING
    )
    SELECT count(pg_notify('tocsin', format('overdue %s %s', p.tenant_id, p.check_id))) INTO marked FROM put p;
    RETURN marked;
END
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
