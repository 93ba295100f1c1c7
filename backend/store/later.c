/* Reading the results of a pipeline as they come. Invariant: between later_send and the sync mark
 * db->later holds what was sent and how far the answers have come. */
#include "store/later.h"

#include "store/wire.h"

static bool flush(struct db *d)
{
    int left = PQflush(d->conn);

    d->later.unsent = left > 0;
    return left >= 0;
}

bool later_unsent(const struct db *d)
{
    return d->later.unsent;
}

bool later_send(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args,
                size_t n, struct err *e)
{
    struct wire_sent q = {0};

    if (!wire_fits(s, n, e))
        return false;
    if (!d->conn || d->in_tx)
        return err_set(e, ERR_INTERNAL, "%s: the connection is not free", s->name);
    if (PQsetnonblocking(d->conn, 1) != 0 || !wire_queue_tenant(d, tenant, &q) ||
        !wire_queue_for(d, tenant, s, args, n, &q) || !PQpipelineSync(d->conn))
        return wire_away(d, e);
    d->later = (struct db_later){.sent = q};
    d->in_tx = true;
    return flush(d) || wire_away(d, e);
}

/* Takes one result that has come. True when it was the sync mark, which is the last. */
static bool take(struct db *d, PGresult *r)
{
    struct db_later *l = &d->later;
    ExecStatusType st = PQresultStatus(r);

    if (st == PGRES_PIPELINE_SYNC) {
        PQclear(r);
        return true;
    }
    if (st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK) {
        wire_succeeded(d, &l->sent, l->answered);
        PQclear(l->last);
        l->last = r;
    } else {
        if (l->e.code == ERR_NONE)
            wire_failed(l->sent.list[l->answered].s, r, NULL, 0, &l->e);
        PQclear(r);
    }
    l->answered++;
    return false;
}

static enum later end(struct db *d, PGresult **out, struct err *e)
{
    struct db_later l = d->later;

    d->later = (struct db_later){0};
    d->in_tx = false;
    PQsetnonblocking(d->conn, 0);
    if (l.e.code != ERR_NONE) {
        PQclear(l.last);
        *e = l.e;
        return LATER_FAILED;
    }
    *out = l.last;
    return LATER_DONE;
}

enum later later_poll(struct db *d, PGresult **out, struct err *e)
{
    if (!d->conn || !flush(d) || !PQconsumeInput(d->conn)) {
        wire_away(d, e);
        return LATER_FAILED;
    }
    for (bool gap = false; !PQisBusy(d->conn);) {
        PGresult *r = PQgetResult(d->conn);
        if (!r && (gap || PQstatus(d->conn) != CONNECTION_OK)) { /* one NULL ends each answer */
            wire_away(d, e);
            return LATER_FAILED;
        }
        gap = !r;
        if (r && d->later.answered >= d->later.sent.n && PQresultStatus(r) != PGRES_PIPELINE_SYNC) {
            PQclear(r);
            wire_away(d, e);
            return LATER_FAILED;
        }
        if (r && take(d, r))
            return end(d, out, e);
    }
    return LATER_WAITING;
}
