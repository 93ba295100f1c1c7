-- What crosses tenants in sign-in and administration: each function gives the least that its
-- caller needs. Everything else happens in a transaction of one tenant.
SET LOCAL ROLE tocsin_owner;

-- Links of the installer's for the first administrator.
CREATE TABLE setup_link (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    tenant_id int REFERENCES tenant ON DELETE CASCADE, -- the tenant to hand over; null makes one
    expires_at timestamptz NOT NULL
);
ALTER TABLE setup_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE setup_link FORCE ROW LEVEL SECURITY;
CREATE POLICY across ON setup_link TO tocsin_cross USING (true) WITH CHECK (true);
REVOKE ALL ON setup_link FROM PUBLIC;
GRANT SELECT, INSERT, DELETE ON setup_link TO tocsin_cross;

GRANT SELECT, INSERT ON tenant TO tocsin_cross;
GRANT UPDATE (slug, name) ON tenant TO tocsin_cross;
CREATE POLICY across ON tenant TO tocsin_cross USING (true) WITH CHECK (true);
GRANT UPDATE (name, description, plan, status, quota_hosts, quota_checks_per_hour, quota_users,
    data_retention_days, cost_per_host, cost_per_check) ON tenant TO tocsin_api;

GRANT SELECT (tenant_id, id, email, status, platform_admin) ON account TO tocsin_cross;
GRANT INSERT (tenant_id, email, name, role, platform_admin, status) ON account TO tocsin_cross;
CREATE POLICY across_read ON account FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_add ON account FOR INSERT TO tocsin_cross WITH CHECK (true);
GRANT INSERT (tenant_id, account_id, password_hash) ON account_secret TO tocsin_cross;
CREATE POLICY across_add ON account_secret FOR INSERT TO tocsin_cross WITH CHECK (true);

-- Sign-in: which account an address means. Two rows say "ambiguous".
CREATE FUNCTION login_find(p_email text) RETURNS TABLE (tenant_id int, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT a.tenant_id, a.id FROM account a WHERE a.email = p_email LIMIT 2;
END;

-- The number of a tenant, or none.
CREATE FUNCTION tenant_find(p_slug text) RETURNS TABLE (tenant_id int)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT t.tenant_id FROM tenant t WHERE t.slug = p_slug;
END;

-- Metadata of all tenants, for platform administrators.
CREATE FUNCTION tenant_list(p_after text, p_limit bigint) RETURNS SETOF tenant
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT * FROM tenant t WHERE t.slug > p_after ORDER BY t.slug LIMIT least(p_limit, 501);
END;

-- A tenant with the schema's defaults; what it differs in is set in a transaction of its own.
CREATE FUNCTION tenant_add(p_slug text, p_name text) RETURNS int
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO tenant (slug, name) VALUES (p_slug, p_name) RETURNING tenant_id;
END;

CREATE FUNCTION setup_needed() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT NOT EXISTS (SELECT FROM account a WHERE a.platform_admin);
END;

-- The first administrator, once: the tenant is the given one under new names, or a new one.
CREATE FUNCTION first_owner(p_tenant int, p_slug text, p_name text, p_email text, p_person text,
    p_password_hash text, p_how text, p_ip inet) RETURNS TABLE (tenant_id int, account_id bigint)
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    home int := p_tenant;
    person bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(5, 0);
    IF NOT setup_needed() THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = 'the first administrator is there already';
    END IF;
    IF home IS NULL THEN
        home := tenant_add(p_slug, p_name);
    ELSE
        UPDATE tenant SET slug = coalesce(p_slug, slug), name = coalesce(p_name, name) WHERE tenant_id = home;
    END IF;
    INSERT INTO account (tenant_id, email, name, role, platform_admin, status)
        VALUES (home, p_email, p_person, 'owner', true, 'active') RETURNING id INTO person;
    INSERT INTO account_secret (tenant_id, account_id, password_hash) VALUES (home, person, p_password_hash);
    DELETE FROM setup_link;
    INSERT INTO audit (tenant_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
            outcome, ip, detail)
        VALUES (home, 'user', person, p_email, 'setup.complete', 'user', person::text, p_email, 'ok', p_ip,
            jsonb_build_object('how', p_how));
    RETURN QUERY SELECT home, person;
END
$$;

-- No row: the token is not one of ours. TN001: set-up is over.
CREATE FUNCTION setup_finish(p_hash bytea, p_slug text, p_name text, p_email text, p_person text,
    p_password_hash text, p_ip inet) RETURNS TABLE (tenant_id int, account_id bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    link setup_link;
BEGIN
    PERFORM pg_advisory_xact_lock(5, 0);
    IF NOT setup_needed() THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = 'the first administrator is there already';
    END IF;
    SELECT * INTO link FROM setup_link l WHERE l.hash = p_hash AND l.expires_at > tocsin_now();
    IF FOUND THEN
        RETURN QUERY SELECT * FROM first_owner(link.tenant_id, p_slug, p_name, p_email, p_person, p_password_hash,
            'link', p_ip);
    END IF;
END
$$;
GRANT EXECUTE ON FUNCTION login_find, tenant_find, tenant_list, tenant_add, setup_needed, setup_finish TO tocsin_api;

-- What the keeper may forget: over sessions, links and throttle windows. Gives the rows gone.
GRANT SELECT (tenant_id, id, expires_at, revoked_at, idle_until) ON session TO tocsin_cross;
GRANT SELECT (tenant_id, account_id, expires_at) ON invite_link TO tocsin_cross;
GRANT SELECT (tenant_id, id, expires_at) ON mfa_challenge TO tocsin_cross;
GRANT DELETE ON session, invite_link, mfa_challenge TO tocsin_cross;
CREATE POLICY across_read ON session FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_drop ON session FOR DELETE TO tocsin_cross USING (true);
CREATE POLICY across_read ON invite_link FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_drop ON invite_link FOR DELETE TO tocsin_cross USING (true);
CREATE POLICY across_read ON mfa_challenge FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_drop ON mfa_challenge FOR DELETE TO tocsin_cross USING (true);
CREATE FUNCTION keeper_forget_sign_ins() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moment timestamptz := tocsin_now();
    gone bigint := 0;
    n bigint;
BEGIN
    -- A day longer than it lives, so that a late reuse of a refresh token is still noticed.
    DELETE FROM session WHERE least(expires_at, idle_until, revoked_at) < moment - interval '1 day';
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
    DELETE FROM invite_link WHERE expires_at < moment;
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
    DELETE FROM mfa_challenge WHERE expires_at < moment;
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
    DELETE FROM setup_link WHERE expires_at < moment;
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
    DELETE FROM auth_failure WHERE window_ends < moment;
    GET DIAGNOSTICS n = ROW_COUNT;
    gone := gone + n;
    DELETE FROM auth_refusal WHERE hour < moment - interval '90 days';
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN gone + n;
END
$$;
GRANT EXECUTE ON FUNCTION keeper_forget_sign_ins TO tocsin_keeper;

RESET ROLE;
ALTER FUNCTION login_find(text) OWNER TO tocsin_cross;
ALTER FUNCTION tenant_find(text) OWNER TO tocsin_cross;
ALTER FUNCTION tenant_list(text, bigint) OWNER TO tocsin_cross;
ALTER FUNCTION tenant_add(text, text) OWNER TO tocsin_cross;
ALTER FUNCTION setup_needed() OWNER TO tocsin_cross;
ALTER FUNCTION first_owner(int, text, text, text, text, text, text, inet) OWNER TO tocsin_cross;
ALTER FUNCTION setup_finish(bytea, text, text, text, text, text, inet) OWNER TO tocsin_cross;
ALTER FUNCTION keeper_forget_sign_ins() OWNER TO tocsin_cross;
