/* One ledger entry a chore; a full batch is followed by the next at once, but never two of one
 * chore without a pause that lets others through. */
#include "workers/keeper.h"

#include <stdlib.h>

#include "base/clock.h"
#include "store/keeper_store.h"

enum { BREATH_MS = 100, AGAIN_MS = 5000, MOST_CHORES = 12 };

struct chore {
    struct ledger_entry entry;
    const struct keeper_chore *what;
    struct frame *frame;
    int64_t runs, rows, failures;
};

struct keeper {
    struct chore chores[MOST_CHORES];
    size_t n;
    int64_t opened_mono_ms;
};

static bool ask(void *self, struct db *d, struct err *e)
{
    struct chore *c = self;
    const struct keeper *k = c->frame->self;
    int64_t settled = k->opened_mono_ms + c->what->settle_ms;

    if (clock_mono_ms() < settled) {
        ledger_want_at(&c->frame->ledger, &c->entry, settled);
        return false;
    }
    return !frame_draining(c->frame) && keeper_ask(d, c->what, e);
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct chore *c = self;
    int64_t rows = r ? keeper_answer(r) : 0;
    int pause_ms = !r                                         ? AGAIN_MS
                   : c->what->batch && rows >= c->what->batch ? BREATH_MS
                                                              : c->what->period_ms;

    (void)e;
    c->runs++;
    c->rows += rows;
    c->failures += !r;
    ledger_want_at(&c->frame->ledger, &c->entry, clock_mono_ms() + pause_ms);
}

static bool start(struct frame *f, struct err *e)
{
    struct keeper *k = calloc(1, sizeof *k);

    if (!k)
        return err_set(e, ERR_UNAVAILABLE, "out of memory");
    f->self = k;
    for (; k->n < MOST_CHORES && keeper_chores[k->n].name; k->n++) {
        struct chore *c = &k->chores[k->n];
        c->what = &keeper_chores[k->n];
        c->frame = f;
        c->entry = (struct ledger_entry){c->what->name, ask, answer, c, true, 0};
        ledger_add(&f->ledger, &c->entry);
    }
    return true;
}

static void notified(struct frame *f, struct str kind, int32_t tenant, int64_t id)
{
    (void)f;
    (void)kind;
    (void)tenant;
    (void)id;
}

static void opened(struct frame *f)
{
    struct keeper *k = f->self;

    k->opened_mono_ms = clock_mono_ms();
}

static void nothing(struct frame *f)
{
    (void)f;
}

static bool drained(const struct frame *f)
{
    return f->ledger.state != LEDGER_BUSY;
}

static void stats(const struct frame *f, struct jout *out)
{
    const struct keeper *k = f->self;

    for (size_t i = 0; i < k->n; i++) {
        jout_name(out, k->chores[i].what->name);
        jout_open(out, '{');
        jout_name(out, "runs");
        jout_int(out, k->chores[i].runs);
        jout_name(out, "rows");
        jout_int(out, k->chores[i].rows);
        jout_name(out, "failures");
        jout_int(out, k->chores[i].failures);
        jout_close(out, '}');
    }
}

const struct frame_role worker_keeper = {
    .name = "keeper",
    .db_role = "tocsin_keeper",
    .network = false,
    .start = start,
    .notified = notified,
    .opened = opened,
    .reload = nothing,
    .drain = nothing,
    .drained = drained,
    .stop = nothing,
    .stats = stats,
};
