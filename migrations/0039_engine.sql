-- The engine's word about itself: checks nobody runs in time, and how much more it can take.
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- A check of which nothing came for three intervals (30 s at least) and its timeout, although it should run, is
-- unknown from its last result on, so before whatever comes next: green would be a guess. Being changed or enabled counts as the start of the waiting. Tells the checker,
-- if one lives, so that the next result is a change again. Answers how many.
CREATE FUNCTION keeper_mark_overdue(p_most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    now_at timestamptz := tocsin_now();
    marked int;
BEGIN
    WITH silent AS MATERIALIZED ( -- by the states, whose time may be half a minute old
        SELECT s.tenant_id, s.check_id, s.status, s.last_ts,
            make_interval(secs => greatest(3 * c.interval_s, 30) + c.timeout_ms / 1000.0
                + CASE WHEN c.type = 'heartbeat' THEN coalesce((c.params ->> 'grace_s')::int, 0) ELSE 0 END) AS allowed
        FROM check_state s
        JOIN host_check c ON c.tenant_id = s.tenant_id AND c.id = s.check_id
        JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id
        JOIN tenant t ON t.tenant_id = c.tenant_id
        WHERE s.status <> 'unknown' AND s.last_ts < now_at - interval '30 seconds'
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

-- What the living checkers have said of themselves, with what one run of a type costs them.
CREATE FUNCTION engine_room(p_type text)
    RETURNS TABLE (load_us_s float8, room_us_s float8, cost_us float8)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT sum((w.stats ->> 'load_us_s')::float8), sum((w.stats ->> 'room_us_s')::float8),
        max((w.stats -> 'cost_us' ->> p_type)::float8)
    FROM worker w
    WHERE w.role = 'checker' AND w.last_seen_at > tocsin_now() - interval '15 seconds' AND w.stats ? 'room_us_s';
END;

REVOKE ALL ON FUNCTION keeper_mark_overdue(int), engine_room(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keeper_mark_overdue(int) TO tocsin_keeper;
GRANT EXECUTE ON FUNCTION engine_room(text) TO tocsin_api, tocsin_owner;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
SET LOCAL ROLE tocsin_owner;

-- Whoever makes the engine do more than it can in time is told so, unless the transaction says that it is meant
-- (app.override = 'capacity'). Nobody is asked while no checker lives: nothing is known then.
CREATE FUNCTION check_capacity() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    engine record;
    before_us float8 := 0;
    more_us float8;
BEGIN
    IF NOT NEW.enabled OR current_setting('app.override', true) = 'capacity' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.enabled AND NEW.interval_s >= OLD.interval_s THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT * INTO engine FROM engine_room(NEW.type);
    IF engine.room_us_s IS NULL OR engine.cost_us IS NULL THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        before_us := CASE WHEN OLD.enabled THEN engine.cost_us / OLD.interval_s ELSE 0 END;
    END IF;
    more_us := engine.cost_us / NEW.interval_s - before_us;
    IF engine.load_us_s + more_us > engine.room_us_s THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ002', MESSAGE = format(
            'checks use %s %% of what the checkers here can do, this would make it %s %%; choose a longer interval, pause '
            'others, start more checkers, or repeat with ?override=capacity',
            round(100 * engine.load_us_s / engine.room_us_s), ceil(100 * (engine.load_us_s + more_us) / engine.room_us_s));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER room BEFORE INSERT OR UPDATE OF enabled, interval_s ON host_check
    FOR EACH ROW EXECUTE FUNCTION check_capacity();
