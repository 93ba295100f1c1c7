/* The JSON of each event. */
#include "stream/compose.h"

#include "base/clock.h"
#include "store/row.h"
#include "store/stream_store.h"

enum { EVENT_MAX = 900 << 10 };

static void text(struct jout *w, const char *name, const PGresult *r, int row, int col)
{
    jout_name(w, name);
    jout_z(w, row_text(r, row, col));
}

static void number(struct jout *w, const char *name, const PGresult *r, int row, int col)
{
    jout_name(w, name);
    jout_int(w, row_int(r, row, col));
}

static void time_of(struct jout *w, const char *name, const PGresult *r, int row, int col)
{
    char z[CLOCK_TEXT];

    jout_name(w, name);
    if (row_null(r, row, col)) {
        jout_null(w);
        return;
    }
    clock_rfc3339(row_time_us(r, row, col), z);
    jout_z(w, z);
}

static void latency(struct jout *w, const PGresult *r, int row, int col)
{
    jout_name(w, "latency_ms");
    if (row_null(r, row, col))
        jout_null(w);
    else
        jout_num(w, row_double(r, row, col));
}

/* --- lists: items that are there, ids that are gone, ids that were edited --- */

struct shape {
    const char *name;
    int id, edited, there; /* columns; `there` is null for what is gone */
    bool (*wanted)(const PGresult *r, int row, const struct topics *only);
    void (*item)(struct jout *w, const PGresult *r, int row);
};

static bool host_wanted(const PGresult *r, int row, const struct topics *only)
{
    return topics_has(only, TOPIC_HOST, row_int(r, row, STREAM_HOST_ID));
}

static void host_item(struct jout *w, const PGresult *r, int row)
{
    jout_open(w, '{');
    number(w, "id", r, row, STREAM_HOST_ID);
    text(w, "status", r, row, STREAM_HOST_STATUS);
    jout_name(w, "checks");
    jout_open(w, '{');
    number(w, "total", r, row, STREAM_HOST_TOTAL);
    number(w, "up", r, row, STREAM_HOST_UP);
    number(w, "degraded", r, row, STREAM_HOST_DEGRADED);
    number(w, "down", r, row, STREAM_HOST_DOWN);
    number(w, "unknown", r, row, STREAM_HOST_UNKNOWN);
    jout_close(w, '}');
    time_of(w, "last_checked_at", r, row, STREAM_HOST_LAST);
    jout_close(w, '}');
}

/* Of a check that is gone nobody knows the host any more: whoever watches a host hears of it. */
static bool check_wanted(const PGresult *r, int row, const struct topics *only)
{
    return topics_has(only, TOPIC_CHECK, row_int(r, row, STREAM_CHECK_ID)) ||
           (row_null(r, row, STREAM_CHECK_HOST)
                ? topics_any(only, TOPIC_HOST)
                : topics_has(only, TOPIC_HOST, row_int(r, row, STREAM_CHECK_HOST)));
}

static void check_item(struct jout *w, const PGresult *r, int row)
{
    jout_open(w, '{');
    number(w, "id", r, row, STREAM_CHECK_ID);
    number(w, "host_id", r, row, STREAM_CHECK_HOST);
    text(w, "status", r, row, STREAM_CHECK_STATUS);
    text(w, "reason", r, row, STREAM_CHECK_REASON);
    text(w, "message", r, row, STREAM_CHECK_MESSAGE);
    time_of(w, "since", r, row, STREAM_CHECK_SINCE);
    time_of(w, "last_ts", r, row, STREAM_CHECK_LAST);
    latency(w, r, row, STREAM_CHECK_LATENCY);
    jout_close(w, '}');
}

static const struct shape hosts = {
    "hosts", STREAM_HOST_ID, STREAM_HOST_EDITED, STREAM_HOST_STATUS, host_wanted, host_item};
static const struct shape checks = {"checks",          STREAM_CHECK_ID, STREAM_CHECK_EDITED,
                                    STREAM_CHECK_HOST, check_wanted,    check_item};

/* The ids of rows that are gone, or of those that are there and were edited. */
static void write_ids(struct jout *w, const struct shape *s, const PGresult *r,
                      const struct topics *only, bool gone)
{
    jout_name(w, gone ? "gone" : "config");
    jout_open(w, '[');
    for (int row = 0; row < PQntuples(r); row++)
        if (row_bool(r, row, s->edited) && row_null(r, row, s->there) == gone &&
            (!only || s->wanted(r, row, only)))
            jout_int(w, row_int(r, row, s->id));
    jout_close(w, ']');
}

static struct message *compose(const struct shape *s, const PGresult *r, int64_t id,
                               const struct topics *only)
{
    struct jout w;
    int told = 0;

    for (int row = 0; row < PQntuples(r) && only; row++)
        told += s->wanted(r, row, only);
    if (PQntuples(r) == 0 || (only && told == 0))
        return NULL;
    jout_init(&w, EVENT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "items");
    jout_open(&w, '[');
    for (int row = 0; row < PQntuples(r); row++)
        if (!row_null(r, row, s->there) && (!only || s->wanted(r, row, only)))
            s->item(&w, r, row);
    jout_close(&w, ']');
    write_ids(&w, s, r, only, true);
    write_ids(&w, s, r, only, false);
    jout_close(&w, '}');
    return message_take(s->name, id, &w);
}

struct message *compose_hosts(const PGresult *r, int64_t id, const struct topics *only)
{
    return compose(&hosts, r, id, only);
}

struct message *compose_checks(const PGresult *r, int64_t id, const struct topics *only)
{
    return compose(&checks, r, id, only);
}

/* --- the others --- */

static bool change_wanted(const PGresult *r, int row, const struct topics *only)
{
    return topics_has(only, TOPIC_CHECK, row_int(r, row, STREAM_CHANGE_CHECK)) ||
           topics_has(only, TOPIC_HOST, row_int(r, row, STREAM_CHANGE_HOST));
}

static void change_item(struct jout *w, const PGresult *r, int row)
{
    jout_open(w, '{');
    time_of(w, "ts", r, row, STREAM_CHANGE_TS);
    number(w, "check_id", r, row, STREAM_CHANGE_CHECK);
    text(w, "check_name", r, row, STREAM_CHANGE_NAME);
    text(w, "type", r, row, STREAM_CHANGE_TYPE);
    text(w, "from", r, row, STREAM_CHANGE_FROM);
    text(w, "to", r, row, STREAM_CHANGE_TO);
    text(w, "reason", r, row, STREAM_CHANGE_REASON);
    text(w, "message", r, row, STREAM_CHANGE_MESSAGE);
    number(w, "host_id", r, row, STREAM_CHANGE_HOST);
    text(w, "host_name", r, row, STREAM_CHANGE_HOST_NAME);
    jout_close(w, '}');
}

struct message *compose_changes(const PGresult *r, int64_t id, const struct topics *only)
{
    struct jout w;
    int told = 0;

    jout_init(&w, EVENT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "items");
    jout_open(&w, '[');
    for (int row = 0; row < PQntuples(r); row++)
        if (!only || change_wanted(r, row, only)) {
            change_item(&w, r, row);
            told++;
        }
    jout_close(&w, ']');
    jout_close(&w, '}');
    if (told)
        return message_take("changes", id, &w);
    jout_clear(&w);
    return NULL;
}

static const char *status_of(const char *letter)
{
    switch (letter ? *letter : '?') {
    case 'u':
        return "up";
    case 'g':
        return "degraded";
    case 'd':
        return "down";
    default:
        return "unknown";
    }
}

struct message *compose_results(const PGresult *r, int from, int to, int64_t check, int64_t host)
{
    struct jout w;

    jout_init(&w, EVENT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "check_id");
    jout_int(&w, check);
    jout_name(&w, "host_id");
    jout_int(&w, host);
    jout_name(&w, "items");
    jout_open(&w, '[');
    for (int row = from; row < to; row++) {
        jout_open(&w, '{');
        time_of(&w, "ts", r, row, STREAM_RESULT_TS);
        jout_name(&w, "status");
        jout_z(&w, status_of(row_text(r, row, STREAM_RESULT_LETTER)));
        latency(&w, r, row, STREAM_RESULT_LATENCY);
        jout_close(&w, '}');
    }
    jout_close(&w, ']');
    jout_close(&w, '}');
    return message_take("results", 0, &w);
}

struct message *compose_run(const PGresult *r, int row)
{
    const char *result = row_text(r, row, 2);
    struct jout w;

    jout_init(&w, EVENT_MAX);
    jout_open(&w, '{');
    number(&w, "id", r, row, 0);
    text(&w, "state", r, row, 1);
    jout_name(&w, "result");
    if (result)
        jout_raw(&w, str_of(result));
    else
        jout_null(&w);
    text(&w, "error", r, row, 3);
    jout_close(&w, '}');
    return message_take("run", 0, &w);
}

struct message *compose_resync(int64_t id, const char *reason)
{
    struct jout w;

    jout_init(&w, EVENT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "reason");
    jout_z(&w, reason);
    jout_close(&w, '}');
    return message_take("resync", id, &w);
}
