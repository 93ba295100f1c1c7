-- Sign-in by address and password where several tenants have an account of that address.
SET LOCAL ROLE tocsin_owner;

GRANT SELECT (created_at) ON account TO tocsin_cross;

RESET ROLE;
-- The accounts an address may mean, those in use and the oldest first; one without a password is not among them.
CREATE OR REPLACE FUNCTION login_find(p_email text) RETURNS TABLE (tenant_id int, account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT a.tenant_id, a.id FROM account a WHERE a.email = p_email AND a.status <> 'invited'
        ORDER BY a.status <> 'active', a.created_at, a.tenant_id LIMIT 4;
END;
