/* Runs a check as the checker would for a tenant: under an egress list, one run after another.
 * usage: tenant_check KIND HOST PARAMS TIMEOUT_MS TIMES GAP_MS [ENTRY...]
 * TEST_RESOLVER, TEST_PINGER, TEST_CA, TEST_PG, TEST_REDIS, TEST_API in the environment fill the
 * lab's options. Prints one JSON object a run. */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "checks/check.h"

enum { RULES = 16 };

struct session {
    uv_loop_t loop;
    uv_timer_t gap;
    uv_timer_cb on_gap;
    struct check_lab *lab;
    struct check_job job;
    int64_t left, gap_ms;
    bool failed;
};

static void on_done(const struct check_result *r, void *data)
{
    struct session *s = data;
    json_t *line = json_pack("{s:s, s:s?, s:s, s:o, s:o}", "status", status_name(r->status),
                             "reason", r->reason, "message", r->message, "latency_ms",
                             isnan(r->latency_ms) ? json_null() : json_real(r->latency_ms),
                             "details", check_result_details(r));

    json_dumpf(line, stdout, JSON_COMPACT);
    printf("\n");
    fflush(stdout);
    json_decref(line);
    if (--s->left > 0)
        uv_timer_start(&s->gap, s->on_gap, (uint64_t)s->gap_ms, 0);
}

static void on_gap(uv_timer_t *t)
{
    struct session *s = t->data;
    struct err e = {0};

    if (check_start(s->lab, &s->job, &e))
        return;
    printf("{\"refused\": \"%s\", \"message\": \"%s\"}\n", err_kind(e.code)->slug, e.msg);
    s->failed = true;
}

static bool prepare(struct session *s, char **argv, struct net_rule *rules, size_t n, struct err *e)
{
    const struct check_kind *kind = check_find(str_of(argv[1]));
    const struct check_lab_options o = {.loop = &s->loop,
                                        .resolvers = getenv("TEST_RESOLVER"),
                                        .pinger = getenv("TEST_PINGER"),
                                        .ca_file = getenv("TEST_CA"),
                                        .pg_conninfo = getenv("TEST_PG"),
                                        .redis_socket = getenv("TEST_REDIS"),
                                        .api_socket = getenv("TEST_API")};
    json_t *params = json_loads(argv[3], 0, NULL);
    int64_t timeout;

    if (!kind || !params || !str_int(str_of(argv[4]), 1, 60000, &timeout) ||
        !str_int(str_of(argv[5]), 1, 100000, &s->left) ||
        !str_int(str_of(argv[6]), 0, 60000, &s->gap_ms))
        return err_set(e, ERR_MALFORMED, "wrong usage");
    s->job = (struct check_job){.plan = check_plan_new(kind, params, e),
                                .host = argv[2],
                                .timeout_ms = (int)timeout,
                                .policy = net_policy_new(rules, n),
                                .done = on_done,
                                .data = s};
    json_decref(params);
    if (s->job.plan)
        s->lab = check_lab_new(&o, e);
    return s->lab != NULL;
}

int main(int argc, char **argv)
{
    struct net_rule rules[RULES];
    struct session s = {0};
    struct err e = {0};
    size_t n = 0;

    signal(SIGPIPE, SIG_IGN);
    for (int i = 7; i < argc && n < RULES; i++, n++)
        if (!net_rule_parse(str_of(argv[i]), &rules[n], &e))
            return 2;
    uv_loop_init(&s.loop);
    uv_timer_init(&s.loop, &s.gap);
    s.gap.data = &s;
    s.on_gap = on_gap;
    if (argc < 7 || !prepare(&s, argv, rules, n, &e)) {
        printf("{\"refused\": \"%s\", \"field\": \"%s\", \"message\": \"%s\"}\n",
               err_kind(e.code)->slug, e.field ? e.field : "", e.msg);
        s.failed = true;
    } else {
        uv_timer_start(&s.gap, on_gap, 0, 0);
        uv_run(&s.loop, UV_RUN_DEFAULT);
    }
    check_lab_free(s.lab);
    check_plan_free(s.job.plan);
    net_policy_drop(s.job.policy);
    uv_close((uv_handle_t *)&s.gap, NULL);
    uv_run(&s.loop, UV_RUN_DEFAULT);
    return uv_loop_close(&s.loop) != 0 ? 3 : s.failed;
}
