/* The local superuser's session. */
#include "cli/local.h"

#include "base/proc.h"

enum { STATEMENT_MS = 10000, LOCK_MS = 5000 };

struct db *local_open(const struct place *p, const struct config *c, struct err *e)
{
    const struct db_target t = {.socket_dir = config_text(c, "pg_dir"),
                                .database = config_text(c, "pg_database"),
                                .role = "postgres",
                                .superuser = true,
                                .application = "tocsin admin",
                                .statement_timeout_ms = STATEMENT_MS,
                                .lock_timeout_ms = LOCK_MS};

    if (!proc_become(place_superuser(p), e))
        return NULL;
    struct db *d = db_new(&t, e);
    if (d && db_connect(d, e))
        return d;
    err_context(e, "is Tocsin running, and are you root or its user?");
    db_free(d);
    return NULL;
}
