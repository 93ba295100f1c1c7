-- What a tenant's checks may reach beyond globally routable addresses. Platform administrators
-- and the command line write it.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE egress_rule (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    net cidr NOT NULL,
    service text NOT NULL CHECK (service IN ('*', 'icmp') OR
        (service ~ '^[1-9][0-9]{0,4}$' AND service::int <= 65535)),
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    PRIMARY KEY (tenant_id, net, service)
);
CALL protect_tenant_table('egress_rule');
GRANT SELECT, INSERT, DELETE ON egress_rule TO tocsin_api;
GRANT SELECT ON egress_rule TO tocsin_checker, tocsin_cross;
CREATE POLICY across_read ON egress_rule FOR SELECT TO tocsin_cross USING (true);

CREATE FUNCTION egress_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('egress %s 0', coalesce(NEW.tenant_id, OLD.tenant_id)));
    RETURN NULL;
END
$$;
CREATE TRIGGER changed AFTER INSERT OR DELETE ON egress_rule FOR EACH ROW EXECUTE FUNCTION egress_notify();

-- All tenants' entries, for the process that reaches out.
CREATE FUNCTION checker_egress() RETURNS TABLE (tenant_id int, net cidr, service text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT r.tenant_id, r.net, r.service FROM egress_rule r ORDER BY r.tenant_id, r.net, r.service;
END;
GRANT EXECUTE ON FUNCTION checker_egress TO tocsin_checker;

RESET ROLE;
ALTER FUNCTION checker_egress() OWNER TO tocsin_cross;
