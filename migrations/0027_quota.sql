-- The quota of runs is judged once a statement and by what it does as a whole, not check by check: so that
-- many may be changed at once, one giving up what another takes, and a change of five hundred counts once.
SET LOCAL ROLE tocsin_owner;

DROP TRIGGER quota ON host_check;
DROP FUNCTION check_quota();

-- Called after a statement that asks for more runs than there were.
CREATE FUNCTION check_quota(p_tenant int) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    allowed int;
    used numeric;
BEGIN
    PERFORM pg_advisory_xact_lock(2, p_tenant);
    SELECT quota_checks_per_hour INTO allowed FROM tenant WHERE tenant_id = p_tenant;
    IF allowed IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(3600.0 / interval_s), 0) INTO used FROM host_check WHERE tenant_id = p_tenant AND enabled;
    IF used > allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'TQ001',
            MESSAGE = format('this tenant may run %s checks an hour; this would make it %s; choose longer intervals or ask for more',
                allowed, ceil(used));
    END IF;
END
$$;

CREATE FUNCTION check_quota_added() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM check_quota(more.tenant_id) FROM (
        SELECT DISTINCT a.tenant_id FROM after a WHERE a.enabled
        ORDER BY a.tenant_id) more;
    RETURN NULL;
END
$$;

CREATE FUNCTION check_quota_changed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM check_quota(more.tenant_id) FROM (
        SELECT r.tenant_id FROM (
            SELECT a.tenant_id, 3600.0 / a.interval_s AS runs FROM after a WHERE a.enabled
            UNION ALL
            SELECT b.tenant_id, -3600.0 / b.interval_s FROM before b WHERE b.enabled) r
        GROUP BY r.tenant_id HAVING sum(r.runs) > 0 ORDER BY r.tenant_id) more;
    RETURN NULL;
END
$$;
GRANT EXECUTE ON FUNCTION check_quota(int) TO tocsin_api;

CREATE TRIGGER quota_added AFTER INSERT ON host_check REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION check_quota_added();
CREATE TRIGGER quota_changed AFTER UPDATE ON host_check REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION check_quota_changed();
