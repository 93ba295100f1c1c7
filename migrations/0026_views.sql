-- Saved views: a page's address under a name, for its person or for the whole tenant.
SET LOCAL ROLE tocsin_owner;

CREATE TABLE saved_view (
    tenant_id int NOT NULL REFERENCES tenant ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    account_id bigint, -- null: shared, and its person is gone
    page text NOT NULL CHECK (page ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    query text NOT NULL CHECK (length(query) <= 2000),
    shared boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT tocsin_now(),
    updated_at timestamptz NOT NULL DEFAULT tocsin_now(),
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_view_name_key ON saved_view (tenant_id, account_id, page, lower(name));
CALL protect_tenant_table('saved_view');
CREATE TRIGGER touch BEFORE UPDATE ON saved_view FOR EACH ROW EXECUTE FUNCTION touch_row();
GRANT SELECT, DELETE ON saved_view TO tocsin_api;
GRANT INSERT (tenant_id, account_id, page, name, query, shared) ON saved_view TO tocsin_api;
GRANT UPDATE (account_id, name, query, shared) ON saved_view TO tocsin_api;

CREATE FUNCTION saved_view_quota() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(6, NEW.tenant_id);
    IF (SELECT count(*) FROM saved_view v WHERE v.tenant_id = NEW.tenant_id AND v.account_id = NEW.account_id) >= 200 THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001', MESSAGE = 'you may keep 200 views and have them all; remove one first';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER quota BEFORE INSERT ON saved_view FOR EACH ROW EXECUTE FUNCTION saved_view_quota();

-- What a person shared stays with the tenant when the person leaves.
CREATE FUNCTION account_leaves_views() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE saved_view v SET account_id = NULL
        WHERE v.tenant_id = OLD.tenant_id AND v.account_id = OLD.id AND v.shared;
    RETURN OLD;
END
$$;
CREATE TRIGGER leaves_views BEFORE DELETE ON account FOR EACH ROW EXECUTE FUNCTION account_leaves_views();
