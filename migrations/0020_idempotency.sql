-- Answers kept a day for a repeated Idempotency-Key.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE idempotency (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'api_key')),
    actor_id bigint NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
    status smallint NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    PRIMARY KEY (tenant_id, actor_kind, actor_id, key)
);
CREATE INDEX idempotency_created ON idempotency (tenant_id, created_at);
CALL protect_tenant_table('idempotency');
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO tocsin_api;
