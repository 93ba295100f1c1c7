-- A new tenant with its settings, its first owner and his link: one call of a platform
-- administrator's, in the transaction of his own tenant.
SET LOCAL ROLE tocsin_owner;

GRANT INSERT (tenant_id, account_id, hash, expires_at) ON invite_link TO tocsin_cross;
CREATE POLICY across_add ON invite_link FOR INSERT TO tocsin_cross WITH CHECK (true);

-- p_settings: the tenant's columns that are given, as JSON; an owner without address is none.
CREATE FUNCTION tenant_create(p_slug text, p_name text, p_settings jsonb, p_email text, p_person text,
    p_link bytea, p_valid_s int) RETURNS TABLE (tenant_id int, account_id bigint, expires_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    home int;
    person bigint;
    ends timestamptz;
BEGIN
    INSERT INTO tenant (slug, name, description, plan, quota_hosts, quota_checks_per_hour, quota_users,
            data_retention_days, cost_per_host, cost_per_check)
        VALUES (p_slug, p_name, coalesce(p_settings->>'description', ''), coalesce(p_settings->>'plan', 'basic'),
            (p_settings->>'quota_hosts')::int, (p_settings->>'quota_checks_per_hour')::int,
            (p_settings->>'quota_users')::int, coalesce((p_settings->>'data_retention_days')::int, 90),
            coalesce((p_settings->>'cost_per_host')::numeric, 0), coalesce((p_settings->>'cost_per_check')::numeric, 0))
        RETURNING tenant_id INTO home;
    IF p_email IS NOT NULL THEN
        INSERT INTO account (tenant_id, email, name, role, platform_admin, status)
            VALUES (home, p_email, p_person, 'owner', false, 'invited') RETURNING id INTO person;
        INSERT INTO account_secret (tenant_id, account_id, password_hash) VALUES (home, person, NULL);
        ends := tocsin_now() + make_interval(secs => p_valid_s);
        INSERT INTO invite_link (tenant_id, account_id, hash, expires_at) VALUES (home, person, p_link, ends);
    END IF;
    RETURN QUERY SELECT home, person, ends;
END
$$;

-- One tenant's metadata, for platform administrators.
CREATE FUNCTION tenant_read(p_tenant int) RETURNS SETOF tenant
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT * FROM tenant t WHERE t.tenant_id = p_tenant;
END;
GRANT EXECUTE ON FUNCTION tenant_create, tenant_read TO tocsin_api;

RESET ROLE;
REVOKE EXECUTE ON FUNCTION tenant_add(text, text) FROM tocsin_api;
ALTER FUNCTION tenant_create(text, text, jsonb, text, text, bytea, int) OWNER TO tocsin_cross;
ALTER FUNCTION tenant_read(int) OWNER TO tocsin_cross;
