/* self, PostgreSQL: connect and `select 1`, without ever waiting inside a call. */
#include <libpq-fe.h>
#include <string.h>

#include "checks/self.h"

static struct check_self_state *state_of(struct check_run *run)
{
    return (struct check_self_state *)run->state;
}

static void finish(struct check_run *run, bool up, const char *text)
{
    char line[160];

    run->result.latency_ms = check_run_elapsed_ms(run);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    if (up)
        check_result_set(&run->result, STATUS_UP, NULL, "%s", line);
    else
        check_result_set(&run->result, STATUS_DOWN, "no_answer", "PostgreSQL: %s", line);
    check_end(run);
}

static void read_result(struct check_run *run)
{
    PGconn *pg = state_of(run)->pg;

    if (PQconsumeInput(pg) != 1) {
        finish(run, false, PQerrorMessage(pg));
        return;
    }
    if (PQisBusy(pg))
        return;
    PGresult *r = PQgetResult(pg);
    bool up = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;
    PQclear(r);
    check_result_int(&run->result, "server_version", PQserverVersion(pg));
    finish(run, up, up ? "answers select 1" : PQerrorMessage(pg));
}

/* Each step of connecting may use another descriptor. */
static bool watch_socket(struct check_run *run, void (*ready)(void *data, uint32_t epoll))
{
    struct check_self_state *s = state_of(run);
    int fd = PQsocket(s->pg);

    if (s->watch && fd == s->fd)
        return true;
    if (s->watch)
        loop_forget(run->lab->net.loop, s->watch);
    s->fd = fd;
    s->watch = fd >= 0 ? loop_watch(run->lab->net.loop, fd, ready, run) : NULL;
    if (!s->watch)
        check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "no way to watch a socket");
    return s->watch != NULL;
}

static void on_ready(void *data, uint32_t epoll)
{
    struct check_run *run = data;
    struct check_self_state *s = state_of(run);

    (void)epoll;
    if (s->asked) {
        read_result(run);
        return;
    }
    switch (PQconnectPoll(s->pg)) {
    case PGRES_POLLING_OK:
        s->asked = true;
        if (PQsetnonblocking(s->pg, 1) != 0 || PQsendQuery(s->pg, "select 1") != 1)
            finish(run, false, PQerrorMessage(s->pg));
        break;
    case PGRES_POLLING_FAILED:
        finish(run, false, PQerrorMessage(s->pg));
        break;
    default:
        if (!watch_socket(run, on_ready))
            check_end(run);
    }
}

void check_self_postgresql_start(struct check_run *run)
{
    struct check_self_state *s = state_of(run);

    if (!run->lab->pg_conninfo) {
        check_result_set(&run->result, STATUS_UNKNOWN, "not_configured",
                         "no PostgreSQL is configured");
        check_end(run);
        return;
    }
    s->pg = PQconnectStart(run->lab->pg_conninfo);
    if (!s->pg) {
        check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "no memory for a connection");
        check_end(run);
    } else if (PQstatus(s->pg) == CONNECTION_BAD) {
        finish(run, false, PQerrorMessage(s->pg));
    } else if (!watch_socket(run, on_ready)) {
        check_end(run);
    }
}

void check_self_postgresql_stop(struct check_run *run)
{
    struct check_self_state *s = state_of(run);

    if (s->watch)
        loop_forget(run->lab->net.loop, s->watch);
    s->watch = NULL;
    PQfinish(s->pg);
    s->pg = NULL;
}
