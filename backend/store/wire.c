/* Queueing statements, and what the server's complaints mean. */
#include "store/wire.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum { RETRY_AFTER_S = 2 };

static const struct stmt TENANT =
    STMT_SYSTEM("tx_tenant", "SELECT set_config('app.tenant_id', $1, true)", 1);

/* SQLSTATE, or its class when two characters long, to our error. First match wins. */
static const struct {
    const char *state;
    enum err_code code;
    const char *say; /* for people; NULL: the server's primary message */
} states[] = {
    {"TQ001", ERR_QUOTA, NULL},
    {"TQ002", ERR_CAPACITY, NULL},
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

bool wire_away(struct db *d, struct err *e)
{
    db_drop(d);
    if (e->code == ERR_NONE)
        e->retry_after_s = RETRY_AFTER_S;
    return err_set(e, ERR_UNAVAILABLE, "PostgreSQL is away");
}

/* Turns a failed result into *e and notes the constraint. */
bool wire_failed(const struct stmt *s, const PGresult *r, char *constraint, size_t size,
                 struct err *e)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    const char *name = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);

    if (constraint)
        snprintf(constraint, size, "%s", name ? name : "");
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

/* Statements of this batch that will be prepared once it has arrived. */
static size_t being_prepared(const struct wire_sent *q)
{
    size_t n = 0;

    for (size_t i = 0; i < q->n; i++)
        n += q->list[i].prepare;
    return n;
}

/* Prepares a statement on first use, without a round trip of its own; one more than a connection
 * may hold goes unprepared. */
bool wire_queue(struct db *d, const struct stmt *s, const struct arg *args, size_t n,
                struct wire_sent *q)
{
    const char *values[WIRE_ARGS];
    int lengths[WIRE_ARGS], formats[WIRE_ARGS];
    Oid types[WIRE_ARGS];

    for (size_t i = 0; i < n; i++) {
        values[i] = args[i].null ? NULL : args[i].inlined ? (const char *)args[i].small : args[i].p;
        lengths[i] = args[i].n;
        formats[i] = args[i].format;
        types[i] = args[i].type;
    }
    bool ready = prepared_has(&d->ready, s);
    if (!ready && prepared_room(&d->ready, being_prepared(q) + 1)) {
        if (!PQsendPrepare(d->conn, s->name, s->sql, (int)n, types))
            return false;
        q->list[q->n].s = s;
        q->list[q->n++].prepare = ready = true;
    }
    if (ready ? !PQsendQueryPrepared(d->conn, s->name, (int)n, values, lengths, formats, 0)
              : !PQsendQueryParams(d->conn, s->sql, (int)n, types, values, lengths, formats, 0))
        return false;
    q->list[q->n].s = s;
    q->list[q->n++].prepare = false;
    return true;
}

bool wire_queue_tenant(struct db *d, int32_t tenant, struct wire_sent *q)
{
    char z[16];

    snprintf(z, sizeof z, "%d", tenant);
    struct arg a = arg_text(tenant == TENANT_NONE ? "" : z);
    return wire_queue(d, &TENANT, &a, 1, q);
}

bool wire_fits(const struct stmt *s, size_t n, struct err *e)
{
    return (n + 1 <= WIRE_ARGS && (int)n == s->nargs) ||
           err_set(e, ERR_INTERNAL, "%s: used wrongly", s->name);
}

bool wire_queue_for(struct db *d, int32_t tenant, const struct stmt *s, const struct arg *args,
                    size_t n, struct wire_sent *q)
{
    struct arg all[WIRE_ARGS];
    size_t k = 0;

    if (!s->system)
        all[k++] = arg_int4(tenant);
    for (size_t i = 0; i < n; i++)
        all[k++] = args[i];
    return wire_queue(d, s, all, k, q);
}

void wire_succeeded(struct db *d, const struct wire_sent *q, size_t i)
{
    if (q->list[i].prepare)
        prepared_add(&d->ready, q->list[i].s);
}
