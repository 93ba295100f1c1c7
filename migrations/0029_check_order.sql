-- One row a check with what lists sort and filter of it, kept by whoever counts its host (host_state_fold), who
-- holds the host's row of host_state: so these rows have no order of locking of their own. A foreign key would: it would
-- take a row away, and ask for the check's, before that one is held.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE check_order (
    tenant_id int NOT NULL CHECK (tenant_id > 0),
    check_id bigint NOT NULL,
    host_id bigint NOT NULL,
    rank smallint NOT NULL CHECK (rank BETWEEN 0 AND 5), -- down, degraded, unknown, pending, up, paused
    type text NOT NULL,
    name_key text NOT NULL, -- in lower case, as is its host's
    host_key text NOT NULL,
    PRIMARY KEY (tenant_id, check_id)
) WITH (fillfactor = 80);
CREATE INDEX check_order_worst ON check_order (tenant_id, rank, name_key, check_id);
CREATE INDEX check_order_name ON check_order (tenant_id, name_key, check_id);
CREATE INDEX check_order_type ON check_order (tenant_id, type, check_id);
CREATE INDEX check_order_host ON check_order (tenant_id, host_key, check_id);
CREATE INDEX check_order_of_host ON check_order (tenant_id, host_id);
CALL protect_tenant_table('check_order');
GRANT SELECT ON check_order TO tocsin_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON check_order TO tocsin_cross;
CREATE POLICY across ON check_order TO tocsin_cross USING (true) WITH CHECK (true);

-- What its row should be.
CREATE VIEW check_place WITH (security_invoker = true) AS
    SELECT c.tenant_id, c.id AS check_id, c.host_id, c.type, lower(c.name) AS name_key, lower(h.name) AS host_key,
        (CASE WHEN NOT c.enabled OR NOT h.enabled THEN 5 WHEN k.status = 'down' THEN 0 WHEN k.status = 'degraded' THEN 1
            WHEN k.status = 'unknown' THEN 2 WHEN k.status = 'up' THEN 4 ELSE 3 END)::smallint AS rank
    FROM host_check c
    JOIN host h ON h.tenant_id = c.tenant_id AND h.id = c.host_id
    LEFT JOIN check_state k ON k.tenant_id = c.tenant_id AND k.check_id = c.id;
GRANT SELECT ON check_place TO tocsin_cross;

RESET ROLE;
GRANT CREATE ON SCHEMA public TO tocsin_cross;
SET LOCAL ROLE tocsin_cross;

-- Whoever locks the rows of several hosts takes his turn before he has the first. Who has one host's alone waits for
-- no other, and so stands in no circle. An insert into check_state that may become an update counts twice, which is
-- several even where each is one.
CREATE FUNCTION host_state_turn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5, 0);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION host_state_turn() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION host_state_turn() TO tocsin_owner;

-- As before, and its checks' places.
CREATE OR REPLACE FUNCTION host_state_fold(p_tenants int[], p_hosts bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF p_hosts IS NULL THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM unnest(p_tenants, p_hosts) AS u (tenant_id, host_id)
               WHERE (u.tenant_id, u.host_id) <> (p_tenants[1], p_hosts[1])) THEN
        PERFORM pg_advisory_xact_lock(5, 0);
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
    UPDATE check_order o SET host_id = f.host_id, rank = f.rank, type = f.type, name_key = f.name_key, host_key = f.host_key
    FROM check_place f
    WHERE (f.tenant_id, f.host_id) IN (SELECT * FROM unnest(p_tenants, p_hosts))
        AND o.tenant_id = f.tenant_id AND o.check_id = f.check_id
        AND (o.host_id, o.rank, o.type, o.name_key, o.host_key) IS DISTINCT FROM (f.host_id, f.rank, f.type, f.name_key, f.host_key);
    DELETE FROM check_order o
        WHERE (o.tenant_id, o.host_id) IN (SELECT * FROM unnest(p_tenants, p_hosts))
            AND NOT EXISTS (SELECT FROM host_check c WHERE c.tenant_id = o.tenant_id AND c.id = o.check_id);
    INSERT INTO check_order (tenant_id, check_id, host_id, rank, type, name_key, host_key)
        SELECT f.tenant_id, f.check_id, f.host_id, f.rank, f.type, f.name_key, f.host_key FROM check_place f
        WHERE (f.tenant_id, f.host_id) IN (SELECT * FROM unnest(p_tenants, p_hosts))
            AND NOT EXISTS (SELECT FROM check_order o WHERE o.tenant_id = f.tenant_id AND o.check_id = f.check_id);
END
$$;

-- As before, and where a check's name or type is another.
CREATE OR REPLACE FUNCTION host_state_check_edited() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM host_state_fold(array_agg(m.tenant_id), array_agg(m.host_id)) FROM (
        SELECT a.tenant_id, u.host_id FROM after a JOIN before b ON b.tenant_id = a.tenant_id AND b.id = a.id,
            unnest(ARRAY[a.host_id, b.host_id]) AS u (host_id)
        WHERE (a.enabled, a.host_id, a.name, a.type) <> (b.enabled, b.host_id, b.name, b.type)
    ) m;
    PERFORM read_notify((SELECT array_agg(DISTINCT a.tenant_id) FROM after a));
    RETURN NULL;
END
$$;

RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM tocsin_cross;

SET LOCAL ROLE tocsin_owner;
CREATE TRIGGER state_turn BEFORE INSERT OR UPDATE OF status ON check_state
    FOR EACH STATEMENT EXECUTE FUNCTION host_state_turn();

-- What is there already, by the superuser.
RESET ROLE;
INSERT INTO check_order (tenant_id, check_id, host_id, rank, type, name_key, host_key)
    SELECT tenant_id, check_id, host_id, rank, type, name_key, host_key FROM check_place;
