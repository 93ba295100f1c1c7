-- The queue when it is long: claiming walks one index from tenant to tenant and touches only the rows it
-- takes, and counting adds up a few rows instead of reading all jobs.
SET LOCAL ROLE tocsin_owner;

-- What may be claimed, in the order in which it is. Suspects (crashes > 0) have job_suspect.
CREATE INDEX job_queue ON job (tenant_id, run_at, id) WHERE state = 'queued' AND crashes = 0;
DROP INDEX job_tenant_due;

-- How many jobs are in each state, as sums of what every statement changed: statements add rows and never
-- wait for each other, job_drop adds the rows up.
CREATE TABLE job_tally (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state text NOT NULL,
    n bigint NOT NULL
);
ALTER TABLE job_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON job_tally TO tocsin_cross USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON job_tally TO tocsin_cross;

RESET ROLE;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

CREATE FUNCTION job_tally_add() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO job_tally (state, n) SELECT a.state, count(*) FROM after a GROUP BY a.state;
    RETURN NULL;
END
$$;

CREATE FUNCTION job_tally_take() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO job_tally (state, n) SELECT b.state, -count(*) FROM before b GROUP BY b.state;
    RETURN NULL;
END
$$;

CREATE FUNCTION job_tally_move() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO job_tally (state, n)
        SELECT moved.state, sum(moved.n) FROM (
            SELECT a.state, count(*) AS n FROM after a GROUP BY a.state
            UNION ALL SELECT b.state, -count(*) FROM before b GROUP BY b.state
        ) moved GROUP BY moved.state HAVING sum(moved.n) <> 0;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION job_tally_add(), job_tally_take(), job_tally_move() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION job_tally_add(), job_tally_take(), job_tally_move() TO tocsin_owner;

-- Takes up to p_most jobs of these kinds, shared evenly among the tenants that have any, at most
-- p_per_tenant running at a time for each. A job that crashed a worker before is suspect: p_suspect asks
-- for one of those and nothing else, so that it can only take itself down again.
-- The rows are locked first and then changed by their place (ctid), which a locked row keeps: no plan of the
-- second statement can go astray for want of statistics.
CREATE OR REPLACE FUNCTION job_claim(p_kinds text[], p_most int, p_per_tenant int, p_lease_s int, p_suspect boolean)
    RETURNS TABLE (tenant_id int, id bigint, fence bigint, kind text, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    now_at timestamptz := tocsin_now();
    tenants int[];
    chosen tid[];
BEGIN
    IF p_suspect THEN
        chosen := ARRAY(
            SELECT q.ctid FROM job q
            WHERE q.state = 'queued' AND q.crashes > 0 AND q.run_at <= now_at AND q.kind = ANY (p_kinds)
                AND (SELECT count(*) FROM job r WHERE r.tenant_id = q.tenant_id AND r.state = 'running') < p_per_tenant
            LIMIT least(p_most, 1) FOR UPDATE SKIP LOCKED);
    ELSE
        -- The tenants that have something queued, found by hopping along the index: only job_queue has this order.
        WITH RECURSIVE hop AS (
            (SELECT j.tenant_id FROM job j WHERE j.state = 'queued' AND j.crashes = 0
             ORDER BY j.tenant_id, j.run_at, j.id LIMIT 1)
            UNION ALL
            SELECT (SELECT j.tenant_id FROM job j
                    WHERE j.state = 'queued' AND j.crashes = 0 AND j.tenant_id > hop.tenant_id
                    ORDER BY j.tenant_id, j.run_at, j.id LIMIT 1)
            FROM hop WHERE hop.tenant_id IS NOT NULL
        )
        SELECT array_agg(hop.tenant_id ORDER BY random()) INTO tenants FROM hop WHERE hop.tenant_id IS NOT NULL;
        chosen := ARRAY(
            SELECT due.at FROM unnest(tenants) AS t (tenant_id)
            CROSS JOIN LATERAL (
                SELECT p_per_tenant - count(*) AS room FROM job r
                WHERE r.tenant_id = t.tenant_id AND r.state = 'running'
            ) free
            CROSS JOIN LATERAL (
                SELECT q.ctid AS at FROM job q
                WHERE q.tenant_id = t.tenant_id AND q.state = 'queued' AND q.crashes = 0 AND q.run_at <= now_at
                    AND q.kind = ANY (p_kinds)
                ORDER BY q.run_at, q.id
                LIMIT greatest(0, least(free.room, greatest(1, p_most / cardinality(tenants))))
                FOR UPDATE SKIP LOCKED
            ) due
            LIMIT greatest(0, p_most));
    END IF;
    RETURN QUERY
        UPDATE job AS j SET state = 'running', fence = j.fence + 1, attempts = j.attempts + 1,
            lease_until = now_at + make_interval(secs => p_lease_s),
            started_at = coalesce(j.started_at, now_at)
        WHERE j.ctid = ANY (chosen) AND j.state = 'queued'
        RETURNING j.tenant_id, j.id, j.fence, j.kind, j.payload;
END
$$;
DROP FUNCTION job_tenants();

-- Results of finished jobs are kept a day for GET /runs/{id}. The tally is added up here.
CREATE OR REPLACE FUNCTION job_drop(p_most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    dropped int;
BEGIN
    WITH old AS (
        SELECT j.tenant_id, j.id FROM job j
        WHERE j.state IN ('done', 'failed', 'dead') AND j.finished_at < tocsin_now() - interval '1 day'
        LIMIT p_most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM job AS j USING old WHERE j.tenant_id = old.tenant_id AND j.id = old.id;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    IF (SELECT count(*) FROM job_tally) > 200 THEN
        WITH gone AS (DELETE FROM job_tally t RETURNING t.state, t.n)
        INSERT INTO job_tally (state, n) SELECT g.state, sum(g.n) FROM gone g GROUP BY g.state HAVING sum(g.n) <> 0;
    END IF;
    RETURN dropped;
END
$$;

-- Counts over all tenants, for /queue/stats.
CREATE OR REPLACE FUNCTION job_counts()
    RETURNS TABLE (queued bigint, running bigint, done bigint, failed bigint, dead bigint, oldest_queued_s float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT coalesce(sum(t.n) FILTER (WHERE t.state = 'queued'), 0)::bigint,
        coalesce(sum(t.n) FILTER (WHERE t.state = 'running'), 0)::bigint,
        coalesce(sum(t.n) FILTER (WHERE t.state = 'done'), 0)::bigint,
        coalesce(sum(t.n) FILTER (WHERE t.state = 'failed'), 0)::bigint,
        coalesce(sum(t.n) FILTER (WHERE t.state = 'dead'), 0)::bigint,
        coalesce(extract(epoch FROM tocsin_now() -
            (SELECT j.run_at FROM job j WHERE j.state = 'queued' ORDER BY j.run_at LIMIT 1)), 0)::float8
    FROM job_tally t;
END;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
SET LOCAL ROLE tocsin_owner;
CREATE TRIGGER tally_add AFTER INSERT ON job REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION job_tally_add();
CREATE TRIGGER tally_take AFTER DELETE ON job REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION job_tally_take();
CREATE TRIGGER tally_move AFTER UPDATE ON job REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION job_tally_move();
RESET ROLE;
-- From here on no statement goes uncounted; what is there already is counted once.
INSERT INTO job_tally (state, n) SELECT j.state, count(*) FROM job j GROUP BY j.state;
