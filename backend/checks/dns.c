/* dns: a resolver answers a question, as expected. Over UDP, and over TCP where the answer is cut
 * short. The resolver is the host itself unless one is named; it is judged like any target. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "checks/kind.h"

enum { QUERY, RECORD, EXPECT, ACCEPT, RESOLVER, PORT, FAMILY, SLOW };
enum { LISTED = 400 };

static const struct param rows[] = {
    [QUERY] = {.name = "query",
               .type = PARAM_STRING,
               .min = 1,
               .max = 253,
               .required = true,
               .format = "dns_name",
               .with = "record",
               .help = "The name to look up; for PTR an address will do."},
    [RECORD] = {.name = "record",
                .type = PARAM_ENUM,
                .choices = DNSMSG_TYPES,
                .def = "A",
                .help = "The type of record to ask for."},
    [EXPECT] = {.name = "expect",
                .type = PARAM_STRING,
                .max = 255,
                .format = "dns_answer",
                .with = "record",
                .help =
                    "A value that must be among the answers, like 192.0.2.1 or 10 mx.example.org; "
                    "empty: any will do."},
    [ACCEPT] = {.name = "accept",
                .type = PARAM_ENUM,
                .choices = "records|any",
                .def = "records",
                .help = "any: the server works when it answers at all, even that there is no such "
                        "name."},
    [RESOLVER] = {.name = "resolver",
                  .type = PARAM_STRING,
                  .max = 255,
                  .format = "server",
                  .help = "Ask this server, ADDRESS or ADDRESS:PORT; empty: the host itself."},
    [PORT] = {.name = "port",
              .type = PARAM_INT,
              .min = 1,
              .max = 65535,
              .def = "53",
              .help = "The server's port."},
    [FAMILY] = CHECK_ROW_FAMILY,
    [SLOW] = CHECK_ROW_SLOW,
    {0},
};

/* What a plan has prepared. */
struct prepared {
    char server[256]; /* "" = the host */
    uint16_t port;
    uint8_t question[DNSMSG_QUESTION];
    size_t question_n;
};

struct state {
    struct locate where;
    struct ask_question question;
    bool plain; /* asked again without EDNS */
    bool tcp;   /* and over TCP, as the answer was cut short */
    size_t out_n, in_n;
    uint8_t out[DNSMSG_QUESTION + 2], in[DNSMSG_MAX + 2];
};

static struct state *state_of(struct check_run *run)
{
    return (struct state *)run->state;
}

static bool prepare(struct check_plan *plan, struct err *e)
{
    const struct check_value *v = plan->values;
    struct prepared *p = check_plan_own(plan, sizeof *p, e);
    struct str server;
    int64_t port;
    uint16_t type;

    if (!p || !addr_split(str_of(v[RESOLVER].s), &server, &port))
        return false;
    snprintf(p->server, sizeof p->server, "%.*s", STR_ARG(server));
    p->port = (uint16_t)(port ? port : v[PORT].i);
    return dnsmsg_type(str_of(v[RECORD].s), &type) &&
           dnsmsg_question(str_of(v[QUERY].s), type, p->question, &p->question_n, e);
}

/* Names without regard to case and last dot, addresses by value. */
static bool same(const char *value, const char *expect)
{
    size_t n = strlen(expect);
    struct addr a, b;

    if (addr_parse(str_of(value), &a) && addr_parse(str_of(expect), &b))
        return addr_equal(&a, &b);
    if (n > 1 && expect[n - 1] == '.')
        n--;
    return strlen(value) == n && strncasecmp(value, expect, n) == 0;
}

static void judge_answers(struct check_run *run, const struct dnsmsg *m)
{
    const char *expect = check_text(run, EXPECT);
    char text[LISTED];
    struct buf list = BUF(text);
    bool found = !*expect;

    text[0] = '\0';
    for (size_t i = 0; i < m->answers && i < DNSMSG_ANSWERS; i++) {
        struct buf before = list;
        found = found || same(m->values[i], expect);
        buf_fmt(&list, "%s%s", i ? ", " : "", m->values[i]);
        if (!buf_ok(&list)) {
            list = before; /* as many as fit */
            text[list.n] = '\0';
            break;
        }
    }
    check_result_int(&run->result, "answers", (int64_t)m->answers);
    check_result_int(&run->result, "ttl_s", m->ttl_s);
    check_result_text(&run->result, "values", text);
    if (found)
        check_result_set(&run->result, STATUS_UP, NULL, "%.200s", text);
    else
        check_result_set(&run->result, STATUS_DOWN, "answer_mismatch", "not %.80s but %.120s",
                         expect, text);
}

static void judge(struct check_run *run, const struct dnsmsg *m)
{
    static const char *const reasons[] = {"",         "formerr", "servfail",
                                          "nxdomain", "notimp",  "refused"};
    struct check_result *r = &run->result;
    const char *query = check_text(run, QUERY);

    check_result_text(r, "rcode", dnsmsg_rcode(m->rcode));
    check_result_bool(r, "authoritative", m->authoritative);
    bool any = strcmp(check_text(run, ACCEPT), "any") == 0;
    if (any && (m->rcode == DNSMSG_NXDOMAIN || (m->rcode == 0 && m->answers == 0)))
        check_result_set(r, STATUS_UP, NULL, "answers (%s)", dnsmsg_rcode(m->rcode));
    else if (m->rcode != 0)
        check_result_set(r, STATUS_DOWN, m->rcode < 6 ? reasons[m->rcode] : "refused",
                         "the answer for %.100s is %s", query, dnsmsg_rcode(m->rcode));
    else if (m->answers == 0)
        check_result_set(r, STATUS_DOWN, "no_answer", "%.100s has no %s record", query,
                         check_text(run, RECORD));
    else
        judge_answers(run, m);
    check_run_slow(run, SLOW);
}

static void finish(struct check_run *run)
{
    struct state *s = state_of(run);
    char text[ADDR_TEXT];

    if (s->where.n > 0) {
        addr_text(&s->where.addrs[0], text);
        check_result_text(&run->result, "server", text);
    }
    check_result_text(&run->result, "transport", s->tcp ? "tcp" : "udp");
    check_result_bool(&run->result, "edns", !s->plain);
    check_end(run);
}

static void fail(struct check_run *run, const struct failure *why)
{
    check_run_failed(run, why);
    finish(run);
}

/* The whole message has come: the run is over. */
static void take_answer(struct check_run *run, const uint8_t *p, size_t n)
{
    const struct ask_question *asked = &state_of(run)->question;
    struct failure why;
    struct dnsmsg m;

    if (dnsmsg_parse(p, n, asked->bytes, asked->n, &m)) {
        judge(run, &m);
        finish(run);
        return;
    }
    failure_set(&why, false, "bad_answer", "what came back is no answer to the question");
    fail(run, &why);
}

static void converse(void *data)
{
    struct check_run *run = data;
    struct state *s = state_of(run);
    enum dial_io io = DIAL_MOVED;
    size_t n, want = 2;

    while (s->out_n < s->question.n + 2 && io == DIAL_MOVED) {
        io = dial_write(run->dial, s->out + s->out_n, s->question.n + 2 - s->out_n, &n);
        s->out_n += io == DIAL_MOVED ? n : 0;
    }
    while (io == DIAL_MOVED) {
        if (s->in_n >= 2)
            want = 2 + ((size_t)s->in[0] << 8 | s->in[1]);
        if (s->in_n >= want && s->in_n >= 2) {
            run->result.latency_ms = check_run_elapsed_ms(run);
            take_answer(run, s->in + 2, want - 2);
            return;
        }
        if (want > sizeof s->in)
            io = DIAL_BROKEN;
        else
            io = dial_read(run->dial, s->in + s->in_n, want - s->in_n, &n);
        s->in_n += io == DIAL_MOVED ? n : 0;
    }
    if (io == DIAL_AGAIN)
        return;
    struct failure why;
    failure_set(&why, false, "bad_answer", "the answer over TCP is not whole");
    fail(run, &why);
}

static void on_dial_failed(const struct failure *why, void *data)
{
    struct check_run *run = data;

    check_dial_lost(run, why);
    finish(run);
}

static void ask_by_tcp(struct check_run *run)
{
    static const struct dial_calls calls = {converse, converse, on_dial_failed};
    const struct prepared *plan = run->plan->own;
    struct state *s = state_of(run);
    char text[ADDR_TEXT];

    addr_text(&s->where.addrs[0], text);
    s->tcp = true;
    s->out[0] = (uint8_t)(s->question.n >> 8);
    s->out[1] = (uint8_t)s->question.n;
    memcpy(s->out + 2, s->question.bytes, s->question.n);
    const struct dial_to to = {
        .host = text, .port = plan->port, .budget_ms = check_run_left_ms(run)};
    if (!check_dial_start(run, &to, &calls))
        finish(run);
}

static void take_datagram(struct check_run *run, const uint8_t *answer, size_t n, double rtt_ms)
{
    if (n > 2 && answer[2] & 2) {
        ask_by_tcp(run);
    } else {
        run->result.latency_ms = rtt_ms;
        take_answer(run, answer, n);
    }
}

static void ask_by_udp(struct check_run *run, const uint8_t *question, size_t n, ask_done *done)
{
    struct state *s = state_of(run);
    const struct prepared *plan = run->plan->own;
    struct failure f;

    if (!ask_send(run->lab->ask, &s->question, run->policy, run->lab->net.own, &s->where.addrs[0],
                  plan->port, question, n, done, run, &f))
        fail(run, &f);
}

static void on_plain_answer(const struct failure *why, const uint8_t *answer, size_t n,
                            double rtt_ms, void *data)
{
    struct check_run *run = data;

    if (why)
        fail(run, why);
    else
        take_datagram(run, answer, n, rtt_ms);
}

static void ask_plainly(struct check_run *run)
{
    const struct prepared *plan = run->plan->own;
    uint8_t question[DNSMSG_QUESTION];
    size_t n = plan->question_n;

    memcpy(question, plan->question, n);
    dnsmsg_without_edns(question, &n);
    state_of(run)->plain = true;
    ask_by_udp(run, question, n, on_plain_answer);
}

static void on_answer(const struct failure *why, const uint8_t *answer, size_t n, double rtt_ms,
                      void *data)
{
    struct check_run *run = data;

    if (why)
        fail(run, why);
    else if (dnsmsg_refuses_edns(answer, n))
        ask_plainly(run);
    else
        take_datagram(run, answer, n, rtt_ms);
}

static void on_located(const struct failure *why, void *data)
{
    struct check_run *run = data;
    const struct prepared *plan = run->plan->own;

    if (why)
        fail(run, why);
    else
        ask_by_udp(run, plan->question, plan->question_n, on_answer);
}

static void start(struct check_run *run)
{
    const struct prepared *plan = run->plan->own;
    struct check_lab *lab = run->lab;
    struct err e = {0};
    const struct locate_need need = {.dns = lab->net.dns,
                                     .own = lab->net.own,
                                     .policy = run->policy,
                                     .host = plan->server[0] ? plan->server : run->host,
                                     .port = plan->port,
                                     .use = NET_CONNECT,
                                     .family = check_run_family(run, FAMILY)};

    if (!lab->ask)
        lab->ask = ask_new(lab->net.loop, &e);
    if (lab->ask) {
        locate_start(&state_of(run)->where, &need, on_located, run);
        return;
    }
    check_result_set(&run->result, STATUS_UNKNOWN, "no_memory", "%s", e.msg);
    check_end(run);
}

static void stop(struct check_run *run)
{
    struct state *s = state_of(run);

    locate_cancel(&s->where);
    ask_cancel(&s->question);
    check_dial_stop(run);
}

static void late(struct check_run *run)
{
    struct state *s = state_of(run);
    struct failure f;

    if (run->dial)
        dial_timed_out(run->dial, &f);
    else if (s->where.lookup)
        failure_set(&f, true, "resolver_failed", "no resolver answered for the server's name");
    else
        failure_set(&f, false, "timeout", "the server gave no answer");
    check_run_failed(run, &f);
}

const struct check_kind check_dns = {
    .name = "dns",
    .summary = "A name server answers a question, as expected",
    .cost_us = 60,
    .params = rows,
    .prepare = prepare,
    .state_bytes = sizeof(struct state),
    .start = start,
    .stop = stop,
    .late = late,
};
