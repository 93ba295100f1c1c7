-- Reports of heartbeat checks: the newest of each. Written by whoever knows the check's token.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE beat (
    tenant_id int NOT NULL,
    check_id bigint NOT NULL,
    at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('up', 'down')),
    message text NOT NULL CHECK (length(message) <= 240),
    ping_ms real CHECK (ping_ms >= 0),
    PRIMARY KEY (tenant_id, check_id),
    FOREIGN KEY (tenant_id, check_id) REFERENCES host_check ON DELETE CASCADE
);
CALL protect_tenant_table('beat');
GRANT SELECT, INSERT, UPDATE ON beat TO tocsin_cross;
CREATE POLICY across ON beat TO tocsin_cross USING (true) WITH CHECK (true);
GRANT SELECT ON host_check TO tocsin_cross;
CREATE POLICY across_worker ON host_check FOR SELECT TO tocsin_cross USING (true);

-- True when an enabled heartbeat check has this token hash; its report is then kept and told.
CREATE FUNCTION beat_push(p_hash bytea, p_status text, p_message text, p_ping_ms float8) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found_check record;
BEGIN
    SELECT c.tenant_id, c.id INTO found_check FROM host_check c
        WHERE c.push_hash = p_hash AND c.type = 'heartbeat' AND c.enabled;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO beat (tenant_id, check_id, at, status, message, ping_ms)
        VALUES (found_check.tenant_id, found_check.id, tocsin_now(), p_status, p_message, p_ping_ms)
        ON CONFLICT (tenant_id, check_id) DO UPDATE
            SET at = excluded.at, status = excluded.status, message = excluded.message, ping_ms = excluded.ping_ms;
    PERFORM pg_notify('tocsin', format('beat %s %s', found_check.tenant_id, found_check.id));
    RETURN true;
END
$$;

-- The newest reports of these checks, with the database's time beside them.
CREATE FUNCTION beat_read(p_tenants int[], p_checks bigint[])
    RETURNS TABLE (tenant_id int, check_id bigint, at timestamptz, age_ms bigint, status text, message text, ping_ms real)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT b.tenant_id, b.check_id, b.at, (extract(epoch FROM tocsin_now() - b.at) * 1000)::bigint,
        b.status, b.message, b.ping_ms
    FROM unnest(p_tenants, p_checks) AS asked (tenant_id, check_id)
    JOIN beat b ON b.tenant_id = asked.tenant_id AND b.check_id = asked.check_id;
END;

GRANT EXECUTE ON FUNCTION beat_push(bytea, text, text, float8) TO tocsin_api;
GRANT EXECUTE ON FUNCTION beat_read(int[], bigint[]) TO tocsin_checker;

RESET ROLE;
ALTER FUNCTION beat_push(bytea, text, text, float8) OWNER TO tocsin_cross;
ALTER FUNCTION beat_read(int[], bigint[]) OWNER TO tocsin_cross;
