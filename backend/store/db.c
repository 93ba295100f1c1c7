/* Connecting, staying connected, notifications. */
#include "store/db.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/db_inside.h"
#include "store/guard_store.h"
#include "store/schema_store.h"

enum { RETRY_MS = 500, RETRY_AFTER_S = 2, GRACE_MS = 1500, LONGEST_MS = 60000, READS = 8 };

static bool copy(char **to, const char *from)
{
    *to = strdup(from ? from : "");
    return *to != NULL;
}

struct db *db_new(const struct db_target *t, struct err *e)
{
    struct db *d = calloc(1, sizeof *d);

    if (!d || !copy(&d->socket_dir, t->socket_dir) || !copy(&d->database, t->database) ||
        !copy(&d->role, t->role) || !copy(&d->password, t->password) ||
        !copy(&d->application, t->application)) {
        db_free(d);
        err_set(e, ERR_UNAVAILABLE, "out of memory");
        return NULL;
    }
    snprintf(
        d->options, sizeof d->options,
        "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=10000",
        t->statement_timeout_ms, t->lock_timeout_ms);
    d->superuser = t->superuser;
    /* The server ends statements itself; who is silent for longer than that hangs. */
    d->patience_ms = t->statement_timeout_ms > 0 ? t->statement_timeout_ms + GRACE_MS : LONGEST_MS;
    return d;
}

void db_free(struct db *d)
{
    if (!d)
        return;
    db_drop(d);
    if (d->password)
        explicit_bzero(d->password, strlen(d->password));
    free(d->socket_dir);
    free(d->database);
    free(d->role);
    free(d->password);
    free(d->application);
    free(d);
}

void db_drop(struct db *d)
{
    if (d->conn)
        PQfinish(d->conn);
    d->conn = NULL;
    d->in_tx = false;
    PQclear(d->later.last);
    d->later = (struct db_later){0};
    prepared_clear(&d->ready);
}

static void quiet(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res; /* notices are for people at psql */
}

static bool listen_again(struct db *d, struct err *e)
{
    for (size_t i = 0; i < d->nchannels; i++) {
        char *name = PQescapeIdentifier(d->conn, d->channels[i], strlen(d->channels[i]));
        char sql[96];
        int n = name ? snprintf(sql, sizeof sql, "LISTEN %s", name) : -1;
        PQfreemem(name);
        PGresult *r = n > 0 && (size_t)n < sizeof sql ? PQexec(d->conn, sql) : NULL;
        bool ok = r && PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
        if (!ok)
            return err_set(e, ERR_INTERNAL, "cannot listen for notifications");
    }
    return true;
}

/* Names and values of a connection's parameters, for both ways of connecting. */
static const char *const param_names[] = {"host",
                                          "dbname",
                                          "user",
                                          "options",
                                          "application_name",
                                          "password",
                                          "connect_timeout",
                                          "client_encoding",
                                          NULL};
struct param_values {
    const char *v[sizeof param_names / sizeof *param_names];
};

static struct param_values values_of(const struct db *d)
{
    return (struct param_values){{d->socket_dir, d->database, d->role, d->options, d->application,
                                  d->password[0] ? d->password : NULL, "3", "UTF8", NULL}};
}

static bool no_server(struct db *d, struct err *e)
{
    log_event(LOG_WARN, "postgresql_away", "reason", d->conn ? PQerrorMessage(d->conn) : "memory",
              NULL);
    db_drop(d);
    d->retry_mono_ms = clock_mono_ms() + RETRY_MS;
    e->retry_after_s = RETRY_AFTER_S;
    return err_set(e, ERR_UNAVAILABLE, "PostgreSQL is away");
}

static bool settle(struct db *d, struct err *e)
{
    PQsetNoticeReceiver(d->conn, quiet, NULL);
    if (!schema_fits(d->conn, e) || !(d->superuser || guard_holds(d->conn, e))) {
        db_drop(d);
        d->retry_mono_ms = clock_mono_ms() + RETRY_MS;
        e->retry_after_s = RETRY_AFTER_S;
        return false;
    }
    if (!listen_again(d, e) || !PQenterPipelineMode(d->conn)) {
        db_drop(d);
        return err_set(e, ERR_INTERNAL, "a new connection does not work");
    }
    d->connections++;
    return true;
}

static bool too_early(const struct db *d, struct err *e)
{
    if (clock_mono_ms() >= d->retry_mono_ms)
        return false;
    e->retry_after_s = RETRY_AFTER_S;
    return !err_set(e, ERR_UNAVAILABLE, "PostgreSQL is away");
}

/* Whether the connection still stands. Between transactions the server says nothing unless it has
 * gone (or tells of a notification), so one poll finds a restart before a request meets it. */
static bool stands(struct db *d)
{
    if (!d->conn || PQstatus(d->conn) != CONNECTION_OK)
        return false;
    struct pollfd p = {.fd = PQsocket(d->conn), .events = POLLIN};
    for (int i = 0; i < READS && poll(&p, 1, 0) > 0; i++)
        if (!PQconsumeInput(d->conn))
            return false;
    return PQstatus(d->conn) == CONNECTION_OK;
}

bool db_connect(struct db *d, struct err *e)
{
    if (stands(d))
        return true;
    db_drop(d);
    if (too_early(d, e))
        return false;
    struct param_values values = values_of(d);
    d->conn = PQconnectdbParams(param_names, values.v, 0);
    if (!d->conn || PQstatus(d->conn) != CONNECTION_OK)
        return no_server(d, e);
    return settle(d, e);
}

enum db_opening db_open_start(struct db *d, struct err *e)
{
    db_drop(d);
    if (too_early(d, e))
        return DB_CLOSED;
    struct param_values values = values_of(d);
    d->conn = PQconnectStartParams(param_names, values.v, 0);
    if (!d->conn || PQstatus(d->conn) == CONNECTION_BAD) {
        no_server(d, e);
        return DB_CLOSED;
    }
    return DB_WANTS_WRITE;
}

enum db_opening db_open_poll(struct db *d, struct err *e)
{
    switch (d->conn ? PQconnectPoll(d->conn) : PGRES_POLLING_FAILED) {
    case PGRES_POLLING_READING:
        return DB_WANTS_READ;
    case PGRES_POLLING_WRITING:
        return DB_WANTS_WRITE;
    case PGRES_POLLING_OK:
        return settle(d, e) ? DB_OPEN : DB_CLOSED;
    default:
        no_server(d, e);
        return DB_CLOSED;
    }
}

void db_close(struct db *d)
{
    db_drop(d);
}

int db_fd(const struct db *d)
{
    return d->conn ? PQsocket(d->conn) : -1;
}

bool db_listen_later(struct db *d, const char *channel, struct err *e)
{
    if (d->nchannels == DB_MAX_CHANNELS)
        return err_set(e, ERR_INTERNAL, "too many channels");
    d->channels[d->nchannels++] = channel;
    return true;
}

bool db_listen(struct db *d, const char *channel, struct err *e)
{
    if (!db_listen_later(d, channel, e))
        return false;
    db_drop(d); /* the new connection listens to all of them */
    return db_connect(d, e);
}

uint32_t db_listens(const struct db *d)
{
    return d->nchannels && d->conn && PQstatus(d->conn) == CONNECTION_OK ? d->connections : 0;
}

void db_take_in(struct db *d)
{
    if (d->conn && !stands(d))
        db_drop(d);
}

bool db_told(struct db *d, char *out, size_t size)
{
    PGnotify *n = d->conn ? PQnotifies(d->conn) : NULL;

    if (!n)
        return false;
    snprintf(out, size, "%s", n->extra);
    PQfreemem(n);
    return true;
}

bool db_notification(struct db *d, char *out, size_t size)
{
    if (db_told(d, out, size))
        return true;
    if (d->conn && !PQconsumeInput(d->conn))
        db_drop(d);
    return db_told(d, out, size);
}
