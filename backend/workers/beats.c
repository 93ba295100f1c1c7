/* Reading reports in bulk and judging silence. */
#include "workers/beats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/beat_store.h"

enum { MOST_ASKED = 2000, SCRATCH = 256 << 10 };

static bool ask(void *self, struct db *d, struct err *e)
{
    struct beats *b = self;
    struct arena mem;

    b->asked = b->n < MOST_ASKED ? b->n : MOST_ASKED;
    if (b->asked == 0)
        return false;
    arena_init(&mem, SCRATCH);
    int32_t *tenants = arena_array(&mem, b->asked, sizeof *tenants, e);
    int64_t *checks = arena_array(&mem, b->asked, sizeof *checks, e);
    for (size_t i = 0; tenants && checks && i < b->asked; i++) {
        tenants[i] = b->keys[i].tenant;
        checks[i] = b->keys[i].id;
    }
    bool sent = tenants && checks && beat_read_ask(d, tenants, checks, b->asked, &mem, e);
    arena_clear(&mem);
    return sent;
}

static void take_report(struct beats *b, const struct beat *beat)
{
    struct watch *w = book_find(b->book, beat->tenant, beat->check_id);
    struct check_result result = {.latency_ms = beat->ping_ms};

    if (!w || !w->passive)
        return;
    w->listen_mono_ms = clock_mono_ms() - (beat->age_ms > 0 ? beat->age_ms : 0);
    if (beat->at_us <= w->heard_us)
        return;
    w->heard_us = beat->at_us;
    if (beat->up)
        check_result_set(&result, STATUS_UP, NULL, "%s", beat->message);
    else
        check_result_set(&result, STATUS_DOWN, "reported_down", "%s",
                         beat->message[0] ? beat->message : "it reported that it is down");
    runner_result(b->runner, w, beat->at_us, &result);
}

static void judge_silence(struct beats *b, struct watch *w)
{
    int64_t now = clock_mono_ms(), allowed = w->rule.interval_ms + w->grace_ms;
    struct check_result result = {.latency_ms = (double)NAN};

    if (now < w->listen_mono_ms + allowed) {
        runner_due_at(b->runner, w, w->listen_mono_ms + allowed);
        return;
    }
    check_result_set(&result, STATUS_DOWN, "missed", "no report came in time");
    runner_result(b->runner, w, clock_wall_us(), &result);
    runner_due_at(b->runner, w, now + w->rule.interval_ms);
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct beats *b = self;
    struct beat beat;
    size_t asked = b->asked;

    (void)e;
    b->asked = 0;
    if (!r) {
        ledger_want_at(&b->frame->ledger, &b->entry, clock_mono_ms() + 1000);
        return;
    }
    for (int i = 0; i < PQntuples(r); i++) {
        beat_read_answer(r, i, &beat);
        take_report(b, &beat);
    }
    for (size_t i = 0; i < asked; i++) {
        struct watch *w = book_find(b->book, b->keys[i].tenant, b->keys[i].id);
        if (w && w->passive)
            judge_silence(b, w);
    }
    b->n -= asked;
    memmove(b->keys, b->keys + asked, b->n * sizeof *b->keys);
    if (b->n)
        ledger_want(&b->frame->ledger, &b->entry);
}

void beats_start(struct beats *b, struct frame *f)
{
    b->frame = f;
    b->entry = (struct ledger_entry){"beats", ask, answer, b, false, 0};
    ledger_add(&f->ledger, &b->entry);
}

void beats_look(struct beats *b, const struct watch *w)
{
    for (size_t i = b->asked; i < b->n; i++)
        if (b->keys[i].tenant == w->tenant && b->keys[i].id == w->id)
            return;
    if (b->n == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 16;
        struct running_key *keys = realloc(b->keys, cap * sizeof *keys);
        if (!keys)
            return;
        b->keys = keys;
        b->cap = cap;
    }
    b->keys[b->n++] = (struct running_key){w->tenant, w->id};
    ledger_want(&b->frame->ledger, &b->entry);
}

void beats_add(struct beats *b, struct watch *w)
{
    if (w->heard_us < w->ran_us)
        w->heard_us = w->ran_us;
    w->listen_mono_ms = clock_mono_ms();
    beats_look(b, w);
}

void beats_stop(struct beats *b)
{
    free(b->keys);
    b->keys = NULL;
    b->n = b->cap = 0;
}
