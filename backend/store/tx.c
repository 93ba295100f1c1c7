/* Transactions in as few round trips as there are questions. Invariant: a connection is handed to
 * the next transaction only when the server said "idle"; one in doubt is dropped. */
#include "store/tx.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/db_inside.h"

enum { MAX_ARGS = 32, MAX_QUEUED = 8, RETRY_AFTER_S = 2 };

/* What has been sent since the last sync mark, in the order in which results come back. */
struct sent {
    struct {
        const struct stmt *s;
        bool prepare;
    } list[MAX_QUEUED];
    size_t n;
};

static const struct stmt BEGIN = STMT_SYSTEM("tx_begin", "BEGIN", 0);
static const struct stmt COMMIT = STMT_SYSTEM("tx_commit", "COMMIT", 0);
static const struct stmt ROLLBACK = STMT_SYSTEM("tx_rollback", "ROLLBACK", 0);
static const struct stmt TENANT =
    STMT_SYSTEM("tx_tenant", "SELECT set_config('app.tenant_id', $1, true)", 1);

/* SQLSTATE, or its class when two characters long, to our error. First match wins. */
static const struct {
    const char *state;
    enum err_code code;
    const char *say; /* for people; NULL: the server's primary message */
} states[] = {
    {"TQ001", ERR_QUOTA, NULL},
    {"TI001", ERR_INVALID, NULL},
    {"TN001", ERR_NOT_FOUND, NULL},
    {"TC001", ERR_CONFLICT, NULL},
    {"23505", ERR_CONFLICT, "something of that name is there already"},
    {"23503", ERR_NOT_FOUND, "what this refers to does not exist"},
    {"23514", ERR_INVALID, "a value is out of range"},
    {"57014", ERR_UNAVAILABLE, "that took too long; ask for less"},
    {"55P03", ERR_UNAVAILABLE, "somebody else is changing this; try again"},
    {"25006", ERR_UNAVAILABLE, "the database is read-only for the moment"},
    {"40", ERR_UNAVAILABLE, "somebody else changed this at the same time; try again"},
    {"53", ERR_UNAVAILABLE, "the database is short of resources"},
    {"57", ERR_UNAVAILABLE, "PostgreSQL is away"},
    {"08", ERR_UNAVAILABLE, "PostgreSQL is away"},
};

static bool away(struct db *d, struct err *e)
{
    db_drop(d);
    if (e->code == ERR_NONE)
        e->retry_after_s = RETRY_AFTER_S;
    return err_set(e, ERR_UNAVAILABLE, "PostgreSQL is away");
}

/* Turns a failed result into *e and notes the constraint. */
static bool failed(struct tx *t, const struct stmt *s, const PGresult *r, struct err *e)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);

    t->failed = true;
    snprintf(t->constraint, sizeof t->constraint, "%s", constraint ? constraint : "");
    for (size_t i = 0; state && i < sizeof states / sizeof *states; i++) {
        if (strncmp(state, states[i].state, strlen(states[i].state)) != 0)
            continue;
        if (states[i].code == ERR_UNAVAILABLE) {
            log_event(LOG_WARN, "statement_refused", "statement", s->name, "sqlstate", state, NULL);
            if (e->code == ERR_NONE)
                e->retry_after_s = RETRY_AFTER_S;
        }
        return err_set(e, states[i].code, "%s", states[i].say ? states[i].say : text);
    }
    return err_set(e, ERR_INTERNAL, "%s: %s %s", s->name, state ? state : "", text ? text : "");
}

static size_t slot(const struct db *d, const struct stmt *s)
{
    size_t i = ((uintptr_t)s >> 4) % DB_MAX_STMTS;

    while (d->ready[i] && d->ready[i] != s)
        i = (i + 1) % DB_MAX_STMTS;
    return i;
}

/* Queues one statement; prepares it on first use, without a round trip of its own. */
static bool queue(struct db *d, const struct stmt *s, const struct arg *args, size_t n,
                  struct sent *q)
{
    const char *values[MAX_ARGS];
    int lengths[MAX_ARGS], formats[MAX_ARGS];
    Oid types[MAX_ARGS];

    for (size_t i = 0; i < n; i++) {
        values[i] = args[i].null ? NULL : args[i].inlined ? (const char *)args[i].small : args[i].p;
        lengths[i] = args[i].n;
        formats[i] = args[i].format;
        types[i] = args[i].type;
    }
    if (!d->ready[slot(d, s)]) {
        if (!PQsendPrepare(d->conn, s->name, s->sql, (int)n, types))
            return false;
        q->list[q->n].s = s;
        q->list[q->n++].prepare = true;
    }
    if (!PQsendQueryPrepared(d->conn, s->name, (int)n, values, lengths, formats, 0))
        return false;
    q->list[q->n].s = s;
    q->list[q->n++].prepare = false;
    return true;
}

/* The next result, past the NULL that ends the one before. NULL only when the connection broke. */
static PGresult *next_result(struct db *d)
{
    PGresult *r = PQgetResult(d->conn);

    return r || PQstatus(d->conn) != CONNECTION_OK ? r : PQgetResult(d->conn);
}

/* Reads the results of all that was sent, and the sync mark. The last one's rows go to *out (may
 * be NULL), the first failure to e. A prepared statement stays prepared whatever comes after it. */
static bool collect(struct tx *t, const struct sent *q, PGresult **out, struct err *e)
{
    struct db *d = t->db;
    bool good = true;
    AUTO_RES last = NULL;

    for (size_t i = 0; i < q->n; i++) {
        PGresult *r = next_result(d);
        ExecStatusType st = r ? PQresultStatus(r) : PGRES_FATAL_ERROR;
        if (!r || PQstatus(d->conn) != CONNECTION_OK) {
            PQclear(r);
            return away(d, e);
        }
        PQclear(last);
        last = r;
        if (st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK) {
            if (q->list[i].prepare)
                d->ready[slot(d, q->list[i].s)] = q->list[i].s;
        } else if (good) { /* what follows a failure is only "aborted" */
            good = failed(t, q->list[i].s, r, e);
        }
    }
    AUTO_RES sync = next_result(d);
    if (!sync || PQresultStatus(sync) != PGRES_PIPELINE_SYNC)
        return away(d, e);
    if (good && out) {
        *out = last;
        last = NULL;
    }
    return good;
}

static bool too_many(size_t n, struct err *e)
{
    return n + 1 > MAX_ARGS && !err_set(e, ERR_INTERNAL, "too many arguments");
}

/* Arguments as the server wants them: the tenant first where the statement has one. */
static size_t with_tenant(const struct tx *t, const struct stmt *s, const struct arg *args,
                          size_t n, struct arg all[MAX_ARGS])
{
    size_t k = 0;

    if (!s->system)
        all[k++] = arg_int4(t->tenant);
    for (size_t i = 0; i < n; i++)
        all[k++] = args[i];
    return k;
}

static bool send_tenant(struct tx *t, struct sent *q)
{
    char z[16];

    snprintf(z, sizeof z, "%d", t->tenant);
    struct arg a = arg_text(t->tenant == TENANT_NONE ? "" : z);
    return queue(t->db, &TENANT, &a, 1, q);
}

bool tx_begin(struct tx *t, struct db *d, int32_t tenant, struct err *e)
{
    *t = (struct tx){.db = d, .tenant = tenant};
    if (d->in_tx)
        return err_set(e, ERR_INTERNAL, "a transaction is open already on this connection");
    return true;
}

bool tx_run(struct tx *t, const struct stmt *s, const struct arg *args, size_t n, PGresult **out,
            struct err *e)
{
    struct db *d = t->db;
    struct arg all[MAX_ARGS];
    struct sent q = {0};

    if (t->failed || too_many(n, e) || (int)n != s->nargs)
        return err_set(e, ERR_INTERNAL, "%s: used wrongly", s->name);
    if (t->single)
        return tx_once(d, t->tenant, s, args, n, out, e);
    if (!t->begun && !db_connect(d, e))
        return false;
    if (t->begun && !d->conn)
        return away(d, e);
    bool first = !t->begun;
    if (first && (!queue(d, &BEGIN, NULL, 0, &q) || !send_tenant(t, &q)))
        return away(d, e);
    size_t k = with_tenant(t, s, args, n, all);
    if (!queue(d, s, all, k, &q) || !PQpipelineSync(d->conn))
        return away(d, e);
    t->begun = d->in_tx = true;
    if (!collect(t, &q, out, e)) {
        t->failed = true;
        return false;
    }
    return true;
}

bool tx_commit(struct tx *t, struct err *e)
{
    struct db *d = t->db;
    struct sent q = {0};

    if (!t->begun)
        return true;
    t->begun = d->in_tx = false;
    if (t->failed || !d->conn) {
        tx_abort(t);
        return err_set(e, ERR_INTERNAL, "commit after a failure");
    }
    if (!queue(d, &COMMIT, NULL, 0, &q) || !PQpipelineSync(d->conn))
        return away(d, e);
    if (!collect(t, &q, NULL, e)) {
        db_drop(d);
        return false;
    }
    return true;
}

void tx_abort(struct tx *t)
{
    struct db *d = t->db;
    struct err ignored = {0};
    struct sent q = {0};

    if (!d || !d->in_tx)
        return;
    t->begun = d->in_tx = false;
    if (!d->conn)
        return;
    /* A rollback in doubt ends the connection, and with it the transaction. */
    if (!queue(d, &ROLLBACK, NULL, 0, &q) || !PQpipelineSync(d->conn) ||
        !collect(t, &q, NULL, &ignored) || PQtransactionStatus(d->conn) != PQTRANS_IDLE)
        db_drop(d);
}

bool tx_once(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args, size_t n,
             PGresult **out, struct err *e)
{
    struct tx t;
    struct arg all[MAX_ARGS];
    struct sent q = {0};

    if (!tx_begin(&t, d, tenant, e) || !db_connect(d, e))
        return false;
    if (too_many(n, e) || (int)n != s->nargs)
        return err_set(e, ERR_INTERNAL, "%s: used wrongly", s->name);
    size_t k = with_tenant(&t, s, args, n, all);
    /* Without BEGIN all statements up to the sync mark are one transaction. */
    if (!send_tenant(&t, &q) || !queue(d, s, all, k, &q) || !PQpipelineSync(d->conn))
        return away(d, e);
    if (!collect(&t, &q, out, e)) {
        if (d->conn && PQtransactionStatus(d->conn) != PQTRANS_IDLE)
            db_drop(d);
        return false;
    }
    return true;
}
