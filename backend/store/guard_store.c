/* The roles and tables of this database as its catalogue has them. */
#include "store/guard_store.h"

#include <stddef.h>

#include "base/log.h"
#include "store/row.h"

/* The first thing that is wrong, if any: what, and of whom. */
static const char WRONG[] =
    "SELECT 0, rolname::text FROM pg_roles WHERE rolname = current_user AND rolsuper "
    "UNION ALL SELECT 1, rolname FROM pg_roles WHERE rolname = current_user AND rolbypassrls "
    "UNION ALL SELECT 2, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
    "relkind IN ('r', 'p', 'v', 'm') AND relowner IN "
    "(SELECT oid FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')) "
    "UNION ALL SELECT 3, c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND "
    "a.attname = 'tenant_id' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN "
    "('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) LIMIT 1";

static const struct {
    const char *reason, *remedy;
} wrongs[] = {
    {"the role of this process is a superuser", "ALTER ROLE ... NOSUPERUSER"},
    {"the role of this process bypasses row-level security", "ALTER ROLE ... NOBYPASSRLS"},
    {"the role of this process owns a table, or may become its owner",
     "ALTER TABLE ... OWNER TO tocsin_owner, and REVOKE that role's memberships"},
    {"a table of tenants has no forced row-level security",
     "ALTER TABLE ... ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"},
};

bool guard_holds(PGconn *c, struct err *e)
{
    AUTO_RES r = PQexec(c, WRONG);

    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        return err_set(e, ERR_UNAVAILABLE, "the database's catalogue cannot be read");
    if (PQntuples(r) == 0)
        return true;
    size_t i = (size_t)row_int(r, 0, 0) % (sizeof wrongs / sizeof *wrongs);
    log_event(LOG_ERROR, "guard_refused", "reason", wrongs[i].reason, "of", row_text(r, 0, 1),
              "remedy", wrongs[i].remedy, NULL);
    return err_set(e, ERR_UNAVAILABLE, "the database does not keep tenants apart");
}
