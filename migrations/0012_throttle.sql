-- Failed sign-ins, counted where they survive: attempts are taken before the password is looked at
-- and given back when it was right, so that parallel tries cannot slip past the limit.
SET LOCAL ROLE tocsin_owner;

-- key: SHA-256 of what is limited (an account as it was named, an address, everything).
CREATE TABLE auth_failure (
    key bytea PRIMARY KEY CHECK (length(key) = 32),
    failures int NOT NULL,
    window_ends timestamptz NOT NULL
);
ALTER TABLE auth_failure ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth_failure FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON auth_failure TO tocsin_cross USING (true) WITH CHECK (true);
REVOKE ALL ON auth_failure FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_failure TO tocsin_cross;

-- Anonymous and throttled refusals, added up by the hour; they name nobody.
CREATE TABLE auth_refusal (
    hour timestamptz NOT NULL,
    action text NOT NULL,
    reason text NOT NULL,
    refusals bigint NOT NULL,
    PRIMARY KEY (hour, action, reason)
);
ALTER TABLE auth_refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth_refusal FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON auth_refusal TO tocsin_cross USING (true) WITH CHECK (true);
REVOKE ALL ON auth_refusal FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_refusal TO tocsin_cross;

-- Takes one attempt from each key, or from none. No row: taken; else which keys are used up, and for
-- how long.
CREATE FUNCTION throttle_take(p_keys bytea[], p_limits int[], p_windows_s int[])
    RETURNS TABLE (place int, wait_s int)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := tocsin_now();
    refused boolean := false;
    item record;
    seen record;
BEGIN
    -- One order for all, so that two callers never wait for each other.
    FOR item IN SELECT k, allowed, window_s, n FROM unnest(p_keys, p_limits, p_windows_s)
            WITH ORDINALITY AS u (k, allowed, window_s, n) ORDER BY k LOOP
        INSERT INTO auth_failure AS f (key, failures, window_ends)
        VALUES (item.k, 1, moment + make_interval(secs => item.window_s))
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN f.window_ends <= moment THEN 1 ELSE f.failures + 1 END,
            window_ends = CASE WHEN f.window_ends <= moment THEN EXCLUDED.window_ends ELSE f.window_ends END
        RETURNING failures, window_ends INTO seen;
        IF seen.failures > item.allowed THEN
            refused := true;
            place := item.n;
            wait_s := greatest(ceil(extract(epoch FROM seen.window_ends - moment))::int, 1);
            RETURN NEXT;
        END IF;
    END LOOP;
    IF refused THEN
        UPDATE auth_failure SET failures = failures - 1 WHERE key = ANY (p_keys);
    END IF;
END
$$;

CREATE FUNCTION throttle_give(p_keys bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM auth_failure WHERE key = ANY (p_keys) ORDER BY key FOR UPDATE;
    UPDATE auth_failure SET failures = greatest(failures - 1, 0) WHERE key = ANY (p_keys);
END
$$;

CREATE FUNCTION refusal_count(p_action text, p_reason text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO auth_refusal AS r (hour, action, reason, refusals)
    VALUES (date_trunc('hour', tocsin_now()), p_action, p_reason, 1)
    ON CONFLICT (hour, action, reason) DO UPDATE SET refusals = r.refusals + 1;
END;

GRANT EXECUTE ON FUNCTION throttle_take, throttle_give, refusal_count TO tocsin_api;

RESET ROLE;
ALTER FUNCTION throttle_take(bytea[], int[], int[]) OWNER TO tocsin_cross;
ALTER FUNCTION throttle_give(bytea[]) OWNER TO tocsin_cross;
ALTER FUNCTION refusal_count(text, text) OWNER TO tocsin_cross;
