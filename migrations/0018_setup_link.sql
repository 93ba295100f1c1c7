-- Set-up that knows a right link before it hashes a password for it.
SET LOCAL ROLE tocsin_owner;
-- Whether a set-up link holds now.
CREATE FUNCTION setup_link_holds(p_hash bytea) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM setup_link l WHERE l.hash = p_hash AND l.expires_at > tocsin_now());
END;
GRANT EXECUTE ON FUNCTION setup_link_holds TO tocsin_api;

RESET ROLE;
ALTER FUNCTION setup_link_holds(bytea) OWNER TO tocsin_cross;
