/* Migrations and the passwords of database roles. */
#include "store/migrate_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/fault.h"
#include "store/row.h"

enum { RETRY_NS = 20000000 };

static const char LOCK[] = "SELECT pg_advisory_lock(7229363912)";
static const char LOG_TABLE[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                "    name text PRIMARY KEY,"
                                "    checksum text NOT NULL CHECK (checksum ~ '^[0-9a-f]{64}$'),"
                                "    breaking boolean NOT NULL DEFAULT false,"
                                "    applied_at timestamptz NOT NULL DEFAULT clock_timestamp());"
                                "REVOKE ALL ON schema_migration FROM PUBLIC";
static const char APPLIED[] = "SELECT name, checksum FROM schema_migration ORDER BY name";
static const char NOTE[] =
    "INSERT INTO schema_migration (name, checksum, breaking) VALUES ($1, $2, $3)";
static const char LIMITS[] = "SET lock_timeout = '10s'; SET client_min_messages = 'warning'";
static const char EXISTS[] = "SELECT FROM pg_database WHERE datname = $1";
static const char ROLE_EXISTS[] = "SELECT FROM pg_roles WHERE rolname = $1";
/* Identifiers and passwords cannot be parameters of these statements; the server quotes them. */
static const char SAY_CREATE[] =
    "SELECT format('CREATE DATABASE %I ENCODING ''UTF8'' LOCALE ''C.UTF-8'' TEMPLATE template0', "
    "$1::text)";
static const char SAY_SECRET[] = "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)";

static bool failed(PGconn *c, const char *doing, const PGresult *r, struct err *e)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *text = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : PQerrorMessage(c);

    return err_set(e, PQstatus(c) == CONNECTION_OK ? ERR_INTERNAL : ERR_UNAVAILABLE, "%s: %s %s",
                   doing, state ? state : "", text ? text : "no answer");
}

static bool run(PGconn *c, const char *doing, const char *sql, struct err *e)
{
    AUTO_RES r = PQexec(c, sql);
    ExecStatusType st = PQresultStatus(r);

    return st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK || failed(c, doing, r, e);
}

static bool ask(PGconn *c, const char *doing, const char *sql, const char *const *values, int n,
                PGresult **out, struct err *e)
{
    PGresult *r = PQexecParams(c, sql, n, NULL, values, NULL, NULL, 0);
    ExecStatusType st = PQresultStatus(r);

    if (st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK) {
        *out = r;
        return true;
    }
    failed(c, doing, r, e);
    PQclear(r);
    return false;
}

/* Runs the statement that the server has composed from our constant text and quoted values. */
static bool say_and_run(PGconn *c, const char *doing, const char *say, const char *const *values,
                        int n, struct err *e)
{
    AUTO_RES r = NULL;

    return ask(c, doing, say, values, n, &r, e) && run(c, doing, PQgetvalue(r, 0, 0), e);
}

static PGconn *connect_to(const char *socket_dir, const char *database, const char *superuser)
{
    const char *const keys[] = {
        "host", "dbname", "user", "application_name", "client_encoding", "connect_timeout", NULL};
    const char *const values[] = {socket_dir, database, superuser, "tocsin migrate",
                                  "UTF8",     "5",      NULL};

    return PQconnectdbParams(keys, values, 0);
}

/* Connects to the maintenance database, which every cluster has. */
static PGconn *wait_for_server(const char *socket_dir, const char *superuser, int wait_ms,
                               struct err *e)
{
    const struct timespec pause = {.tv_nsec = RETRY_NS};
    int64_t until = clock_mono_ms() + wait_ms;

    for (;;) {
        PGconn *c = connect_to(socket_dir, "postgres", superuser);
        if (PQstatus(c) == CONNECTION_OK)
            return c;
        if (clock_mono_ms() >= until) {
            err_set(e, ERR_UNAVAILABLE, "cannot reach PostgreSQL: %s", PQerrorMessage(c));
            PQfinish(c);
            return NULL;
        }
        PQfinish(c);
        nanosleep(&pause, NULL);
    }
}

static bool make_database(PGconn *c, const char *database, struct err *e)
{
    AUTO_RES there = NULL;
    AUTO_RES again = NULL;
    struct err first = {0};

    if (!ask(c, "look for the database", EXISTS, &database, 1, &there, e))
        return false;
    if (PQntuples(there) > 0)
        return true;
    if (say_and_run(c, "create the database", SAY_CREATE, &database, 1, &first))
        return true;
    /* Somebody else may have made it at the same moment. */
    if (ask(c, "look for the database", EXISTS, &database, 1, &again, e) && PQntuples(again) > 0)
        return true;
    return err_set(e, first.code, "%s", first.msg);
}

PGconn *migrate_open(const char *socket_dir, const char *database, const char *superuser,
                     int wait_ms, struct err *e)
{
    PGconn *maintenance = wait_for_server(socket_dir, superuser, wait_ms, e);

    if (!maintenance)
        return NULL;
    bool there = make_database(maintenance, database, e);
    PQfinish(maintenance);
    if (!there)
        return NULL;
    PGconn *c = connect_to(socket_dir, database, superuser);
    if (PQstatus(c) == CONNECTION_OK && run(c, "set limits", LIMITS, e))
        return c;
    err_set(e, ERR_UNAVAILABLE, "cannot reach the database %s: %s", database, PQerrorMessage(c));
    PQfinish(c);
    return NULL;
}

void migrate_close(PGconn *c)
{
    if (c)
        PQfinish(c);
}

static const struct migration *find(const struct migration *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

/* Refuses a database that this build does not know; marks in `done` what it already has. */
static bool compare(const PGresult *r, const struct migration *list, size_t n, bool *done,
                    struct err *e)
{
    for (int row = 0; row < PQntuples(r); row++) {
        const char *name = row_text(r, row, 0);
        const struct migration *m = find(list, n, name);
        if (!m)
            return err_set(e, ERR_CONFLICT,
                           "this database has the step %s, which this build does not know: it was "
                           "made by a newer Tocsin; run that one",
                           name);
        if (strcmp(m->checksum, row_text(r, row, 1)) != 0)
            return err_set(e, ERR_CONFLICT,
                           "the step %s has been applied with another text than this build's; run "
                           "the build that made this database, or start over with an empty one",
                           name);
        done[m - list] = true;
    }
    return true;
}

static bool apply_one(PGconn *c, const struct migration *m, struct err *e)
{
    const char *values[] = {m->name, m->checksum, m->breaking ? "true" : "false"};
    AUTO_RES noted = NULL;

    bool ok = run(c, "begin", "BEGIN", e) && run(c, m->name, m->sql, e) &&
              run(c, "leave the owner's role", "RESET ROLE", e) &&
              ask(c, "note the step", NOTE, values, 3, &noted, e);
    if (ok) {
        FAULT_POINT("migrate-before-commit");
        ok = run(c, "commit", "COMMIT", e);
        FAULT_POINT("migrate-after-commit");
    }
    if (!ok) {
        struct err ignored = {0}; /* the first error is the one that counts */
        if (!run(c, "roll back", "ROLLBACK", &ignored))
            return false;
    }
    return ok;
}

bool migrate_apply(PGconn *c, const struct migration *list, size_t n,
                   void (*applied)(const char *name), struct err *e)
{
    AUTO_RES have = NULL;
    bool *done = calloc(n ? n : 1, sizeof *done);

    if (!done)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    bool ok = run(c, "wait for other migrators", LOCK, e) && run(c, "make the log", LOG_TABLE, e) &&
              ask(c, "read the log", APPLIED, NULL, 0, &have, e) && compare(have, list, n, done, e);
    for (size_t i = 0; ok && i < n; i++) {
        if (done[i])
            continue;
        ok = apply_one(c, &list[i], e);
        if (ok && applied)
            applied(list[i].name);
    }
    free(done);
    return ok;
}

bool migrate_secret(PGconn *c, const char *role, const char *password, struct err *e)
{
    AUTO_RES there = NULL;

    if (!ask(c, "look for the role", ROLE_EXISTS, &role, 1, &there, e))
        return false;
    if (PQntuples(there) == 0)
        return err_set(e, ERR_NOT_FOUND, "there is no database role %s", role);
    char *verifier = PQencryptPasswordConn(c, password, role, "scram-sha-256");
    if (!verifier)
        return err_set(e, ERR_INTERNAL, "cannot hash a password: %s", PQerrorMessage(c));
    const char *values[] = {role, verifier};
    bool ok = say_and_run(c, "set a password", SAY_SECRET, values, 2, e);
    explicit_bzero(verifier, strlen(verifier));
    PQfreemem(verifier);
    return ok;
}
