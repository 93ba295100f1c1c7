/* Transactions: the only way to the tables, and each names its tenant. Row-level security is set
 * from it, and it is $1 of every tenant statement. Only store/ *_store.c writes SQL. */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/arg.h"
#include "store/db.h"
#include "store/row.h"

enum { TENANT_NONE = 0 }; /* no tenant: tenant tables show no row; for system statements */

/* A constant statement. Tenant statements have `tenant_id = $1` (a test looks); their own
 * arguments start at $2. System statements (definer functions, platform tables) start at $1. */
struct stmt {
    const char *name, *sql;
    int nargs; /* without the tenant */
    bool system;
};
#define STMT(name_, sql_, nargs_)                   \
    {                                               \
        .name = name_, .sql = sql_, .nargs = nargs_ \
    }
#define STMT_SYSTEM(name_, sql_, nargs_)                            \
    {                                                               \
        .name = name_, .sql = sql_, .nargs = nargs_, .system = true \
    }

struct tx {
    struct db *db;
    int32_t tenant;
    bool begun, failed;
    bool single; /* set after tx_begin, for reads: every statement is a transaction of its own, in
                    one round trip; nothing holds between two of them */
    char constraint[64]; /* of the statement that failed, or "" */
};

/* Opens a transaction for one tenant. Costs nothing: BEGIN and the tenant travel with the first
 * statement. Every tx_begin is followed by tx_commit or tx_abort. */
bool tx_begin(struct tx *t, struct db *d, int32_t tenant, struct err *e) MUST_CHECK;

/* Runs one statement; the caller owns *out (AUTO_RES). out may be NULL. Errors: ERR_CONFLICT
 * (unique), ERR_NOT_FOUND (foreign key), ERR_INVALID (check constraint), ERR_QUOTA (raised by the
 * schema with errcode TQ001), ERR_UNAVAILABLE (away, timeout, serialisation), ERR_INTERNAL. */
bool tx_run(struct tx *t, const struct stmt *s, const struct arg *args, size_t n, PGresult **out,
            struct err *e) MUST_CHECK;

/* ERR_UNAVAILABLE when it is not known whether the commit took place. */
bool tx_commit(struct tx *t, struct err *e) MUST_CHECK;
void tx_abort(struct tx *t); /* harmless after tx_commit */

/* A whole transaction of one statement in one round trip. */
bool tx_once(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args, size_t n,
             PGresult **out, struct err *e) MUST_CHECK;
