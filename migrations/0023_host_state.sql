-- One row a host with what lists sort, filter and show of it: its state, how many of its checks are in which
-- state, and its names as they are searched. Kept in step by the statements that change hosts, checks and
-- their states, so that a list reads an index instead of counting a tenant's checks.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE host_state (
    tenant_id int NOT NULL,
    host_id bigint NOT NULL,
    rank smallint NOT NULL CHECK (rank BETWEEN 0 AND 4), -- down, degraded, unknown, up, paused: worst first
    name_key text NOT NULL,    -- in lower case, as is the next
    address_key text NOT NULL,
    group_key text NOT NULL,   -- '' for none, which comes first
    created_at timestamptz NOT NULL,
    total int NOT NULL DEFAULT 0,
    up int NOT NULL DEFAULT 0, -- this and the next three: of the enabled checks
    degraded int NOT NULL DEFAULT 0,
    down int NOT NULL DEFAULT 0,
    unknown int NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, host_id),
    FOREIGN KEY (tenant_id, host_id) REFERENCES host ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX host_state_worst ON host_state (tenant_id, rank, name_key, host_id);
CREATE INDEX host_state_name ON host_state (tenant_id, name_key, host_id);
CREATE INDEX host_state_address ON host_state (tenant_id, address_key, host_id);
CREATE INDEX host_state_group ON host_state (tenant_id, group_key, host_id);
CREATE INDEX host_state_created ON host_state (tenant_id, created_at, host_id);
CALL protect_tenant_table('host_state');
GRANT SELECT ON host_state TO tocsin_api, tocsin_stream;
GRANT SELECT, INSERT, UPDATE ON host_state TO tocsin_cross;
CREATE POLICY across ON host_state TO tocsin_cross USING (true) WITH CHECK (true);
GRANT SELECT ON host, host_check, check_state TO tocsin_cross;

RESET ROLE;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- Counts these hosts anew. Invariant: who changes a host, a check or a state does so first, then takes the
-- hosts' rows here in the order of their ids, then counts. Whoever comes second waits for the first and counts with
-- what that one committed (READ COMMITTED: the second statement sees more than the one that waited), so
-- the last count is right, and everybody takes these locks in one order and after all others.
CREATE FUNCTION host_state_fold(p_tenants int[], p_hosts bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF p_hosts IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM host_state s
        JOIN unnest(p_tenants, p_hosts) AS u (tenant_id, host_id) ON u.tenant_id = s.tenant_id AND u.host_id = s.host_id
        ORDER BY s.tenant_id, s.host_id FOR NO KEY UPDATE OF s;
    UPDATE host_state s SET rank = f.rank, name_key = f.name_key, address_key = f.address_key, group_key = f.group_key,
        total = f.total, up = f.up, degraded = f.degraded, down = f.down, unknown = f.unknown
    FROM (
        SELECT h.tenant_id, h.id, lower(h.name) AS name_key, lower(h.address) AS address_key,
            coalesce(h.host_group, '') AS group_key, n.total, n.up, n.degraded, n.down, n.unknown,
            CASE WHEN NOT h.enabled OR (n.total > 0 AND n.enabled = 0) THEN 4 WHEN n.down > 0 THEN 0
                WHEN n.degraded > 0 THEN 1 WHEN n.up > 0 AND n.unknown = 0 THEN 3 ELSE 2 END AS rank
        FROM (SELECT DISTINCT * FROM unnest(p_tenants, p_hosts) AS u (tenant_id, host_id)) u
        JOIN host h ON h.tenant_id = u.tenant_id AND h.id = u.host_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS total, count(*) FILTER (WHERE c.enabled) AS enabled,
                count(*) FILTER (WHERE c.enabled AND k.status = 'up') AS up,
                count(*) FILTER (WHERE c.enabled AND k.status = 'degraded') AS degraded,
                count(*) FILTER (WHERE c.enabled AND k.status = 'down') AS down,
                count(*) FILTER (WHERE c.enabled AND k.status = 'unknown') AS unknown
            FROM host_check c LEFT JOIN check_state k ON k.tenant_id = c.tenant_id AND k.check_id = c.id
            WHERE c.tenant_id = h.tenant_id AND c.host_id = h.id
        ) n
    ) f
    WHERE s.tenant_id = f.tenant_id AND s.host_id = f.id
        AND (s.rank, s.name_key, s.address_key, s.group_key, s.total, s.up, s.degraded, s.down, s.unknown)
            IS DISTINCT FROM
            (f.rank, f.name_key, f.address_key, f.group_key, f.total, f.up, f.degraded, f.down, f.unknown);
END
$$;

-- Tells the processes that keep answers in memory that this tenant's are out of date.
CREATE FUNCTION read_notify(p_tenants int[]) RETURNS void
    LANGUAGE sql SET search_path = pg_catalog
    RETURN (SELECT count(pg_notify('tocsin_read', 'data ' || t)) FROM unnest(p_tenants) t);

CREATE FUNCTION host_state_new() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO host_state (tenant_id, host_id, rank, name_key, address_key, group_key, created_at)
        SELECT a.tenant_id, a.id, CASE WHEN a.enabled THEN 2 ELSE 4 END, lower(a.name), lower(a.address),
            coalesce(a.host_group, ''), a.created_at FROM after a ORDER BY a.tenant_id, a.id;
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_edited() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(a.tenant_id), array_agg(a.id))
        FROM after a JOIN before b ON b.tenant_id = a.tenant_id AND b.id = a.id
        WHERE (a.name, a.address, a.host_group, a.enabled) IS DISTINCT FROM (b.name, b.address, b.host_group, b.enabled);
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_gone() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM read_notify((SELECT array_agg(DISTINCT b.tenant_id) FROM before b));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_check_new() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(a.tenant_id), array_agg(a.host_id)) FROM after a;
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_check_edited() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(m.tenant_id), array_agg(m.host_id)) FROM (
        SELECT a.tenant_id, u.host_id FROM after a JOIN before b ON b.tenant_id = a.tenant_id AND b.id = a.id,
            unnest(ARRAY[a.host_id, b.host_id]) AS u (host_id)
        WHERE (a.enabled, a.host_id) <> (b.enabled, b.host_id)
    ) m;
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_check_gone() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(b.tenant_id), array_agg(b.host_id)) FROM before b;
    PERFORM read_notify((SELECT array_agg(DISTINCT b.tenant_id) FROM before b));
    RETURN NULL;
END
$$;

CREATE FUNCTION host_state_first_result() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(c.tenant_id), array_agg(c.host_id))
        FROM after a JOIN host_check c ON c.tenant_id = a.tenant_id AND c.id = a.check_id;
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

-- Most updates only say that a check was seen again; lists may show that a second late and need no telling.
CREATE FUNCTION host_state_result() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    tenants int[];
    hosts bigint[];
    told int[];
BEGIN
    SELECT array_agg(c.tenant_id) FILTER (WHERE m.moved), array_agg(c.host_id) FILTER (WHERE m.moved),
        array_agg(DISTINCT c.tenant_id)
    INTO tenants, hosts, told
    FROM (
        SELECT a.tenant_id, a.check_id, a.status <> b.status AS moved
        FROM after a JOIN before b ON b.tenant_id = a.tenant_id AND b.check_id = a.check_id
        WHERE (a.status, a.reason, a.message) IS DISTINCT FROM (b.status, b.reason, b.message)
    ) m JOIN host_check c ON c.tenant_id = m.tenant_id AND c.id = m.check_id;
    PERFORM host_state_fold(tenants, hosts);
    PERFORM read_notify(told);
    RETURN NULL;
END
$$;

-- With its check it goes without a trace here: the check's own end has counted.
CREATE FUNCTION host_state_no_result() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(c.tenant_id), array_agg(c.host_id))
        FROM before b JOIN host_check c ON c.tenant_id = b.tenant_id AND c.id = b.check_id;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION host_state_fold(int[], bigint[]), read_notify(int[]), host_state_new(), host_state_edited(),
    host_state_gone(), host_state_check_new(), host_state_check_edited(), host_state_check_gone(),
    host_state_first_result(), host_state_result(), host_state_no_result() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION host_state_fold(int[], bigint[]), host_state_new(), host_state_edited(), host_state_gone(),
    host_state_check_new(), host_state_check_edited(), host_state_check_gone(), host_state_first_result(),
    host_state_result(), host_state_no_result() TO tocsin_owner;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;
SET LOCAL ROLE tocsin_owner;

CREATE TRIGGER state_new AFTER INSERT ON host REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_new();
CREATE TRIGGER state_edited AFTER UPDATE ON host REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_edited();
CREATE TRIGGER state_gone AFTER DELETE ON host REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_gone();
CREATE TRIGGER state_new AFTER INSERT ON host_check REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_check_new();
CREATE TRIGGER state_edited AFTER UPDATE ON host_check REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_check_edited();
CREATE TRIGGER state_gone AFTER DELETE ON host_check REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_check_gone();
CREATE TRIGGER state_new AFTER INSERT ON check_state REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_first_result();
CREATE TRIGGER state_edited AFTER UPDATE ON check_state REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_result();
CREATE TRIGGER state_gone AFTER DELETE ON check_state REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_no_result();

-- What is there already, by the superuser, whom row-level security does not bind.
RESET ROLE;
INSERT INTO host_state (tenant_id, host_id, rank, name_key, address_key, group_key, created_at)
    SELECT tenant_id, id, 2, lower(name), lower(address), coalesce(host_group, ''), created_at FROM host;
DO $$
BEGIN
    PERFORM host_state_fold(array_agg(tenant_id), array_agg(id)) FROM host;
END
$$;
