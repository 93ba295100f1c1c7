-- The queue: claiming, completing, giving up. Leases run by the database's clock; a claim's fence must be
-- named at completion, so a process that was thought dead cannot finish what another has taken over.
SET LOCAL ROLE tocsin_owner;

CREATE INDEX job_tenant_due ON job (tenant_id, run_at, id) WHERE state = 'queued';
CREATE INDEX job_tenant_running ON job (tenant_id) WHERE state = 'running';
CREATE INDEX job_suspect ON job (tenant_id) WHERE state = 'queued' AND crashes > 0;
CREATE INDEX job_finished ON job (finished_at) WHERE state IN ('done', 'failed', 'dead');
ALTER TABLE job ADD COLUMN failures int NOT NULL DEFAULT 0;

GRANT SELECT, INSERT, UPDATE, DELETE ON job TO tocsin_cross;
CREATE POLICY across ON job TO tocsin_cross USING (true) WITH CHECK (true);

CREATE FUNCTION job_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('job %s %s', NEW.tenant_id, NEW.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER added AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION job_notify();

-- The tenants that have something due, found by hopping along the index.
CREATE FUNCTION job_tenants() RETURNS SETOF int
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH RECURSIVE hop AS (
        (SELECT j.tenant_id FROM job j WHERE j.state = 'queued' ORDER BY j.tenant_id LIMIT 1)
        UNION ALL
        SELECT (SELECT j.tenant_id FROM job j
                WHERE j.state = 'queued' AND j.tenant_id > hop.tenant_id ORDER BY j.tenant_id LIMIT 1)
        FROM hop WHERE hop.tenant_id IS NOT NULL
    )
    SELECT hop.tenant_id FROM hop WHERE hop.tenant_id IS NOT NULL;
END;

-- Takes up to p_most jobs of these kinds, shared evenly among the tenants that have any, at most
-- p_per_tenant running at a time for each. A job that crashed a worker before is suspect: p_suspect asks
-- for one of those and nothing else, so that it can only take itself down again.
CREATE FUNCTION job_claim(p_kinds text[], p_most int, p_per_tenant int, p_lease_s int, p_suspect boolean)
    RETURNS TABLE (tenant_id int, id bigint, fence bigint, kind text, payload jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    tenants int[];
    one int;
    room int;
    taken int;
    now_at timestamptz := tocsin_now();
BEGIN
    IF p_suspect AND NOT EXISTS (SELECT FROM job j WHERE j.state = 'queued' AND j.crashes > 0) THEN
        RETURN; -- asked for every few seconds, hardly ever there
    END IF;
    tenants := ARRAY(SELECT t FROM job_tenants() AS t ORDER BY random());
    FOREACH one IN ARRAY tenants LOOP
        EXIT WHEN p_most <= 0;
        SELECT p_per_tenant - count(*) INTO room FROM job j WHERE j.tenant_id = one AND j.state = 'running';
        room := least(room, CASE WHEN p_suspect THEN 1
                                 ELSE greatest(1, p_most / cardinality(tenants)) END);
        CONTINUE WHEN room <= 0;
        RETURN QUERY
            UPDATE job AS j SET state = 'running', fence = j.fence + 1, attempts = j.attempts + 1,
                lease_until = now_at + make_interval(secs => p_lease_s),
                started_at = coalesce(j.started_at, now_at)
            FROM (
                SELECT q.tenant_id, q.id FROM job q
                WHERE q.tenant_id = one AND q.state = 'queued' AND q.run_at <= now_at
                    AND q.kind = ANY (p_kinds) AND (q.crashes > 0) = p_suspect
                ORDER BY q.run_at, q.id LIMIT room FOR UPDATE SKIP LOCKED
            ) due
            WHERE j.tenant_id = due.tenant_id AND j.id = due.id
            RETURNING j.tenant_id, j.id, j.fence, j.kind, j.payload;
        GET DIAGNOSTICS taken = ROW_COUNT;
        p_most := CASE WHEN p_suspect AND taken > 0 THEN 0 ELSE p_most - taken END;
    END LOOP;
END
$$;

-- Prolongs the leases of what is still being worked on.
CREATE FUNCTION job_renew(p_tenants int[], p_ids bigint[], p_fences bigint[], p_lease_s int) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    UPDATE job AS j SET lease_until = tocsin_now() + make_interval(secs => p_lease_s)
    FROM unnest(p_tenants, p_ids, p_fences) AS held (tenant_id, id, fence)
    WHERE j.tenant_id = held.tenant_id AND j.id = held.id AND j.fence = held.fence AND j.state = 'running';
END;

-- The result of a claim. False: somebody else has it by now, and nothing was written.
CREATE FUNCTION job_finish(p_tenant int, p_id bigint, p_fence bigint, p_result jsonb) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE job SET state = 'done', result = p_result, error = NULL, lease_until = NULL, finished_at = tocsin_now()
    WHERE tenant_id = p_tenant AND id = p_id AND fence = p_fence AND state = 'running';
    RETURN FOUND;
END
$$;

-- A claim that could not be done. For good: failed at once. Else it is tried again, later each time, with
-- some chance in it; after eight failures it is dead.
CREATE FUNCTION job_fail(p_tenant int, p_id bigint, p_fence bigint, p_error text, p_for_good boolean)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE job SET
        failures = failures + 1,
        state = CASE WHEN p_for_good THEN 'failed' WHEN failures + 1 >= 8 THEN 'dead' ELSE 'queued' END,
        error = left(p_error, 500),
        lease_until = NULL,
        run_at = tocsin_now() + make_interval(secs => least(300, power(2, failures)) * (0.75 + random() / 2)),
        finished_at = CASE WHEN p_for_good OR failures + 1 >= 8 THEN tocsin_now() END
    WHERE tenant_id = p_tenant AND id = p_id AND fence = p_fence AND state = 'running';
    RETURN FOUND;
END
$$;

-- Leases that ran out: their worker crashed or hangs. Back into the queue; the third crash is the last.
CREATE FUNCTION job_sweep(p_most int) RETURNS TABLE (requeued int, dead int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    WITH late AS (
        SELECT j.tenant_id, j.id FROM job j
        WHERE j.state = 'running' AND j.lease_until < tocsin_now()
        ORDER BY j.lease_until LIMIT p_most FOR UPDATE SKIP LOCKED
    ), swept AS (
        UPDATE job AS j SET
            crashes = j.crashes + 1,
            fence = j.fence + 1,
            state = CASE WHEN j.crashes + 1 >= 3 THEN 'dead' ELSE 'queued' END,
            error = CASE WHEN j.crashes + 1 >= 3 THEN 'the worker stopped each time it ran this' END,
            run_at = tocsin_now(),
            lease_until = NULL,
            finished_at = CASE WHEN j.crashes + 1 >= 3 THEN tocsin_now() END
        FROM late WHERE j.tenant_id = late.tenant_id AND j.id = late.id
        RETURNING j.state
    )
    SELECT count(*) FILTER (WHERE s.state = 'queued')::int, count(*) FILTER (WHERE s.state = 'dead')::int
        INTO requeued, dead FROM swept s;
    IF requeued > 0 THEN
        PERFORM pg_notify('tocsin', 'job 0 0');
    END IF;
    RETURN NEXT;
END
$$;

-- Results of finished jobs are kept a day for GET /runs/{id}.
CREATE FUNCTION job_drop(p_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH old AS (
        SELECT j.tenant_id, j.id FROM job j
        WHERE j.state IN ('done', 'failed', 'dead') AND j.finished_at < tocsin_now() - interval '1 day'
        LIMIT p_most FOR UPDATE SKIP LOCKED
    ), dropped AS (
        DELETE FROM job AS j USING old WHERE j.tenant_id = old.tenant_id AND j.id = old.id RETURNING 1
    )
    SELECT count(*)::int FROM dropped;
END;

-- Counts over all tenants, for /queue/stats.
CREATE FUNCTION job_counts()
    RETURNS TABLE (queued bigint, running bigint, done bigint, failed bigint, dead bigint, oldest_queued_s float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT count(*) FILTER (WHERE j.state = 'queued'), count(*) FILTER (WHERE j.state = 'running'),
        count(*) FILTER (WHERE j.state = 'done'), count(*) FILTER (WHERE j.state = 'failed'),
        count(*) FILTER (WHERE j.state = 'dead'),
        coalesce(extract(epoch FROM tocsin_now() - min(j.run_at) FILTER (WHERE j.state = 'queued')), 0)::float8
    FROM job j;
END;

GRANT EXECUTE ON FUNCTION job_claim(text[], int, int, int, boolean), job_renew(int[], bigint[], bigint[], int),
    job_finish(int, bigint, bigint, jsonb), job_fail(int, bigint, bigint, text, boolean) TO tocsin_checker;
GRANT EXECUTE ON FUNCTION job_sweep(int), job_drop(int) TO tocsin_keeper;
GRANT EXECUTE ON FUNCTION job_counts() TO tocsin_api, tocsin_keeper;

RESET ROLE;
ALTER FUNCTION job_tenants() OWNER TO tocsin_cross;
ALTER FUNCTION job_claim(text[], int, int, int, boolean) OWNER TO tocsin_cross;
ALTER FUNCTION job_renew(int[], bigint[], bigint[], int) OWNER TO tocsin_cross;
ALTER FUNCTION job_finish(int, bigint, bigint, jsonb) OWNER TO tocsin_cross;
ALTER FUNCTION job_fail(int, bigint, bigint, text, boolean) OWNER TO tocsin_cross;
ALTER FUNCTION job_sweep(int) OWNER TO tocsin_cross;
ALTER FUNCTION job_drop(int) OWNER TO tocsin_cross;
ALTER FUNCTION job_counts() OWNER TO tocsin_cross;
