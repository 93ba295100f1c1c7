/* The lab and the life of a run: begin on the loop, deadline, end exactly once. */
#include "checks/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "checks/kind.h"

enum { MAX_TIMEOUT_MS = 30000, OWN_MAX_AGE_MS = 15000 };

const struct check_kind *check_find(struct str name)
{
    for (size_t i = 0; check_registry[i]; i++)
        if (str_is(name, check_registry[i]->name))
            return check_registry[i];
    return NULL;
}

const char *check_name(const struct check_kind *k)
{
    return k->name;
}

const char *check_summary(const struct check_kind *k)
{
    return k->summary;
}

const struct param *check_params(const struct check_kind *k)
{
    return k->params;
}

bool check_is_passive(const struct check_kind *k)
{
    return k->passive;
}

int check_cost_us(const struct check_kind *k)
{
    return k->cost_us;
}

int check_plan_cost_us(const struct check_plan *plan)
{
    const struct check_kind *k = plan->kind;

    return k->tls && k->tls(plan) ? k->cost_tls_us : k->cost_us;
}

bool check_is_internal(const struct check_kind *k)
{
    return k->internal;
}

static void free_lab(struct check_lab *lab)
{
    ping_free(lab->ping);
    ask_free(lab->ask);
    dns_free(lab->net.dns);
    loop_free(lab->net.loop);
    net_own_free(lab->net.own);
    tls_free(lab->net.tls);
    free(lab->pinger);
    free(lab->pg_conninfo);
    free(lab->redis_socket);
    free(lab->api_socket);
    free(lab);
}

static bool copy(char **to, const char *from)
{
    *to = from ? strdup(from) : NULL;
    return !from || *to;
}

struct check_lab *check_lab_new(const struct check_lab_options *o, struct err *e)
{
    struct check_lab *lab = calloc(1, sizeof *lab);

    if (!lab || !copy(&lab->pinger, o->pinger) || !copy(&lab->pg_conninfo, o->pg_conninfo) ||
        !copy(&lab->redis_socket, o->redis_socket) || !copy(&lab->api_socket, o->api_socket) ||
        !(lab->net.own = net_own_new())) {
        if (lab)
            free_lab(lab);
        err_set(e, ERR_UNAVAILABLE, "no memory for checks");
        return NULL;
    }
    lab->net.loop = loop_new(o->loop, e);
    if (lab->net.loop)
        lab->net.dns = dns_new(o->loop, o->resolvers, e);
    if (lab->net.dns && o->ca_file)
        lab->net.tls = tls_new(o->ca_file, e);
    if (!lab->net.dns || (o->ca_file && !lab->net.tls)) {
        free_lab(lab);
        return NULL;
    }
    return lab;
}

static void unlink_run(struct check_run *run)
{
    if (run->prev)
        run->prev->next = run->next;
    else
        run->lab->runs = run->next;
    if (run->next)
        run->next->prev = run->prev;
    run->lab->in_flight--;
}

static void free_run(uv_handle_t *h)
{
    struct check_run *run = (struct check_run *)h;

    check_plan_free(run->plan);
    net_policy_drop(run->policy);
    free(run);
}

void check_cancel(struct check_run *run)
{
    if (run->begun)
        run->plan->kind->stop(run);
    unlink_run(run);
    uv_close((uv_handle_t *)&run->deadline, free_run);
}

void check_lab_free(struct check_lab *lab)
{
    if (!lab)
        return;
    while (lab->runs)
        check_cancel(lab->runs);
    free_lab(lab);
}

size_t check_lab_in_flight(const struct check_lab *lab)
{
    return lab->in_flight;
}

void check_end(struct check_run *run)
{
    run->plan->kind->stop(run);
    unlink_run(run);
    uv_timer_stop(&run->deadline);
    run->done(&run->result, run->data);
    uv_close((uv_handle_t *)&run->deadline, free_run);
}

static void on_deadline(uv_timer_t *t)
{
    struct check_run *run = (struct check_run *)t;

    run->plan->kind->late(run);
    check_end(run);
}

static void on_begin(uv_timer_t *t)
{
    struct check_run *run = (struct check_run *)t;

    uv_timer_start(&run->deadline, on_deadline, (uint64_t)run->timeout_ms, 0);
    run->begun = true;
    run->start_us = clock_mono_us();
    run->plan->kind->start(run);
}

static bool startable(const struct check_job *job, struct err *e)
{
    const struct check_kind *k = job->plan->kind;
    enum addr_host what;
    struct addr literal;

    if (!k->start)
        return err_field(e, ERR_INVALID, "type", "%s is reported to, not run", k->name);
    if (job->timeout_ms < 1)
        return err_field(e, ERR_INVALID, "timeout_ms", "a check needs at least 1 ms");
    return k->internal || addr_host(str_of(job->host), &what, &literal, e);
}

struct check_run *check_start(struct check_lab *lab, const struct check_job *job, struct err *e)
{
    if (!startable(job, e))
        return NULL;
    if (!net_own_refresh(lab->net.own, clock_mono_ms(), OWN_MAX_AGE_MS, e))
        err_clear(e); /* the judge denies what it cannot know */
    struct check_run *run = calloc(1, sizeof *run + job->plan->kind->state_bytes);
    if (!run) {
        err_set(e, ERR_UNAVAILABLE, "no memory for a check");
        return NULL;
    }
    run->lab = lab;
    run->plan = job->plan;
    run->plan->holders++;
    run->policy = net_policy_hold(job->policy);
    run->done = job->done;
    run->data = job->data;
    run->timeout_ms = job->timeout_ms > MAX_TIMEOUT_MS ? MAX_TIMEOUT_MS : job->timeout_ms;
    run->result.status = STATUS_UNKNOWN;
    run->result.latency_ms = NAN;
    snprintf(run->host, sizeof run->host, "%s", job->host ? job->host : "");
    run->next = lab->runs;
    if (lab->runs)
        lab->runs->prev = run;
    lab->runs = run;
    lab->in_flight++;
    uv_timer_init(loop_uv(lab->net.loop), &run->deadline);
    uv_timer_start(&run->deadline, on_begin, 0, 0);
    return run;
}
