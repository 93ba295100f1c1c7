-- Roles, the schema's rules, tenants.
-- Run by the private cluster's superuser; everything after SET LOCAL ROLE belongs to tocsin_owner.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['tocsin_api', 'tocsin_stream', 'tocsin_checker', 'tocsin_analyst',
        'tocsin_trainer', 'tocsin_remediator', 'tocsin_notifier', 'tocsin_keeper'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', role);
        END IF;
    END LOOP;
    -- Reads past row-level security, for dumps on the local socket only.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tocsin_backup') THEN
        CREATE ROLE tocsin_backup LOGIN NOINHERIT BYPASSRLS;
    END IF;
    FOREACH role IN ARRAY ARRAY['tocsin_owner', 'tocsin_cross'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role);
        END IF;
    END LOOP;
    -- Without temporary tables nobody can put one in front of a table that a definer function reads.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO tocsin_api, tocsin_stream, tocsin_checker, tocsin_analyst, '
        'tocsin_trainer, tocsin_remediator, tocsin_notifier, tocsin_keeper, tocsin_backup', current_database());
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO tocsin_owner;
GRANT USAGE ON SCHEMA public TO tocsin_api, tocsin_stream, tocsin_checker, tocsin_analyst,
    tocsin_trainer, tocsin_remediator, tocsin_notifier, tocsin_keeper, tocsin_backup, tocsin_cross;

SET LOCAL ROLE tocsin_owner;

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO tocsin_backup;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO tocsin_backup;

-- The wall clock of every window and lease; test builds shift it by the setting tocsin.clock_offset_s.
CREATE FUNCTION tocsin_now() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
    RETURN clock_timestamp()
        + make_interval(secs => coalesce(nullif(current_setting('tocsin.clock_offset_s', true), ''), '0')::float8);
GRANT EXECUTE ON FUNCTION tocsin_now() TO PUBLIC;

-- The tenant of this transaction, null when none is set.
CREATE FUNCTION current_tenant() RETURNS int
    LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
    RETURN nullif(current_setting('app.tenant_id', true), '')::int;
GRANT EXECUTE ON FUNCTION current_tenant() TO PUBLIC;

-- Called once for every tenant table and partition: nobody sees a row without its tenant.
CREATE PROCEDURE protect_tenant_table(p_table regclass)
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', p_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', p_table);
    EXECUTE format('CREATE POLICY tenant ON %s '
        'USING (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::int)) '
        'WITH CHECK (tenant_id = (SELECT nullif(current_setting(''app.tenant_id'', true), '''')::int))', p_table);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', p_table);
END
$$;

CREATE TABLE tenant (
    tenant_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (tenant_id > 0),
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
    plan text NOT NULL DEFAULT 'basic' CHECK (length(plan) BETWEEN 1 AND 60),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    -- null is unlimited
    quota_hosts int CHECK (quota_hosts >= 0),
    quota_checks_per_hour int CHECK (quota_checks_per_hour >= 0),
    quota_users int CHECK (quota_users >= 0),
    data_retention_days int NOT NULL DEFAULT 90 CHECK (data_retention_days BETWEEN 1 AND 3650),
    cost_per_host numeric(14, 6) NOT NULL DEFAULT 0 CHECK (cost_per_host >= 0),
    cost_per_check numeric(14, 6) NOT NULL DEFAULT 0 CHECK (cost_per_check >= 0),
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    updated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    version int NOT NULL DEFAULT 1
);
CALL protect_tenant_table('tenant');
GRANT SELECT ON tenant TO tocsin_api, tocsin_checker, tocsin_keeper;

-- Keeps updated_at and version (the ETag) of every row that people edit.
CREATE FUNCTION touch_row() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.updated_at := tocsin_now();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;
CREATE TRIGGER touch BEFORE UPDATE ON tenant FOR EACH ROW EXECUTE FUNCTION touch_row();
