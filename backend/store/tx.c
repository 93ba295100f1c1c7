/* Transactions in as few round trips as there are questions. Invariant: a connection is handed to
 * the next transaction only when the server said "idle"; one in doubt is dropped. */
#include "store/tx.h"

#include <errno.h>
#include <poll.h>

#include "base/clock.h"
#include "store/wire.h"

static const struct stmt BEGIN = STMT_SYSTEM("tx_begin", "BEGIN", 0);
static const struct stmt COMMIT = STMT_SYSTEM("tx_commit", "COMMIT", 0);
static const struct stmt ROLLBACK = STMT_SYSTEM("tx_rollback", "ROLLBACK", 0);

/* Waits until PQgetResult would not block; false when the server is gone, or silent for too long.
 */
static bool arrives(struct db *d)
{
    int64_t end = clock_mono_ms() + d->patience_ms;

    while (PQisBusy(d->conn)) {
        struct pollfd p = {.fd = PQsocket(d->conn), .events = POLLIN};
        int64_t left = end - clock_mono_ms();
        if (left <= 0 || (poll(&p, 1, (int)left) < 0 && errno != EINTR))
            return false;
        if (p.revents && !PQconsumeInput(d->conn))
            return false;
    }
    return true;
}

/* The next result, past the NULL that ends the one before. NULL only when the connection broke. */
static PGresult *next_result(struct db *d)
{
    PGresult *r = arrives(d) ? PQgetResult(d->conn) : NULL;

    if (r || PQstatus(d->conn) != CONNECTION_OK || !arrives(d))
        return r;
    return PQgetResult(d->conn);
}

/* Reads the results of all that was sent, and the sync mark. The last one's rows go to *out (may
 * be NULL), the first failure to e. A prepared statement stays prepared whatever comes after it. */
static bool collect(struct tx *t, const struct wire_sent *q, PGresult **out, struct err *e)
{
    struct db *d = t->db;
    bool good = true;
    AUTO_RES last = NULL;

    for (size_t i = 0; i < q->n; i++) {
        PGresult *r = next_result(d);
        ExecStatusType st = r ? PQresultStatus(r) : PGRES_FATAL_ERROR;
        if (!r || PQstatus(d->conn) != CONNECTION_OK) {
            PQclear(r);
            return wire_away(d, e);
        }
        PQclear(last);
        last = r;
        if (st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK) {
            wire_succeeded(d, q, i);
        } else if (good) { /* what follows a failure is only "aborted" */
            t->failed = true;
            good = wire_failed(q->list[i].s, r, t->constraint, sizeof t->constraint, e);
        }
    }
    AUTO_RES sync = next_result(d);
    if (!sync || PQresultStatus(sync) != PGRES_PIPELINE_SYNC)
        return wire_away(d, e);
    if (good && out) {
        *out = last;
        last = NULL;
    }
    return good;
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
    struct wire_sent q = {0};

    if (t->failed)
        return err_set(e, ERR_INTERNAL, "%s: the transaction has failed before", s->name);
    if (!wire_fits(s, n, e))
        return false;
    if (t->single)
        return tx_once(d, t->tenant, s, args, n, out, e);
    if (!t->begun && !db_connect(d, e))
        return false;
    if (t->begun && !d->conn)
        return wire_away(d, e);
    bool first = !t->begun;
    if (first && (!wire_queue(d, &BEGIN, NULL, 0, &q) || !wire_queue_tenant(d, t->tenant, &q)))
        return wire_away(d, e);
    if (!wire_queue_for(d, t->tenant, s, args, n, &q) || !PQpipelineSync(d->conn))
        return wire_away(d, e);
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
    struct wire_sent q = {0};

    if (!t->begun)
        return true;
    t->begun = d->in_tx = false;
    if (t->failed || !d->conn) {
        tx_abort(t);
        return err_set(e, ERR_INTERNAL, "commit after a failure");
    }
    if (!wire_queue(d, &COMMIT, NULL, 0, &q) || !PQpipelineSync(d->conn))
        return wire_away(d, e);
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
    struct wire_sent q = {0};

    if (!d || !d->in_tx)
        return;
    t->begun = d->in_tx = false;
    if (!d->conn)
        return;
    /* A rollback in doubt ends the connection, and with it the transaction. */
    if (!wire_queue(d, &ROLLBACK, NULL, 0, &q) || !PQpipelineSync(d->conn) ||
        !collect(t, &q, NULL, &ignored) || PQtransactionStatus(d->conn) != PQTRANS_IDLE)
        db_drop(d);
}

bool tx_once(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args, size_t n,
             PGresult **out, struct err *e)
{
    struct tx t;
    struct wire_sent q = {0};

    if (!wire_fits(s, n, e) || !tx_begin(&t, d, tenant, e) || !db_connect(d, e))
        return false;
    /* Without BEGIN all statements up to the sync mark are one transaction. */
    if (!wire_queue_tenant(d, tenant, &q) || !wire_queue_for(d, tenant, s, args, n, &q) ||
        !PQpipelineSync(d->conn))
        return wire_away(d, e);
    if (!collect(&t, &q, out, e)) {
        if (d->conn && PQtransactionStatus(d->conn) != PQTRANS_IDLE)
            db_drop(d);
        return false;
    }
    return true;
}
