-- Processes that remember for a moment who may do what (api/callers.c) hear at once that it has changed: the
-- tenant's number on the channel where they hear of its data too (0023).
SET LOCAL ROLE tocsin_owner;

CREATE FUNCTION callers_notify() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM pg_notify('tocsin_read', 'who ' || OLD.tenant_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER callers_changed AFTER UPDATE ON session FOR EACH ROW
    WHEN ((OLD.revoked_at, OLD.mfa_at) IS DISTINCT FROM (NEW.revoked_at, NEW.mfa_at)) EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_changed AFTER UPDATE ON account FOR EACH ROW
    WHEN ((OLD.email, OLD.role, OLD.platform_admin, OLD.permissions, OLD.status, OLD.mfa_enabled)
        IS DISTINCT FROM (NEW.email, NEW.role, NEW.platform_admin, NEW.permissions, NEW.status, NEW.mfa_enabled))
    EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_changed AFTER UPDATE ON api_key FOR EACH ROW
    WHEN ((OLD.hash, OLD.role, OLD.platform_admin, OLD.scopes, OLD.cidrs, OLD.expires_at, OLD.revoked_at, OLD.created_by)
        IS DISTINCT FROM
        (NEW.hash, NEW.role, NEW.platform_admin, NEW.scopes, NEW.cidrs, NEW.expires_at, NEW.revoked_at, NEW.created_by))
    EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_changed AFTER UPDATE ON tenant FOR EACH ROW
    WHEN ((OLD.slug, OLD.status) IS DISTINCT FROM (NEW.slug, NEW.status)) EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_gone AFTER DELETE ON session FOR EACH ROW EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_gone AFTER DELETE ON account FOR EACH ROW EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_gone AFTER DELETE ON api_key FOR EACH ROW EXECUTE FUNCTION callers_notify();
CREATE TRIGGER callers_gone AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION callers_notify();
