-- Who did what: one chain a tenant, written in the transaction of the act itself.
-- hash = SHA-256(hash before, the row's lasting part). What may name a person (names, address,
-- detail) enters only as a salted commitment, so it can be erased one day and the chain still holds.
SET LOCAL ROLE tocsin_owner;

-- No foreign key to the tenant: the chain outlives it.
CREATE TABLE audit (
    tenant_id int NOT NULL CHECK (tenant_id > 0),
    seq bigint NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system')),
    actor_id bigint,
    actor_name text,
    action text NOT NULL CHECK (action ~ '^[a-z][a-z0-9_.]{0,62}$'),
    target_kind text,
    target_id text CHECK (length(target_id) <= 100),
    target_name text,
    outcome text NOT NULL CHECK (outcome IN ('ok', 'denied', 'failed')),
    ip inet,
    request_id text CHECK (length(request_id) <= 64),
    detail jsonb NOT NULL DEFAULT '{}',
    salt bytea,
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_at ON audit (tenant_id, at);
CALL protect_tenant_table('audit');
GRANT SELECT ON audit TO tocsin_api;
GRANT INSERT (tenant_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
    outcome, ip, request_id, detail) ON audit TO tocsin_api;

-- The end of each chain. Locking it makes a tenant's audited transactions take turns.
CREATE TABLE audit_head (
    tenant_id int PRIMARY KEY CHECK (tenant_id > 0),
    seq bigint NOT NULL DEFAULT 0,
    hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(hash) = 32)
);
CALL protect_tenant_table('audit_head');
GRANT SELECT ON audit_head TO tocsin_api;

CREATE FUNCTION audit_commitment(p_salt bytea, p_actor_name text, p_target_name text, p_ip inet, p_detail jsonb)
    RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
    RETURN sha256(p_salt || convert_to(
        jsonb_build_array(p_actor_name, p_target_name, host(p_ip), p_detail)::text, 'UTF8'));

CREATE FUNCTION audit_hash(p_before bytea, p_tenant int, p_seq bigint, p_at timestamptz, p_actor_kind text,
    p_actor_id bigint, p_action text, p_target_kind text, p_target_id text, p_outcome text, p_request_id text,
    p_commitment bytea)
    RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog
    RETURN sha256(p_before || convert_to(
        jsonb_build_array(p_tenant, p_seq, (extract(epoch FROM p_at) * 1000000)::bigint, p_actor_kind,
            p_actor_id, p_action, p_target_kind, p_target_id, p_outcome, p_request_id,
            encode(p_commitment, 'hex'))::text, 'UTF8'));
GRANT EXECUTE ON FUNCTION audit_commitment, audit_hash TO tocsin_api, tocsin_cross;

CREATE FUNCTION audit_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head audit_head;
BEGIN
    INSERT INTO audit_head (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.at := tocsin_now();
    NEW.salt := uuid_send(gen_random_uuid());
    NEW.commitment := audit_commitment(NEW.salt, NEW.actor_name, NEW.target_name, NEW.ip, NEW.detail);
    NEW.hash := audit_hash(head.hash, NEW.tenant_id, NEW.seq, NEW.at, NEW.actor_kind, NEW.actor_id,
        NEW.action, NEW.target_kind, NEW.target_id, NEW.outcome, NEW.request_id, NEW.commitment);
    UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE tenant_id = NEW.tenant_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER chain BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_chain();

-- Reads the tenant's whole chain: the first sequence number that is missing or does not hash to
-- what it says, and whether the end is missing.
CREATE FUNCTION audit_verify()
    RETURNS TABLE (checked bigint, head_seq bigint, first_bad_seq bigint, missing_tail boolean)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public
BEGIN ATOMIC
    WITH linked AS (
        SELECT a.*, coalesce(lag(a.seq) OVER w, 0) AS seq_before,
            coalesce(lag(a.hash) OVER w, decode(repeat('00', 32), 'hex')) AS hash_before
        FROM audit a WINDOW w AS (ORDER BY a.seq)
    ), judged AS (
        SELECT seq, hash,
            CASE WHEN seq <> seq_before + 1 THEN seq_before + 1
                WHEN hash <> audit_hash(hash_before, tenant_id, seq, at, actor_kind, actor_id, action,
                    target_kind, target_id, outcome, request_id, commitment) THEN seq
                WHEN salt IS NOT NULL
                    AND commitment <> audit_commitment(salt, actor_name, target_name, ip, detail) THEN seq
            END AS bad
        FROM linked
    ), ends AS (
        SELECT count(*) AS n, coalesce(max(seq), 0) AS last, min(bad) AS bad FROM judged
    )
    -- Rows beyond the head were not added by the chain's own trigger.
    SELECT e.n, coalesce(h.seq, 0),
        coalesce(e.bad, CASE WHEN e.last > coalesce(h.seq, 0) THEN coalesce(h.seq, 0) + 1 END),
        e.last < coalesce(h.seq, 0) OR EXISTS (
            SELECT FROM judged j WHERE j.seq = h.seq AND e.bad IS NULL AND j.hash <> h.hash)
    FROM ends e LEFT JOIN audit_head h ON true;
END;
GRANT EXECUTE ON FUNCTION audit_verify TO tocsin_api;

-- One row in another tenant's chain, in the same transaction: what a platform administrator did
-- to a tenant stands in his own chain too.
CREATE FUNCTION audit_note(p_tenant int, p_actor_kind text, p_actor_id bigint, p_actor_name text, p_action text,
    p_target_kind text, p_target_id text, p_target_name text, p_outcome text, p_ip inet, p_request_id text,
    p_detail jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    INSERT INTO audit (tenant_id, actor_kind, actor_id, actor_name, action, target_kind, target_id,
        target_name, outcome, ip, request_id, detail)
    VALUES (p_tenant, p_actor_kind, p_actor_id, p_actor_name, p_action, p_target_kind, p_target_id,
        p_target_name, p_outcome, p_ip, p_request_id, p_detail);
END;
GRANT EXECUTE ON FUNCTION audit_note TO tocsin_api;

-- tocsin_cross: may add to any chain and move its end, nothing else.
GRANT SELECT, INSERT, UPDATE ON audit_head TO tocsin_cross;
CREATE POLICY across ON audit_head TO tocsin_cross USING (true) WITH CHECK (true);
GRANT INSERT ON audit TO tocsin_cross;
CREATE POLICY across ON audit FOR INSERT TO tocsin_cross WITH CHECK (true);

RESET ROLE;
ALTER FUNCTION audit_chain() OWNER TO tocsin_cross;
ALTER FUNCTION audit_note(int, text, bigint, text, text, text, text, text, text, inet, text, jsonb) OWNER TO tocsin_cross;
