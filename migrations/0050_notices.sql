-- What the stream tells listeners: notices of what changed, ids only, kept for some minutes so that who was
-- away learns what he missed. They are written in the transaction that makes the change, so that there is never one
-- without the other; what they mean is read when it is told, with the tenant set.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE notice (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT tocsin_now(),
    kind text NOT NULL CHECK (kind IN ('host', 'check', 'event', 'state')),
    ids bigint[] NOT NULL,   -- hosts or checks edited, events of checks, checks with a first state
    hosts bigint[] NOT NULL, -- whose state that may change
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_at ON notice (tenant_id, at);
CALL protect_tenant_table('notice');
GRANT SELECT ON notice TO tocsin_stream;
GRANT SELECT, INSERT, DELETE ON notice TO tocsin_cross;
CREATE POLICY across ON notice TO tocsin_cross USING (true) WITH CHECK (true);
GRANT SELECT ON check_event TO tocsin_cross;

GRANT SELECT ON host, host_check, check_state, check_event TO tocsin_stream;
GRANT SELECT (tenant_id, id, state, result, error) ON job TO tocsin_stream;
REVOKE SELECT ON session FROM tocsin_stream; -- stream_who tells what it needs to know
GRANT SELECT ON session, api_key TO tocsin_cross;
CREATE POLICY across_stream ON session FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_stream ON api_key FOR SELECT TO tocsin_cross USING (true);
GRANT SELECT (role, permissions, platform_admin, status) ON account TO tocsin_cross;

RESET ROLE;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- One row and one notification a statement and tenant. In a cascade from a tenant there is nobody left to tell.
CREATE FUNCTION notice_host() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told int;
BEGIN
    WITH added AS (
        INSERT INTO notice (tenant_id, kind, ids, hosts)
        SELECT m.tenant_id, 'host', array_agg(m.id), array_agg(m.id)
        FROM moved m JOIN tenant t ON t.tenant_id = m.tenant_id GROUP BY m.tenant_id
        RETURNING tenant_id, id
    ) SELECT count(pg_notify('tocsin_live', format('notice %s %s', a.tenant_id, a.id))) INTO told FROM added a;
    RETURN NULL;
END
$$;

CREATE FUNCTION notice_check() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told int;
BEGIN
    WITH added AS (
        INSERT INTO notice (tenant_id, kind, ids, hosts)
        SELECT m.tenant_id, 'check', array_agg(m.id), array_agg(DISTINCT m.host_id)
        FROM moved m JOIN tenant t ON t.tenant_id = m.tenant_id GROUP BY m.tenant_id
        RETURNING tenant_id, id
    ) SELECT count(pg_notify('tocsin_live', format('notice %s %s', a.tenant_id, a.id))) INTO told FROM added a;
    RETURN NULL;
END
$$;

CREATE FUNCTION notice_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told int;
BEGIN
    WITH added AS (
        INSERT INTO notice (tenant_id, kind, ids, hosts)
        SELECT m.tenant_id, 'event', array_agg(m.id), array_agg(DISTINCT c.host_id)
        FROM moved m JOIN host_check c ON c.tenant_id = m.tenant_id AND c.id = m.check_id GROUP BY m.tenant_id
        RETURNING tenant_id, id
    ) SELECT count(pg_notify('tocsin_live', format('notice %s %s', a.tenant_id, a.id))) INTO told FROM added a;
    RETURN NULL;
END
$$;

-- The first state of a check is no change, and yet news. Later ones come with an event.
CREATE FUNCTION notice_state() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    told int;
BEGIN
    WITH added AS (
        INSERT INTO notice (tenant_id, kind, ids, hosts)
        SELECT m.tenant_id, 'state', array_agg(c.id), array_agg(DISTINCT c.host_id)
        FROM moved m JOIN host_check c ON c.tenant_id = m.tenant_id AND c.id = m.check_id GROUP BY m.tenant_id
        RETURNING tenant_id, id
    ) SELECT count(pg_notify('tocsin_live', format('notice %s %s', a.tenant_id, a.id))) INTO told FROM added a;
    RETURN NULL;
END
$$;

-- Who lives among these sessions and keys, and what they may; `turn` counts from 1. A key must have this digest and
-- be used from within its networks.
CREATE FUNCTION stream_who(p_tenants int[], p_sessions bigint[], p_keys bigint[], p_digests text[], p_ips text[])
    RETURNS TABLE (turn int, account bigint, role text, permissions text, scopes text, platform boolean, active boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH asked AS (
        SELECT u.tenant_id, u.session, u.key, u.digest, u.ip, u.turn::int AS turn
        FROM unnest(p_tenants, p_sessions, p_keys, p_digests, p_ips)
            WITH ORDINALITY AS u (tenant_id, session, key, digest, ip, turn)
    )
    SELECT a.turn, s.account_id, c.role, array_to_string(c.permissions, ','), NULL::text, c.platform_admin,
        t.status = 'active'
    FROM asked a
    JOIN session s ON s.tenant_id = a.tenant_id AND s.id = a.session AND s.revoked_at IS NULL
        AND s.expires_at > tocsin_now() AND s.idle_until > tocsin_now()
    JOIN account c ON c.tenant_id = s.tenant_id AND c.id = s.account_id AND c.status = 'active'
    JOIN tenant t ON t.tenant_id = a.tenant_id
    UNION ALL
    SELECT a.turn, 0, (ARRAY['viewer', 'operator', 'admin', 'owner'])[least(
            array_position(ARRAY['viewer', 'operator', 'admin', 'owner'], k.role),
            array_position(ARRAY['viewer', 'operator', 'admin', 'owner'],
                CASE WHEN m.platform_admin THEN 'owner' ELSE m.role END))],
        NULL, array_to_string(k.scopes, ','), k.platform_admin, t.status = 'active'
    FROM asked a
    JOIN api_key k ON k.tenant_id = a.tenant_id AND k.id = a.key AND k.hash = decode(a.digest, 'hex')
        AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > tocsin_now())
        AND (k.cidrs IS NULL OR coalesce(a.ip::inet <<= ANY (k.cidrs), false))
    LEFT JOIN account m ON m.tenant_id = k.tenant_id AND m.id = k.created_by
    JOIN tenant t ON t.tenant_id = a.tenant_id
    WHERE k.created_by IS NULL OR m.status <> 'disabled';
END;

-- Something that decides what open sessions and keys may has changed.
CREATE FUNCTION rights_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin_live', format('rights %s', NEW.tenant_id));
    RETURN NULL;
END
$$;

CREATE FUNCTION run_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin_live', format('run %s %s', NEW.tenant_id, NEW.id));
    RETURN NULL;
END
$$;

-- Notices are for who comes back within minutes.
CREATE FUNCTION notice_drop(p_most int) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    WITH old AS (
        SELECT n.tenant_id, n.id FROM notice n WHERE n.at < tocsin_now() - interval '10 minutes'
        LIMIT p_most
    ), dropped AS (
        DELETE FROM notice n USING old WHERE n.tenant_id = old.tenant_id AND n.id = old.id RETURNING 1
    )
    SELECT count(*)::int FROM dropped;
END;

REVOKE ALL ON FUNCTION notice_host(), notice_check(), notice_event(), notice_state(), rights_notify(), run_notify(),
    stream_who(int[], bigint[], bigint[], text[], text[]), notice_drop(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notice_host(), notice_check(), notice_event(), notice_state(), rights_notify(), run_notify()
    TO tocsin_owner;
GRANT EXECUTE ON FUNCTION stream_who(int[], bigint[], bigint[], text[], text[]) TO tocsin_stream;
GRANT EXECUTE ON FUNCTION notice_drop(int) TO tocsin_keeper;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
SET LOCAL ROLE tocsin_owner;

CREATE TRIGGER notice_new AFTER INSERT ON host REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_host();
CREATE TRIGGER notice_edited AFTER UPDATE ON host REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_host();
CREATE TRIGGER notice_gone AFTER DELETE ON host REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_host();
CREATE TRIGGER notice_new AFTER INSERT ON host_check REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_check();
CREATE TRIGGER notice_edited AFTER UPDATE ON host_check REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_check();
CREATE TRIGGER notice_gone AFTER DELETE ON host_check REFERENCING OLD TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_check();
CREATE TRIGGER notice_new AFTER INSERT ON check_event REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_event();
CREATE TRIGGER notice_new AFTER INSERT ON check_state REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION notice_state();

CREATE TRIGGER told AFTER UPDATE ON job FOR EACH ROW
    WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION run_notify();
CREATE TRIGGER rights AFTER UPDATE ON account FOR EACH ROW
    WHEN ((OLD.role, OLD.permissions, OLD.platform_admin, OLD.status)
        IS DISTINCT FROM (NEW.role, NEW.permissions, NEW.platform_admin, NEW.status)) EXECUTE FUNCTION rights_notify();
CREATE TRIGGER rights AFTER UPDATE ON api_key FOR EACH ROW
    WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION rights_notify();
CREATE TRIGGER rights AFTER UPDATE ON tenant FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION rights_notify();
