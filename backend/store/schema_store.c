/* The schema's log of migrations against the list compiled in. */
#include "store/schema_store.h"

#include <stddef.h>
#include <string.h>

#include "base/log.h"
#include "store/row.h"

/* File names of this build's migrations, written by make. */
static const char *const known[] = {
#include "store/migrations.inc"
};
enum { KNOWN = sizeof known / sizeof *known };

static const char LOGGED[] = "SELECT name, breaking FROM schema_steps()";

static bool refuse(const char *why, const char *step, struct err *e)
{
    log_event(LOG_ERROR, "schema_refused", "reason", why, "step", step, NULL);
    return err_set(e, ERR_UNAVAILABLE, "%s", why);
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < KNOWN; i++)
        if (strcmp(known[i], name) == 0)
            return true;
    return false;
}

static bool is_applied(const PGresult *r, const char *name)
{
    for (int row = 0; row < PQntuples(r); row++)
        if (strcmp(row_text(r, row, 0), name) == 0)
            return true;
    return false;
}

bool schema_fits(PGconn *c, struct err *e)
{
    AUTO_RES r = PQexec(c, LOGGED);

    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        return refuse("the database has not been migrated; run tocsin migrate", "all", e);
    for (size_t i = 0; i < KNOWN; i++)
        if (!is_applied(r, known[i]))
            return refuse("the database is older than this build; run tocsin migrate", known[i], e);
    for (int row = 0; row < PQntuples(r); row++)
        if (row_bool(r, row, 1) && !is_known(row_text(r, row, 0)))
            return refuse(
                "the database was changed by a newer build in a way this one does not know",
                row_text(r, row, 0), e);
    return true;
}
