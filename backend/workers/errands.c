/* Claim, run, finish. */
#include "workers/errands.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "io/json.h"
#include "store/job_store.h"

enum {
    MOST_RUNNING = 40,
    MOST_OF_TENANT = 20,
    LOOK_MS = 5000, /* without a notification */
    RENEW_MS = JOB_LEASE_S * 1000 / 3,
    RESULT_MAX = 16 << 10,
    FACTS_TEXT = 40
};

struct errand {
    struct errand *next;
    struct errands *owner;
    struct job_key key;
    int64_t check_id, started_mono_ms;
    struct check_plan *plan; /* owned */
    struct check_run *run;
    char *text; /* owned: result, or why there is none */
    bool failed, for_good;
};

static void take_off(struct errand **list, struct errand *one)
{
    while (*list && *list != one)
        list = &(*list)->next;
    if (*list)
        *list = one->next;
    one->next = NULL;
}

static void append(struct errand **list, struct errand *one)
{
    while (*list)
        list = &(*list)->next;
    *list = one;
    one->next = NULL;
}

static void discard(struct errand *x)
{
    check_plan_free(x->plan);
    free(x->text);
    free(x);
}

/* Its outcome is known; takes `text`. */
static void settle_take(struct errand *x, char *text, bool failed, bool for_good)
{
    struct errands *all = x->owner;

    take_off(&all->running, x);
    all->nrunning--;
    x->run = NULL;
    x->text = text ? text : strdup("{}");
    x->failed = failed;
    x->for_good = for_good;
    append(&all->finished, x);
    ledger_want(&all->frame->ledger, &all->finish_entry);
}

static char *to_json(const struct check_result *r)
{
    struct jout w;
    struct err e = {0};
    AUTO_JSON details = check_result_details(r);
    char *text = NULL;

    jout_init(&w, RESULT_MAX);
    jout_open(&w, '{');
    jout_name(&w, "status");
    jout_z(&w, status_name(r->status));
    jout_name(&w, "reason");
    jout_z(&w, r->reason);
    jout_name(&w, "latency_ms");
    jout_num(&w, r->latency_ms);
    jout_name(&w, "message");
    jout_z(&w, r->message);
    jout_name(&w, "details");
    if (details)
        jout_json(&w, details);
    else
        jout_raw(&w, STR("{}"));
    jout_close(&w, '}');
    if (jout_ok(&w, &e)) {
        struct str s = jout_view(&w);
        text = strndup(s.p, s.n);
    }
    jout_clear(&w);
    return text;
}

static void done(const struct check_result *result, void *data)
{
    struct errand *x = data;
    struct errands *all = x->owner;

    if (result->status != STATUS_UP && runner_slept_since(all->runner, x->started_mono_ms)) {
        settle_take(x, strdup("this machine paused meanwhile"), true, false);
        return;
    }
    FAULT_POINT("checker-job-result");
    char *text = to_json(result);
    struct watch *w = x->check_id ? book_find(all->book, x->key.tenant, x->check_id) : NULL;
    if (w && !w->run && !w->passive)
        runner_result(all->runner, w, clock_wall_us(), result);
    settle_take(x, text, text == NULL, false);
}

static bool plan(struct errand *x, const struct job *j, struct err *e)
{
    const struct check_kind *kind = j->type ? check_find(str_of(j->type)) : NULL;

    if (!j->address)
        return err_set(e, ERR_NOT_FOUND, "the check or its host is gone");
    if (!kind || check_is_passive(kind) || (check_is_internal(kind) && !x->check_id))
        return err_set(e, ERR_INVALID, "checks of this type cannot be run at once");
    x->plan = check_plan_read(kind, str_of(j->params), e);
    return x->plan != NULL;
}

static void begin(struct errands *all, const struct job *j)
{
    struct errand *x = calloc(1, sizeof *x);
    struct err e = {0};

    if (!x)
        return; /* the lease runs out and it comes again */
    x->owner = all;
    x->key = (struct job_key){j->tenant, j->id, j->fence};
    x->check_id = j->check_id;
    append(&all->running, x);
    all->nrunning++;
    all->taken++;
    FAULT_POINT("checker-job-claimed");
    if (j->address && strcmp(j->address, "poison.invalid") == 0)
        FAULT_POINT("checker-job-poison");
    if (plan(x, j, &e)) {
        struct check_job job = {.plan = x->plan,
                                .host = j->address,
                                .timeout_ms = j->timeout_ms > 0 ? j->timeout_ms : 5000,
                                .policy = policies_of(all->policies, j->tenant),
                                .done = done,
                                .data = x};
        x->started_mono_ms = clock_mono_ms();
        x->run = check_start(all->lab, &job, &e);
    }
    if (!x->run)
        settle_take(x, strdup(e.msg), true, e.code != ERR_UNAVAILABLE && e.code != ERR_INTERNAL);
}

static bool take_ask(void *self, struct db *d, struct err *e)
{
    struct errands *x = self;
    int64_t now = clock_mono_ms();
    struct job_claim claim = {(int)(MOST_RUNNING - x->nrunning), MOST_OF_TENANT, false};

    if (frame_draining(x->frame) || !x->policies->bare || x->alone)
        return false;
    if (x->suspect_next || now - x->suspect_mono_ms >= LOOK_MS) {
        if (x->nrunning) /* let the house empty; a finish looks again */
            return false;
        x->suspect_next = false;
        x->suspect_mono_ms = now;
        claim = (struct job_claim){1, MOST_OF_TENANT, true};
    }
    x->asked_suspect = claim.suspect;
    return claim.most > 0 && job_take_ask(d, &claim, e);
}

static void take_answer(void *self, const PGresult *r, const struct err *e)
{
    struct errands *x = self;
    int n = r ? PQntuples(r) : 0;

    (void)e;
    x->alone = x->asked_suspect && n > 0;
    for (int i = 0; i < n; i++) {
        struct job j;
        job_take_answer(r, i, &j);
        begin(x, &j);
    }
    x->suspects = x->asked_suspect ? n > 0 : x->suspects;
    x->suspect_next = !x->asked_suspect && x->suspects; /* they take turns with the others */
    bool again = r && (x->asked_suspect || n > 0 || x->suspect_next) && !x->alone;
    ledger_want_at(&x->frame->ledger, &x->take_entry,
                   clock_mono_ms() + (!r      ? 1000
                                      : again ? 0
                                              : LOOK_MS));
}

static bool finish_ask(void *self, struct db *d, struct err *e)
{
    struct errands *x = self;
    struct errand *one = x->finished;

    if (!one)
        return false;
    x->finishing = one;
    FAULT_POINT("checker-job-before-finish");
    return one->failed ? job_fail_ask(d, &one->key, one->text, one->for_good, e)
                       : job_finish_ask(d, &one->key, one->text, e);
}

static void finish_answer(void *self, const PGresult *r, const struct err *e)
{
    struct errands *x = self;
    struct errand *one = x->finishing;

    x->finishing = NULL;
    if (!r && e->code == ERR_UNAVAILABLE) { /* PostgreSQL is away: the outcome is kept */
        ledger_want_at(&x->frame->ledger, &x->finish_entry, clock_mono_ms() + 500);
        return;
    }
    x->lost += !r || !job_held_answer(r);
    x->done += !one->failed;
    x->failed += one->failed;
    take_off(&x->finished, one);
    discard(one);
    if (x->finished)
        ledger_want(&x->frame->ledger, &x->finish_entry);
    if (x->nrunning == 0 && !x->finished)
        x->alone = false;
    errands_look(x);
}

static size_t keys_of(const struct errand *list, struct job_key *keys, size_t n, size_t most)
{
    for (; list && n < most; list = list->next)
        keys[n++] = list->key;
    return n;
}

static bool renew_ask(void *self, struct db *d, struct err *e)
{
    struct errands *x = self;
    struct job_key keys[2 * MOST_RUNNING];
    struct arena mem;
    size_t n = keys_of(x->running, keys, 0, 2 * MOST_RUNNING);

    n = keys_of(x->finished, keys, n, 2 * MOST_RUNNING);
    if (n == 0) {
        ledger_want_at(&x->frame->ledger, &x->renew_entry, clock_mono_ms() + RENEW_MS);
        return false;
    }
    arena_init(&mem, 64 << 10);
    bool sent = job_renew_ask(d, keys, n, &mem, e);
    arena_clear(&mem);
    return sent;
}

static void renew_answer(void *self, const PGresult *r, const struct err *e)
{
    struct errands *x = self;

    (void)r;
    (void)e;
    ledger_want_at(&x->frame->ledger, &x->renew_entry, clock_mono_ms() + RENEW_MS);
}

void errands_start(struct errands *x, struct frame *f)
{
    x->frame = f;
    x->take_entry = (struct ledger_entry){"jobs", take_ask, take_answer, x, true, 0};
    x->finish_entry = (struct ledger_entry){"job_finish", finish_ask, finish_answer, x, false, 0};
    x->renew_entry = (struct ledger_entry){"job_renew", renew_ask, renew_answer, x, true, 0};
    ledger_add(&f->ledger, &x->finish_entry);
    ledger_add(&f->ledger, &x->take_entry);
    ledger_add(&f->ledger, &x->renew_entry);
}

void errands_look(struct errands *x)
{
    ledger_want(&x->frame->ledger, &x->take_entry);
}

bool errands_idle(const struct errands *x)
{
    return !x->running && !x->finished;
}

void errands_stop(struct errands *x)
{
    struct errand *lists[] = {x->running, x->finished};

    for (size_t i = 0; i < 2; i++)
        for (struct errand *one = lists[i], *next; one; one = next) {
            next = one->next;
            if (one->run)
                check_cancel(one->run);
            discard(one);
        }
    x->running = x->finished = NULL;
}
