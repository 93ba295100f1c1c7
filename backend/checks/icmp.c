/* icmp: the host answers pings; how fast, and how many of them. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "checks/kind.h"

enum { COUNT, GAP, LOSS, FAMILY, SLOW };
enum { COUNT_MAX = 20 };

static const struct param rows[] = {
    [COUNT] = {.name = "count",
               .type = PARAM_INT,
               .min = 1,
               .max = COUNT_MAX,
               .def = "1",
               .help = "How many echo requests to send."},
    [GAP] = {.name = "gap_ms",
             .type = PARAM_INT,
             .unit = "ms",
             .min = 10,
             .max = 2000,
             .def = "200",
             .help = "Time between two of them."},
    [LOSS] = {.name = "degraded_loss_percent",
              .type = PARAM_INT,
              .unit = "%",
              .min = 0,
              .max = 100,
              .def = "0",
              .help = "Losing more than this counts as degraded; losing all counts as down."},
    [FAMILY] = CHECK_ROW_FAMILY,
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

struct echo {
    struct check_run *run;
    uint64_t handle;
    bool over;
};

struct state {
    struct locate where;
    struct addr to;
    int sent, received, lost;
    int said; /* the last word of a router about a lost one, or 0 */
    double sum_ms, min_ms, max_ms;
    struct echo echoes[COUNT_MAX];
    uv_timer_t *next; /* between requests; owned, freed by its close callback */
};

static struct state *state_of(struct check_run *run)
{
    return (struct state *)run->state;
}

static const struct word {
    int said;
    const char *reason, *text;
} words[] = {
    {ICMP_SAID_NO_HOST, "host_unreachable", "the host cannot be reached, says its network"},
    {ICMP_SAID_NO_NETWORK, "network_unreachable", "there is no way to it, says a router"},
    {ICMP_SAID_PROHIBITED, "prohibited", "a router or firewall forbids pings to it"},
    {ICMP_SAID_LOOP, "ttl_exceeded", "the way to it is too long or goes round in a circle"},
};

static const struct word *word_of(int said)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].said == said)
            return &words[i];
    return NULL;
}

static void judge(struct check_run *run)
{
    struct state *s = state_of(run);
    struct check_result *r = &run->result;
    double loss = 100.0 * (s->sent - s->received) / (s->sent > 0 ? s->sent : 1);

    if (s->received == 0 && s->said) {
        const struct word *w = word_of(s->said);
        check_result_set(r, STATUS_DOWN, w->reason, "%s", w->text);
    } else if (s->received == 0) {
        check_result_set(r, STATUS_DOWN, "timeout", "no answer to %d echo request%s", s->sent,
                         s->sent == 1 ? "" : "s");
    } else {
        r->latency_ms = s->sum_ms / s->received;
        if (loss > (double)check_int(run, LOSS))
            check_result_set(r, STATUS_DEGRADED, "packet_loss", "%.0f %% lost of %d", loss,
                             s->sent);
        else
            check_result_set(r, STATUS_UP, NULL, "answers in %.2f ms", r->latency_ms);
    }
    check_run_slow(run, SLOW);
}

static void add_facts(struct check_run *run)
{
    struct state *s = state_of(run);
    struct check_result *r = &run->result;
    char text[ADDR_TEXT];

    if (s->sent == 0)
        return;
    addr_text(&s->to, text);
    check_result_text(r, "address", text);
    check_result_int(r, "sent", s->sent);
    check_result_int(r, "received", s->received);
    check_result_number(r, "loss_percent", 100.0 * (s->sent - s->received) / s->sent);
    if (s->received > 0) {
        check_result_number(r, "rtt_min_ms", s->min_ms);
        check_result_number(r, "rtt_max_ms", s->max_ms);
    }
}

static void finish(struct check_run *run)
{
    add_facts(run);
    check_end(run);
}

static void on_echo(int error, double rtt_ms, void *data)
{
    struct echo *echo = data;
    struct check_run *run = echo->run;
    struct state *s = state_of(run);
    struct failure f;

    echo->over = true;
    if (error == 0) {
        s->min_ms = s->received == 0 || rtt_ms < s->min_ms ? rtt_ms : s->min_ms;
        s->max_ms = s->received == 0 || rtt_ms > s->max_ms ? rtt_ms : s->max_ms;
        s->sum_ms += rtt_ms;
        s->received++;
    } else if (error == ETIMEDOUT || word_of(error)) {
        s->said = error == ETIMEDOUT ? s->said : error;
        s->lost++;
    } else {
        failure_errno(&f, error);
        check_run_failed(run, &f);
        finish(run);
        return;
    }
    /* A word is as good as silence, and sooner. */
    bool told = s->received == 0 && s->said && s->lost == s->sent;
    if (told || s->received + s->lost == (int)check_int(run, COUNT)) {
        judge(run);
        finish(run);
    }
}

/* False: the run is over. */
static bool send_one(struct check_run *run)
{
    struct state *s = state_of(run);
    struct echo *echo = &s->echoes[s->sent];
    enum net_verdict why;

    echo->run = run;
    echo->handle = ping_send(run->lab->ping, run->policy, run->lab->net.own, &s->to,
                             check_run_left_ms(run), on_echo, echo, &why);
    if (echo->handle) {
        s->sent++;
        return true;
    }
    if (why == NET_ALLOWED)
        check_result_set(&run->result, STATUS_UNKNOWN, "too_many", "too many pings are under way");
    else
        check_result_set(&run->result, STATUS_UNKNOWN, "blocked_target", "the address %s",
                         net_verdict_text(why));
    finish(run);
    return false;
}

static void on_next(uv_timer_t *t)
{
    struct check_run *run = t->data;

    if (state_of(run)->sent + 1 == (int)check_int(run, COUNT))
        uv_timer_stop(t);
    send_one(run);
}

static void send_rest(struct check_run *run)
{
    struct state *s = state_of(run);
    uint64_t gap = (uint64_t)check_int(run, GAP);

    s->next = calloc(1, sizeof *s->next);
    if (!s->next) {
        check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "no memory for a check");
        finish(run);
        return;
    }
    uv_timer_init(loop_uv(run->lab->net.loop), s->next);
    s->next->data = run;
    uv_timer_start(s->next, on_next, gap, gap);
}

static void on_located(const struct failure *why, void *data)
{
    struct check_run *run = data;
    struct state *s = state_of(run);

    if (why) {
        check_run_failed(run, why);
        check_end(run);
        return;
    }
    s->to = s->where.addrs[0];
    if (send_one(run) && check_int(run, COUNT) > 1)
        send_rest(run);
}

/* Asked for when first needed, and again as long as neither way works: the pinger may start after
 * us. */
static bool ping_ready(struct check_lab *lab, struct err *e)
{
    if (lab->ping)
        return true;
    bool there = lab->pinger && access(lab->pinger, F_OK) == 0;
    lab->ping = ping_new(lab->net.loop, there ? lab->pinger : NULL, e);
    return lab->ping != NULL;
}

static void start(struct check_run *run)
{
    struct check_lab *lab = run->lab;
    struct err e = {0};
    const struct locate_need need = {.dns = lab->net.dns,
                                     .own = lab->net.own,
                                     .policy = run->policy,
                                     .host = run->host,
                                     .use = NET_ICMP,
                                     .family = check_run_family(run, FAMILY)};

    if (ping_ready(lab, &e)) {
        locate_start(&state_of(run)->where, &need, on_located, run);
        return;
    }
    check_result_set(&run->result, STATUS_UNKNOWN, "no_ping", "%s", e.msg);
    check_end(run);
}

static void free_timer(uv_handle_t *h)
{
    free(h);
}

static void stop(struct check_run *run)
{
    struct state *s = state_of(run);

    locate_cancel(&s->where);
    for (int i = 0; i < s->sent; i++)
        if (!s->echoes[i].over)
            ping_cancel(run->lab->ping, s->echoes[i].handle);
    if (s->next)
        uv_close((uv_handle_t *)s->next, free_timer);
    s->next = NULL;
}

static void late(struct check_run *run)
{
    struct failure f;

    if (state_of(run)->sent > 0) {
        judge(run);
    } else {
        failure_set(&f, true, "resolver_failed", "no resolver answered in time");
        check_run_failed(run, &f);
    }
    add_facts(run);
}

const struct check_kind check_icmp = {
    .name = "icmp",
    .summary = "The host answers pings",
    .cost_us = 40,
    .params = rows,
    .state_bytes = sizeof(struct state),
    .start = start,
    .stop = stop,
    .late = late,
};
