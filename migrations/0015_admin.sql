-- `tocsin admin` on the local socket, as the private cluster's superuser: the only caller of these
-- functions. Each writes its audit row.
SET LOCAL ROLE tocsin_owner;

GRANT SELECT (tenant_id, id, revoked_at), INSERT ON api_key TO tocsin_cross;
CREATE POLICY across_read ON api_key FOR SELECT TO tocsin_cross USING (true);
CREATE POLICY across_add ON api_key FOR INSERT TO tocsin_cross WITH CHECK (true);
GRANT INSERT, DELETE ON egress_rule TO tocsin_cross;
CREATE POLICY across_add ON egress_rule FOR INSERT TO tocsin_cross WITH CHECK (true);
CREATE POLICY across_drop ON egress_rule FOR DELETE TO tocsin_cross USING (true);

CREATE FUNCTION admin_tenant(p_slug text) RETURNS int
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found_id int;
BEGIN
    SELECT t.tenant_id INTO found_id FROM tenant t WHERE t.slug = p_slug;
    IF found_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = format('there is no tenant %s', p_slug);
    END IF;
    RETURN found_id;
END
$$;

CREATE FUNCTION admin_audit(p_tenant int, p_action text, p_target_kind text, p_target_id text, p_target_name text,
    p_detail jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO audit (tenant_id, actor_kind, actor_name, action, target_kind, target_id, target_name, outcome, detail)
    VALUES (p_tenant, 'system', 'tocsin admin', p_action, p_target_kind, p_target_id, p_target_name, 'ok', p_detail);
END;

-- The installer's tenant: the first there is, else a new one without quotas.
CREATE FUNCTION admin_first_tenant(p_slug text, p_name text) RETURNS TABLE (tenant_id int, slug text, made boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    home int;
BEGIN
    PERFORM pg_advisory_xact_lock(5, 0);
    RETURN QUERY SELECT t.tenant_id, t.slug, false FROM tenant t ORDER BY t.tenant_id LIMIT 1;
    IF NOT FOUND THEN
        home := tenant_add(p_slug, p_name);
        PERFORM admin_audit(home, 'tenant.create', 'tenant', p_slug, p_name, '{}');
        RETURN QUERY SELECT home, p_slug, true;
    END IF;
END
$$;

-- False: the first administrator is there, so no link was made.
CREATE FUNCTION admin_setup_link(p_slug text, p_hash bytea, p_valid_s int) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    home int := admin_tenant(p_slug);
BEGIN
    PERFORM pg_advisory_xact_lock(5, 0);
    IF NOT setup_needed() THEN
        RETURN false;
    END IF;
    DELETE FROM setup_link;
    INSERT INTO setup_link (hash, tenant_id, expires_at)
        VALUES (p_hash, home, tocsin_now() + make_interval(secs => p_valid_s));
    PERFORM admin_audit(home, 'setup.link_create', 'tenant', p_slug, NULL, '{}');
    RETURN true;
END
$$;

CREATE FUNCTION admin_first_owner(p_slug text, p_email text, p_person text, p_password_hash text)
    RETURNS TABLE (tenant_id int, account_id bigint)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT * FROM first_owner(admin_tenant(p_slug), NULL, NULL, p_email, p_person, p_password_hash, 'command line', NULL);
END;

CREATE FUNCTION admin_key_create(p_slug text, p_name text, p_prefix text, p_hash bytea, p_role text, p_scopes text[],
    p_platform boolean, p_expires timestamptz) RETURNS TABLE (tenant_id int, key_id bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    home int := admin_tenant(p_slug);
    fresh bigint;
BEGIN
    INSERT INTO api_key (tenant_id, name, prefix, hash, role, scopes, platform_admin, expires_at)
        VALUES (home, p_name, p_prefix, p_hash, p_role, p_scopes, p_platform, p_expires)
        RETURNING api_key.id INTO fresh;
    PERFORM admin_audit(home, 'api_key.create', 'api_key', fresh::text, p_name,
        jsonb_build_object('role', p_role, 'scopes', p_scopes, 'platform', p_platform));
    RETURN QUERY SELECT home, fresh;
END
$$;

-- The number of rules that changed: 0 when it was so already.
CREATE FUNCTION admin_egress_add(p_slug text, p_net cidr, p_service text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    home int := admin_tenant(p_slug);
    n bigint;
BEGIN
    INSERT INTO egress_rule (tenant_id, net, service) VALUES (home, p_net, p_service) ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
        PERFORM admin_audit(home, 'egress.add', 'egress', format('%s:%s', p_net, p_service), NULL, '{}');
    END IF;
    RETURN n;
END
$$;

CREATE FUNCTION admin_egress_remove(p_slug text, p_net cidr, p_service text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    home int := admin_tenant(p_slug);
    n bigint;
BEGIN
    DELETE FROM egress_rule r WHERE r.tenant_id = home AND r.net = p_net AND r.service = p_service;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 THEN
        PERFORM admin_audit(home, 'egress.remove', 'egress', format('%s:%s', p_net, p_service), NULL, '{}');
    END IF;
    RETURN n;
END
$$;

CREATE FUNCTION admin_egress_list(p_slug text) RETURNS TABLE (net cidr, service text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT r.net, r.service FROM egress_rule r WHERE r.tenant_id = admin_tenant(p_slug) ORDER BY r.net, r.service;
END;

RESET ROLE;
ALTER FUNCTION admin_tenant(text) OWNER TO tocsin_cross;
ALTER FUNCTION admin_audit(int, text, text, text, text, jsonb) OWNER TO tocsin_cross;
ALTER FUNCTION admin_first_tenant(text, text) OWNER TO tocsin_cross;
ALTER FUNCTION admin_setup_link(text, bytea, int) OWNER TO tocsin_cross;
ALTER FUNCTION admin_first_owner(text, text, text, text) OWNER TO tocsin_cross;
ALTER FUNCTION admin_key_create(text, text, text, bytea, text, text[], boolean, timestamptz) OWNER TO tocsin_cross;
ALTER FUNCTION admin_egress_add(text, cidr, text) OWNER TO tocsin_cross;
ALTER FUNCTION admin_egress_remove(text, cidr, text) OWNER TO tocsin_cross;
ALTER FUNCTION admin_egress_list(text) OWNER TO tocsin_cross;
