/* From due to result. Invariant: a watch is either waiting in the agenda, or in flight, or both
 * when a slot comes up while the run before it is still going; that slot then counts as missed. */
#include "workers/runner.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "io/json.h"

enum {
    MOST_IN_FLIGHT = 4000,
    MOST_OF_TENANT = 1000, /* one tenant's slow targets leave room for the others */
    STARTS_A_TURN = 200,
    CROWDED_MS = 50,
    TOGETHER_MS = 2, /* what is due so soon starts along: the clocks' rounding */
    PULSE_MS = 500,
    ASLEEP_MS = 2000,
    SEEN_MS = 55000,    /* an unchanged state's time and latency are written once in so long */
    STATED_MS = 300000, /* and its text and details */
    LEAST_QUIET_MS = 30000,
    UNSAID = -1 /* as stretch of time: the next result is the first in it */
};

/* Without memory for a tenant of its own, it is counted with others like it. */
static uint32_t *busy_of(struct runner *r, int32_t tenant)
{
    size_t i = (size_t)tenant;

    if (i >= r->nbusy) {
        size_t n = i + 64;
        uint32_t *grown = realloc(r->busy, n * sizeof *grown);
        if (!grown)
            return &r->busy_others;
        memset(grown + r->nbusy, 0, (n - r->nbusy) * sizeof *grown);
        r->busy = grown;
        r->nbusy = n;
    }
    return &r->busy[i];
}

static void due(struct runner *r, struct watch *w, int64_t mono_ms)
{
    struct err e = {0};

    if (!agenda_put(&r->agenda, &w->due, mono_ms, &e))
        log_err("schedule", &e); /* comes back with the next comparison's reload */
}

static uint32_t hash_text(uint32_t h, const char *z)
{
    for (; z && *z; z++)
        if (*z < '0' || *z > '9') /* "after 5003 ms" says the same as "after 5004 ms" */
            h = (h ^ (unsigned char)*z) * 16777619u;
    return h;
}

/* True when a failing result says something new. */
static bool say(struct runner *r, struct watch *w, int64_t slot_us, const struct verdict_step *step,
                const struct check_result *result)
{
    uint32_t said = hash_text(hash_text(2166136261u, result->reason), result->message);
    bool news =
        result->status != STATUS_UP && (said != w->said || result->status != w->said_status);

    w->said = said;
    w->said_status = result->status;
    if (!step->changed && !news)
        return false;
    outbox_event(r->outbox, &(struct result_event){{w->tenant, w->id},
                                                   slot_us,
                                                   step->changed,
                                                   step->from,
                                                   step->changed ? step->to : result->status,
                                                   result->reason,
                                                   result->message});
    return news;
}

static char *details_of(const struct check_result *result)
{
    AUTO_JSON details = check_result_details(result);

    return details ? json_dumps(details, JSON_COMPACT | JSON_REAL_PRECISION(9)) : strdup("{}");
}

/* Whether a slot is the first in its stretch of time; each check's stretches begin elsewhere, so
 * that the writing spreads. */
static bool first_in(int64_t period_ms, const struct watch *w, int64_t slot_us, int64_t *stretch)
{
    int64_t now = (slot_us / 1000 + w->id * 7919) / period_ms, before = *stretch;

    *stretch = now;
    return now != before;
}

static void write_state(struct runner *r, struct watch *w, int64_t slot_us, bool news,
                        const struct verdict_step *step, const struct check_result *result)
{
    if (w->verdict.state == STATUS_PENDING)
        return;
    if (!step->changed && result->status != w->verdict.state)
        return; /* a change that waits for confirmation speaks for nobody yet */
    bool whole = first_in(STATED_MS, w, slot_us, &w->stated);
    bool again = first_in(SEEN_MS, w, slot_us, &w->seen);
    struct result_key of = {w->tenant, w->id};
    if (step->changed || news || whole) {
        if (!outbox_state_take(
                r->outbox,
                &(struct result_state){of, w->verdict.state,
                                       w->verdict.state == STATUS_UP ? NULL : result->reason,
                                       result->message, NULL, slot_us, slot_us, result->latency_ms},
                details_of(result)))
            w->stated = UNSAID;
    } else if (again) {
        outbox_sighting(r->outbox, &(struct result_sighting){of, slot_us, result->latency_ms});
    }
}

/* Takes one result into a check's state, which changes when `retries` more have said the same. */
static void take(struct runner *r, struct watch *w, int64_t slot_us, int retries,
                 const struct check_result *result)
{
    const struct verdict_rule rule = {retries, w->rule.interval_ms};
    struct verdict_step step = verdict_push(&w->verdict, &rule, result->status, clock_mono_ms());
    r->finished++;
    w->heard_mono_ms = clock_mono_ms();
    r->blind += result->status == STATUS_UNKNOWN;
    outbox_sample(r->outbox, &(struct result_sample){
                                 {w->tenant, w->id}, slot_us, result->status, result->latency_ms});
    bool news = say(r, w, slot_us, &step, result);
    write_state(r, w, slot_us, news, &step, result);
    if (step.confirm && !w->passive) {
        int64_t again = clock_mono_ms() + step.retry_ms;
        if (again + step.retry_ms / 2 < w->slot.due_mono_ms) { /* else the regular slot is near */
            w->retry = true;
            runner_due_at(r, w, again);
        }
    }
}

void runner_result(struct runner *r, struct watch *w, int64_t slot_us,
                   const struct check_result *result)
{
    take(r, w, slot_us, w->passive ? 0 : w->rule.retries,
         result); /* silence was waited for already */
}

bool runner_is_overdue(const struct watch *w, int64_t mono_ms)
{
    int64_t allowed = 3 * w->rule.interval_ms;

    allowed = (allowed > LEAST_QUIET_MS ? allowed : LEAST_QUIET_MS) + w->timeout_ms + w->grace_ms;
    return mono_ms - w->heard_mono_ms > allowed;
}

void runner_overdue(struct runner *r, struct watch *w)
{
    struct check_result result = {.latency_ms = (double)NAN};

    check_result_set(&result, STATUS_UNKNOWN, "overdue",
                     "no result in time, although it should run");
    take(r, w, clock_wall_us(), 0, &result);
}

void runner_doubted(struct watch *w)
{
    verdict_init(&w->verdict, STATUS_UNKNOWN);
}

bool runner_slept_since(const struct runner *r, int64_t mono_ms)
{
    int64_t now = clock_mono_ms();

    return r->woke_mono_ms > mono_ms ||
           (now - r->pulse_mono_ms > ASLEEP_MS && now - mono_ms > ASLEEP_MS);
}

static void landed(struct runner *r, struct watch *w)
{
    uint32_t *busy = busy_of(r, w->tenant);

    w->run = NULL;
    r->in_flight--;
    *busy -= *busy > 0;
}

static void done(const struct check_result *result, void *data)
{
    struct watch *w = data;
    struct runner *r = w->runner;
    struct check_result own;

    FAULT_POINT("checker-result");
    landed(r, w);
    if (result->status != STATUS_UP && runner_slept_since(r, w->started_mono_ms)) {
        own = *result;
        check_result_set(&own, STATUS_UNKNOWN, "interrupted",
                         "this machine paused while the check was running");
        result = &own;
    }
    if (uplink_doubts(r->uplink, w->tenant, w->id, w->run_slot_us, w->started_mono_ms, w->address,
                      result))
        return;
    runner_result(r, w, w->run_slot_us, result);
}

/* What could not even be started is our failure. */
static void could_not(struct runner *r, struct watch *w, const char *reason, const char *why)
{
    struct check_result result = {.latency_ms = (double)NAN};

    check_result_set(&result, STATUS_UNKNOWN, reason, "%s", why);
    runner_result(r, w, w->run_slot_us, &result);
}

static void begin(struct runner *r, struct watch *w)
{
    struct check_job job = {.plan = w->plan,
                            .host = w->address,
                            .timeout_ms = w->timeout_ms,
                            .policy = policies_of(r->policies, w->tenant),
                            .done = done,
                            .data = w};
    struct err e = {0};

    if (!w->plan) {
        could_not(r, w, "invalid_check", w->fault);
        return;
    }
    FAULT_POINT("checker-before-run");
    w->started_mono_ms = clock_mono_ms();
    w->run = check_start(r->lab, &job, &e);
    if (!w->run) {
        could_not(r, w, "not_started", e.msg);
        return;
    }
    FAULT_POINT("checker-running");
    r->started++;
    r->in_flight++;
    ++*busy_of(r, w->tenant);
}

/* The slot that is due moves on to the next one. */
static void advance(struct runner *r, struct watch *w)
{
    w->slot = schedule_next(&w->grid, &w->slot, clock_wall_us(), clock_mono_ms());
    r->missed += w->slot.missed;
    due(r, w, w->slot.due_mono_ms);
}

static void run_regular(struct runner *r, struct watch *w, int64_t now)
{
    int64_t slot_us = w->slot.slot_us, late = now - w->slot.due_mono_ms;
    bool busy = w->run != NULL;

    if (!w->fresh) {
        lag_push(&r->lag, now, late);
        r->late_ms_most = late > r->late_ms_most ? late : r->late_ms_most;
    }
    w->fresh = false;
    advance(r, w);
    if (busy) {
        r->missed++;
        return;
    }
    w->run_slot_us = slot_us;
    begin(r, w);
}

/* A confirmation has no slot of its own on the grid: it is filed under its own time. */
static void run_retry(struct runner *r, struct watch *w)
{
    w->retry = false;
    due(r, w, w->slot.due_mono_ms);
    if (w->run)
        return;
    w->run_slot_us = clock_wall_us();
    begin(r, w);
}

static bool crowded(struct runner *r, const struct watch *w)
{
    return r->in_flight >= MOST_IN_FLIGHT || *busy_of(r, w->tenant) >= MOST_OF_TENANT;
}

static void arm(struct runner *r)
{
    const struct agenda_item *first = agenda_first(&r->agenda);

    if (!first || !r->policies->bare || frame_draining(r->frame)) {
        uv_timer_stop(&r->alarm);
        return;
    }
    int64_t wait = first->due_mono_ms - clock_mono_ms();
    uv_timer_start(&r->alarm, r->ring, wait > 0 ? (uint64_t)wait : 1, 0);
}

static void ring(uv_timer_t *timer)
{
    struct runner *r = timer->data;
    int64_t now = clock_mono_ms();
    int starts = 0;

    for (struct agenda_item *item;
         starts < STARTS_A_TURN && !frame_draining(r->frame) && (item = agenda_first(&r->agenda)) &&
         item->due_mono_ms <= now + TOGETHER_MS;
         starts++) {
        struct watch *w = (struct watch *)((char *)item - offsetof(struct watch, due));
        if (w->passive) {
            agenda_remove(&r->agenda, &w->due);
            r->passive_due(r->self, w);
        } else if (crowded(r, w)) {
            due(r, w, now + CROWDED_MS);
        } else if (w->retry) {
            run_retry(r, w);
        } else {
            run_regular(r, w, now);
        }
    }
    arm(r);
}

static void pulse(uv_timer_t *timer)
{
    struct runner *r = timer->data;
    int64_t now = clock_mono_ms();

    if (now - r->pulse_mono_ms > ASLEEP_MS) {
        log_event(LOG_WARN, "stood_still", NULL);
        r->woke_mono_ms = now;
    }
    r->pulse_mono_ms = now;
}

void runner_start(struct runner *r, struct frame *f)
{
    r->frame = f;
    r->pulse_mono_ms = clock_mono_ms();
    r->ring = ring;
    uv_timer_init(f->loop, &r->alarm);
    uv_timer_init(f->loop, &r->pulse);
    r->alarm.data = r->pulse.data = r;
    uv_timer_start(&r->pulse, pulse, PULSE_MS, PULSE_MS);
}

void runner_add(struct runner *r, struct watch *w, bool changed)
{
    w->runner = r;
    w->grid = schedule_of(w->tenant, w->id, w->rule.interval_ms);
    w->slot = schedule_first(&w->grid, changed ? 0 : w->ran_us, clock_wall_us(), clock_mono_ms());
    w->retry = false;
    w->fresh = true;
    w->heard_mono_ms = clock_mono_ms();
    if (w->passive)
        return; /* due when the heartbeats say so */
    due(r, w, w->slot.due_mono_ms);
    arm(r);
}

void runner_due_at(struct runner *r, struct watch *w, int64_t mono_ms)
{
    due(r, w, mono_ms);
    arm(r);
}

void runner_remove(struct runner *r, struct watch *w)
{
    agenda_remove(&r->agenda, &w->due);
    if (w->run) {
        check_cancel(w->run);
        landed(r, w);
    }
}

void runner_go(struct runner *r)
{
    arm(r);
}

void runner_stop(struct runner *r)
{
    uv_close((uv_handle_t *)&r->alarm, NULL);
    uv_close((uv_handle_t *)&r->pulse, NULL);
    agenda_clear(&r->agenda);
    free(r->busy);
    r->busy = NULL;
    r->nbusy = 0;
}
