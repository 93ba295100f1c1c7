/* tcp: a port accepts connections; optionally it greets or answers as expected. */
#include <string.h>

#include "base/escape.h"
#include "base/needle.h"
#include "checks/kind.h"

enum { PORT, SEND, EXPECT, FAMILY, SLOW };
enum { ANSWER_MAX = 64 * 1024, TEXT_MAX = 1000 };

static const struct param rows[] = {
    [PORT] = {.name = "port",
              .type = PARAM_INT,
              .min = 1,
              .max = 65535,
              .required = true,
              .help = "The TCP port."},
    [SEND] = {.name = "send",
              .type = PARAM_STRING,
              .max = TEXT_MAX,
              .format = "escaped",
              .help = "Text to send once connected; \\r, \\n, \\t and \\\\ are understood."},
    [EXPECT] = {.name = "expect",
                .type = PARAM_STRING,
                .max = NEEDLE_MAX,
                .format = "escaped",
                .help = "Text that must come back within the first 64 KiB."},
    [FAMILY] = CHECK_ROW_FAMILY,
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

/* What a plan has prepared: both texts with their escapes undone. */
struct texts {
    char send[TEXT_MAX], expect[NEEDLE_MAX];
    size_t send_n, expect_n;
};

struct state {
    size_t sent, read;
    struct needle needle;
};

static bool prepare(struct check_plan *plan, struct err *e)
{
    struct texts *t = check_plan_own(plan, sizeof *t, e);

    return t && escape_undo(str_of(plan->values[SEND].s), t->send, &t->send_n) &&
           escape_undo(str_of(plan->values[EXPECT].s), t->expect, &t->expect_n);
}

static void finish(struct check_run *run, enum status status, const char *reason, const char *text)
{
    check_result_set(&run->result, status, reason, "%s", text);
    check_dial_facts(run);
    check_run_slow(run, SLOW);
    check_end(run);
}

/* Sends, then reads until the expected text has come. */
static void converse(void *data)
{
    struct check_run *run = data;
    struct state *s = (struct state *)run->state;
    const struct texts *t = run->plan->own;
    enum dial_io io = DIAL_MOVED;
    char in[4096];
    size_t n;

    while (s->sent < t->send_n && io == DIAL_MOVED) {
        io = dial_write(run->dial, t->send + s->sent, t->send_n - s->sent, &n);
        if (io == DIAL_MOVED)
            s->sent += n;
    }
    while (io == DIAL_MOVED && t->expect_n && s->read < ANSWER_MAX) {
        io = dial_read(run->dial, in, sizeof in, &n);
        if (io != DIAL_MOVED)
            break;
        s->read += n;
        if (needle_feed(&s->needle, in, n)) {
            check_result_number(&run->result, "answer_ms", check_run_elapsed_ms(run));
            finish(run, STATUS_UP, NULL, "connected, and the expected text came");
            return;
        }
    }
    if (io == DIAL_BROKEN)
        finish(run, STATUS_DOWN, "connection_reset", "connected, then the connection broke off");
    else if (io == DIAL_END || s->read >= ANSWER_MAX)
        finish(run, STATUS_DOWN, "text_missing", "connected, but the expected text did not come");
    else if (io == DIAL_MOVED)
        finish(run, STATUS_UP, NULL, "connected");
}

static void on_open(void *data)
{
    struct check_run *run = data;
    struct state *s = (struct state *)run->state;
    const struct dial_times *t = dial_times(run->dial);
    const struct texts *text = run->plan->own;

    run->result.latency_ms = (double)(t->connected - (t->resolved ? t->resolved : t->start)) / 1000;
    needle_init(&s->needle, text->expect, text->expect_n);
    converse(run);
}

static void start(struct check_run *run)
{
    static const struct dial_calls calls = {on_open, converse, check_dial_failed};
    const struct dial_to to = {.host = run->host,
                               .port = (uint16_t)check_int(run, PORT),
                               .family = check_run_family(run, FAMILY),
                               .budget_ms = check_run_left_ms(run)};

    if (!check_dial_start(run, &to, &calls))
        check_end(run);
}

const struct check_kind check_tcp = {
    .name = "tcp",
    .summary = "A TCP port accepts connections, and answers as expected",
    .cost_us = 90,
    .params = rows,
    .prepare = prepare,
    .state_bytes = sizeof(struct state),
    .start = start,
    .stop = check_dial_stop,
    .late = check_dial_late,
};
