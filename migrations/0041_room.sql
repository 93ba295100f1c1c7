-- Capacity, as the quota of runs: judged once a statement and by what it does as a whole, so that five hundred
-- checks that would fit one by one but not together are noticed, and that a host that is switched on counts with
-- all of its checks.
SET LOCAL ROLE tocsin_owner;

DROP TRIGGER room ON host_check;
DROP FUNCTION check_capacity();

-- Called after a statement that changes how often checks of these types run, in runs a second. Refused where the
-- engine would have more to do than it can in time, unless the transaction says that it is meant (app.override =
-- 'capacity'). Nobody is asked while no checker lives: nothing is known then.
CREATE FUNCTION check_capacity(p_types text[], p_runs float8[]) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    engine record;
BEGIN
    IF p_types IS NULL OR current_setting('app.override', true) = 'capacity' THEN
        RETURN;
    END IF;
    SELECT max(r.load_us_s) AS load_us_s, max(r.room_us_s) AS room_us_s, sum(r.cost_us * m.runs) AS more_us_s INTO engine
        FROM unnest(p_types, p_runs) AS m (type, runs) CROSS JOIN LATERAL engine_room(m.type) r;
    IF engine.more_us_s > 0 AND engine.load_us_s + engine.more_us_s > engine.room_us_s THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ002', MESSAGE = format(
            'checks use %s %% of what the checkers here can do, this would make it %s %%; choose a longer interval, pause '
            'others, start more checkers, or repeat with ?override=capacity',
            round(100 * engine.load_us_s / engine.room_us_s),
            ceil(100 * (engine.load_us_s + engine.more_us_s) / engine.room_us_s));
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION check_capacity(text[], float8[]) TO tocsin_api;

CREATE FUNCTION check_capacity_added() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM check_capacity(array_agg(m.type), array_agg(m.runs::float8)) FROM (
        SELECT a.type, sum(1.0 / a.interval_s) AS runs
        FROM after a JOIN host h ON h.tenant_id = a.tenant_id AND h.id = a.host_id
        WHERE a.enabled AND h.enabled GROUP BY a.type) m;
    RETURN NULL;
END
$$;

CREATE FUNCTION check_capacity_changed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM check_capacity(array_agg(m.type), array_agg(m.runs::float8)) FROM (
        SELECT r.type, sum(r.runs) AS runs FROM (
            SELECT a.tenant_id, a.host_id, a.type, 1.0 / a.interval_s AS runs FROM after a WHERE a.enabled
            UNION ALL
            SELECT b.tenant_id, b.host_id, b.type, -1.0 / b.interval_s FROM before b WHERE b.enabled) r
        JOIN host h ON h.tenant_id = r.tenant_id AND h.id = r.host_id
        WHERE h.enabled GROUP BY r.type HAVING sum(r.runs) <> 0) m;
    RETURN NULL;
END
$$;

CREATE FUNCTION host_capacity_changed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM check_capacity(array_agg(m.type), array_agg(m.runs::float8)) FROM (
        SELECT c.type, sum(CASE WHEN a.enabled THEN 1.0 ELSE -1.0 END / c.interval_s) AS runs
        FROM after a JOIN before b ON b.tenant_id = a.tenant_id AND b.id = a.id
        JOIN host_check c ON c.tenant_id = a.tenant_id AND c.host_id = a.id
        WHERE a.enabled <> b.enabled AND c.enabled GROUP BY c.type) m;
    RETURN NULL;
END
$$;

CREATE TRIGGER room_added AFTER INSERT ON host_check REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION check_capacity_added();
CREATE TRIGGER room_changed AFTER UPDATE ON host_check REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION check_capacity_changed();
CREATE TRIGGER room_changed AFTER UPDATE ON host REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_capacity_changed();
