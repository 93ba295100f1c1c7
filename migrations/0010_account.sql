-- Who signs in: accounts, what they know, links that let them in once, sessions, API keys.
SET LOCAL ROLE tocsin_owner;

ALTER TABLE tenant ADD COLUMN quota_api_keys int DEFAULT 200 CHECK (quota_api_keys >= 0);

CREATE TABLE account (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    role text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin', 'owner')),
    platform_admin boolean NOT NULL DEFAULT false,
    permissions text[] NOT NULL DEFAULT '{}', -- beyond the role's
    status text NOT NULL DEFAULT 'invited' CHECK (status IN ('invited', 'active', 'disabled')),
    mfa_enabled boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    updated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    last_login_at timestamptz,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email)
);
CREATE INDEX account_email ON account (email); -- sign-in without a tenant's name
CALL protect_tenant_table('account');
CREATE TRIGGER touch BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION touch_row();
GRANT SELECT, DELETE ON account TO tocsin_api;
GRANT INSERT (tenant_id, email, name, role, permissions) ON account TO tocsin_api;
GRANT UPDATE (name, role, permissions, status, mfa_enabled, last_login_at) ON account TO tocsin_api;

-- Apart from the profile, so that no list can show it by accident.
CREATE TABLE account_secret (
    tenant_id int NOT NULL,
    account_id bigint NOT NULL,
    password_hash text,           -- argon2id; null until the first link was used
    totp_sealed bytea,            -- the seed in use, sealed for this row
    totp_pending bytea,           -- a seed shown but not yet confirmed
    totp_pending_at timestamptz,
    totp_counter bigint NOT NULL DEFAULT 0, -- the newest step used; the next must be above it
    backup_salt bytea CHECK (length(backup_salt) = 16),
    PRIMARY KEY (tenant_id, account_id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CALL protect_tenant_table('account_secret');
GRANT SELECT, INSERT, UPDATE ON account_secret TO tocsin_api;

CREATE TABLE backup_code (
    tenant_id int NOT NULL,
    account_id bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32), -- argon2id under account_secret.backup_salt
    used_at timestamptz,
    PRIMARY KEY (tenant_id, account_id, hash),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CALL protect_tenant_table('backup_code');
GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON backup_code TO tocsin_api;

-- At most one link an account: a newer one replaces it.
CREATE TABLE invite_link (
    tenant_id int NOT NULL,
    account_id bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, account_id),
    UNIQUE (tenant_id, hash),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CALL protect_tenant_table('invite_link');
GRANT SELECT, INSERT, UPDATE, DELETE ON invite_link TO tocsin_api;

-- Between the password and the second factor.
CREATE TABLE mfa_challenge (
    tenant_id int NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    account_id bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    failures int NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, hash),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE INDEX mfa_challenge_account ON mfa_challenge (tenant_id, account_id);
CALL protect_tenant_table('mfa_challenge');
GRANT SELECT, INSERT, DELETE, UPDATE (failures) ON mfa_challenge TO tocsin_api;

CREATE TABLE session (
    tenant_id int NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    account_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    last_used_at timestamptz NOT NULL DEFAULT tocsin_now(),
    expires_at timestamptz NOT NULL,       -- whatever happens
    idle_until timestamptz NOT NULL,       -- unless refreshed before
    mfa_at timestamptz,                    -- newest proof by a second factor
    revoked_at timestamptz,
    revoked_for text,
    refresh_seq int NOT NULL DEFAULT 1,    -- the refresh token that may be used next
    rotated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    ip inet,
    user_agent text NOT NULL DEFAULT '' CHECK (length(user_agent) <= 300),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE INDEX session_account ON session (tenant_id, account_id);
CREATE INDEX session_expiry ON session (expires_at);
CALL protect_tenant_table('session');
GRANT SELECT ON session TO tocsin_api, tocsin_stream;
GRANT INSERT (tenant_id, account_id, expires_at, idle_until, mfa_at, ip, user_agent) ON session TO tocsin_api;
GRANT UPDATE (last_used_at, idle_until, mfa_at, revoked_at, revoked_for, refresh_seq, rotated_at)
    ON session TO tocsin_api;

-- The family of a session's refresh tokens. All but the newest are kept to notice their reuse.
CREATE TABLE refresh_token (
    tenant_id int NOT NULL,
    session_id bigint NOT NULL,
    seq int NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, session_id, seq),
    UNIQUE (tenant_id, hash),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session ON DELETE CASCADE
);
CALL protect_tenant_table('refresh_token');
GRANT SELECT, INSERT ON refresh_token TO tocsin_api;

-- Whoever holds streams open hears of a session's end.
CREATE FUNCTION session_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin', format('session %s %s', NEW.tenant_id, NEW.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER revoked AFTER UPDATE OF revoked_at ON session FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION session_notify();

CREATE TABLE api_key (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    prefix text NOT NULL CHECK (length(prefix) BETWEEN 1 AND 60), -- what a person may recognise
    hash bytea NOT NULL CHECK (length(hash) = 32),
    role text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin', 'owner')),
    platform_admin boolean NOT NULL DEFAULT false,
    scopes text[],                        -- null: the role's permissions that need no second factor
    cidrs cidr[],                         -- null: from anywhere
    expires_at timestamptz,
    revoked_at timestamptz,
    created_by bigint,                    -- an account; null: the command line
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    last_used_at timestamptz,             -- to the minute
    PRIMARY KEY (tenant_id, id)
);
CALL protect_tenant_table('api_key');
GRANT SELECT ON api_key TO tocsin_api;
GRANT INSERT (tenant_id, name, prefix, hash, role, platform_admin, scopes, cidrs, expires_at, created_by)
    ON api_key TO tocsin_api;
GRANT UPDATE (revoked_at, last_used_at) ON api_key TO tocsin_api;

CREATE FUNCTION account_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    allowed int;
BEGIN
    PERFORM pg_advisory_xact_lock(3, NEW.tenant_id);
    SELECT quota_users INTO allowed FROM tenant WHERE tenant_id = NEW.tenant_id;
    IF (SELECT count(*) FROM account WHERE tenant_id = NEW.tenant_id) >= allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001',
            MESSAGE = format('this tenant may have %s users and has them all; remove one or ask for more', allowed);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quota BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_quota();

CREATE FUNCTION api_key_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    allowed int;
BEGIN
    PERFORM pg_advisory_xact_lock(4, NEW.tenant_id);
    SELECT quota_api_keys INTO allowed FROM tenant WHERE tenant_id = NEW.tenant_id;
    IF (SELECT count(*) FROM api_key WHERE tenant_id = NEW.tenant_id AND revoked_at IS NULL) >= allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001',
            MESSAGE = format('this tenant may have %s API keys and has them all; revoke one first', allowed);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quota BEFORE INSERT ON api_key FOR EACH ROW EXECUTE FUNCTION api_key_quota();
