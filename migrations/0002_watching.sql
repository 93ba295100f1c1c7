-- What is watched: hosts, their labels, their checks, the checks' present state, and jobs.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE host (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    address text NOT NULL CHECK (length(address) BETWEEN 1 AND 253),
    host_group text CHECK (length(host_group) BETWEEN 1 AND 100),
    enabled boolean NOT NULL DEFAULT true,
    criticality text NOT NULL DEFAULT 'medium'
        CHECK (criticality IN ('low', 'medium', 'high', 'critical')),
    sla_tier text CHECK (length(sla_tier) BETWEEN 1 AND 60),
    cost_per_hour_down numeric(14, 2) CHECK (cost_per_hour_down >= 0),
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    updated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX host_name_key ON host (tenant_id, lower(name));
CREATE INDEX host_group_key ON host (tenant_id, host_group);
CALL protect_tenant_table('host');
CREATE TRIGGER touch BEFORE UPDATE ON host FOR EACH ROW EXECUTE FUNCTION touch_row();
GRANT SELECT, INSERT, UPDATE, DELETE ON host TO tocsin_api;
GRANT SELECT ON host TO tocsin_checker, tocsin_keeper;

CREATE TABLE label (
    tenant_id int NOT NULL,
    host_id bigint NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    value text NOT NULL CHECK (length(value) <= 200),
    PRIMARY KEY (tenant_id, host_id, name),
    FOREIGN KEY (tenant_id, host_id) REFERENCES host ON DELETE CASCADE
);
CREATE INDEX label_value_key ON label (tenant_id, name, value, host_id);
CALL protect_tenant_table('label');
GRANT SELECT, INSERT, UPDATE, DELETE ON label TO tocsin_api;

CREATE TABLE host_check (
    tenant_id int NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    host_id bigint NOT NULL,
    type text NOT NULL CHECK (type ~ '^[a-z][a-z0-9_]{0,30}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    interval_s int NOT NULL DEFAULT 60 CHECK (interval_s BETWEEN 5 AND 86400),
    timeout_ms int NOT NULL DEFAULT 5000 CHECK (timeout_ms BETWEEN 100 AND 30000),
    retries int NOT NULL DEFAULT 2 CHECK (retries BETWEEN 0 AND 10),
    params jsonb NOT NULL DEFAULT '{}',
    enabled boolean NOT NULL DEFAULT true,
    push_hash bytea UNIQUE CHECK (length(push_hash) = 32), -- heartbeat: SHA-256 of its token
    shard smallint NOT NULL GENERATED ALWAYS AS ((id % 64)::smallint) STORED,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    updated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, host_id) REFERENCES host ON DELETE CASCADE
);
CREATE UNIQUE INDEX host_check_name_key ON host_check (tenant_id, host_id, lower(name));
CREATE INDEX host_check_shard ON host_check (shard) WHERE enabled;
CALL protect_tenant_table('host_check');
CREATE TRIGGER touch BEFORE UPDATE ON host_check FOR EACH ROW EXECUTE FUNCTION touch_row();
GRANT SELECT, INSERT, UPDATE, DELETE ON host_check TO tocsin_api;
GRANT SELECT ON host_check TO tocsin_checker, tocsin_keeper;

-- Written when something changes; last_ts and latency_ms may lag by a minute (samples are exact).
CREATE TABLE check_state (
    tenant_id int NOT NULL,
    check_id bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('up', 'degraded', 'down', 'unknown')),
    reason text,
    message text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}',
    since timestamptz NOT NULL,
    last_ts timestamptz NOT NULL,
    latency_ms real,
    PRIMARY KEY (tenant_id, check_id),
    FOREIGN KEY (tenant_id, check_id) REFERENCES host_check ON DELETE CASCADE
);
CALL protect_tenant_table('check_state');
GRANT SELECT ON check_state TO tocsin_api, tocsin_checker, tocsin_keeper;

-- Every change of state, and every failure text that differs from the one before.
CREATE TABLE check_event (
    tenant_id int NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    check_id bigint NOT NULL,
    ts timestamptz NOT NULL,
    from_status text,
    to_status text NOT NULL,
    reason text,
    message text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, check_id, ts),
    FOREIGN KEY (tenant_id, check_id) REFERENCES host_check ON DELETE CASCADE
);
CREATE INDEX check_event_ts ON check_event (tenant_id, ts DESC);
CALL protect_tenant_table('check_event');
GRANT SELECT ON check_event TO tocsin_api, tocsin_keeper;

-- Work that survives kill -9. Claimed, completed and re-queued only by functions of tocsin_cross.
CREATE TABLE job (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL CHECK (kind IN ('check_run', 'check_test')),
    state text NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'running', 'done', 'failed', 'dead')),
    payload jsonb NOT NULL,
    result jsonb,
    error text,
    attempts int NOT NULL DEFAULT 0,
    crashes int NOT NULL DEFAULT 0,
    fence bigint NOT NULL DEFAULT 0, -- grows with every claim; completion must name it
    run_at timestamptz NOT NULL DEFAULT tocsin_now(),
    lease_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'queued';
CREATE INDEX job_leased ON job (lease_until) WHERE state = 'running';
CALL protect_tenant_table('job');
GRANT SELECT ON job TO tocsin_api;
GRANT INSERT (tenant_id, kind, payload) ON job TO tocsin_api;

-- Quotas hold in the inserting transaction: one tenant's creations take turns.
CREATE FUNCTION host_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    allowed int;
BEGIN
    PERFORM pg_advisory_xact_lock(1, NEW.tenant_id);
    SELECT quota_hosts INTO allowed FROM tenant WHERE tenant_id = NEW.tenant_id;
    IF (SELECT count(*) FROM host WHERE tenant_id = NEW.tenant_id) >= allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001',
            MESSAGE = format('this tenant may have %s hosts and has them all; remove one or ask for more', allowed);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quota BEFORE INSERT ON host FOR EACH ROW EXECUTE FUNCTION host_quota();

CREATE FUNCTION check_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    allowed int;
    used numeric;
BEGIN
    IF NOT NEW.enabled OR (TG_OP = 'UPDATE' AND OLD.enabled AND NEW.interval_s >= OLD.interval_s) THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(2, NEW.tenant_id);
    SELECT quota_checks_per_hour INTO allowed FROM tenant WHERE tenant_id = NEW.tenant_id;
    IF allowed IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT coalesce(sum(3600.0 / interval_s), 0) INTO used FROM host_check
        WHERE tenant_id = NEW.tenant_id AND enabled AND id <> NEW.id;
    IF used + 3600.0 / NEW.interval_s > allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001',
            MESSAGE = format('this tenant may run %s checks an hour; this one would make it %s; choose a longer interval or ask for more',
                allowed, ceil(used + 3600.0 / NEW.interval_s));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quota BEFORE INSERT OR UPDATE ON host_check FOR EACH ROW EXECUTE FUNCTION check_quota();
