-- Workers that live, and the shards of checks they hold. Platform tables: reached by functions only.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE worker (
    instance text PRIMARY KEY CHECK (length(instance) BETWEEN 1 AND 100),
    role text NOT NULL,
    started_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    stats jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE shard (
    shard smallint PRIMARY KEY CHECK (shard BETWEEN 0 AND 63),
    token bigint NOT NULL DEFAULT 0, -- grows whenever the shard changes hands
    holder text,                     -- instance
    lease_until timestamptz
);
INSERT INTO shard (shard) SELECT generate_series(0, 63);

ALTER TABLE worker ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker FORCE ROW LEVEL SECURITY;
ALTER TABLE shard ENABLE ROW LEVEL SECURITY;
ALTER TABLE shard FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON worker TO tocsin_cross USING (true) WITH CHECK (true);
CREATE POLICY across ON shard TO tocsin_cross USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker TO tocsin_cross;
GRANT SELECT, UPDATE ON shard TO tocsin_cross;

CREATE FUNCTION worker_beat(p_instance text, p_role text, p_started timestamptz, p_stats jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO worker (instance, role, started_at, last_seen_at, stats)
    VALUES (p_instance, p_role, p_started, tocsin_now(), p_stats)
    ON CONFLICT (instance) DO UPDATE SET last_seen_at = excluded.last_seen_at, stats = excluded.stats;
END;

-- An orderly end: the row goes and so do the shards, so that the others need not wait for a lease.
CREATE FUNCTION worker_leave(p_instance text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    UPDATE shard SET holder = NULL, lease_until = NULL, token = token + 1 WHERE holder = p_instance;
    DELETE FROM worker WHERE instance = p_instance;
END;

CREATE FUNCTION worker_list()
    RETURNS TABLE (role text, instance text, started_at timestamptz, last_seen_at timestamptz, alive boolean, stats jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT w.role, w.instance, w.started_at, w.last_seen_at, w.last_seen_at > tocsin_now() - interval '15 seconds', w.stats
    FROM worker w ORDER BY w.role, w.started_at;
END;

-- Prolongs this instance's shards and takes free ones up to its fair part; gives back what is above it.
-- Answers all shards it holds now. The clock is the database's alone.
CREATE FUNCTION shard_lease(p_instance text, p_lease_s int) RETURNS TABLE (shard smallint, token bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    now_at timestamptz := tocsin_now();
    others int;
    part int;
    mine int;
BEGIN
    PERFORM pg_advisory_xact_lock(3, 0); -- instances take turns
    SELECT count(*) INTO others FROM worker w
        WHERE w.role = 'checker' AND w.instance <> p_instance AND w.last_seen_at > now_at - make_interval(secs => p_lease_s);
    part := ceil(64.0 / (others + 1));
    UPDATE shard SET holder = NULL, lease_until = NULL, token = shard.token + 1
        WHERE shard.shard IN (SELECT s.shard FROM shard s WHERE s.holder = p_instance ORDER BY s.shard OFFSET part);
    UPDATE shard SET lease_until = now_at + make_interval(secs => p_lease_s) WHERE holder = p_instance;
    GET DIAGNOSTICS mine = ROW_COUNT;
    UPDATE shard SET holder = p_instance, token = shard.token + 1,
            lease_until = now_at + make_interval(secs => p_lease_s)
        WHERE shard.shard IN (SELECT s.shard FROM shard s
            WHERE s.holder IS NULL OR (s.holder <> p_instance AND s.lease_until < now_at)
            ORDER BY s.shard LIMIT part - mine);
    RETURN QUERY SELECT s.shard, s.token FROM shard s WHERE s.holder = p_instance ORDER BY s.shard;
END
$$;

-- Rows of instances that are long gone.
CREATE FUNCTION worker_drop() RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH gone AS (
        DELETE FROM worker WHERE last_seen_at < tocsin_now() - interval '1 hour' RETURNING 1
    )
    SELECT count(*)::int FROM gone;
END;

GRANT EXECUTE ON FUNCTION worker_beat(text, text, timestamptz, jsonb), worker_leave(text)
    TO tocsin_checker, tocsin_keeper;
GRANT EXECUTE ON FUNCTION worker_list() TO tocsin_api, tocsin_keeper;
GRANT EXECUTE ON FUNCTION worker_drop() TO tocsin_keeper;
GRANT EXECUTE ON FUNCTION shard_lease(text, int) TO tocsin_checker;

RESET ROLE;
ALTER FUNCTION worker_beat(text, text, timestamptz, jsonb) OWNER TO tocsin_cross;
ALTER FUNCTION worker_leave(text) OWNER TO tocsin_cross;
ALTER FUNCTION worker_list() OWNER TO tocsin_cross;
ALTER FUNCTION worker_drop() OWNER TO tocsin_cross;
ALTER FUNCTION shard_lease(text, int) OWNER TO tocsin_cross;
