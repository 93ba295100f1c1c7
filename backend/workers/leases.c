/* Leasing shards. */
#include "workers/leases.h"

#include "base/clock.h"
#include "base/log.h"

enum { RENEW_MS = SHARD_LEASE_S * 1000 / 4 };

static bool ask(void *self, struct db *d, struct err *e)
{
    struct leases *l = self;

    return !frame_draining(l->frame) && shard_lease_ask(d, l->frame->me.instance, e);
}

static void adopt(struct leases *l, const struct shard_tokens *fresh)
{
    bool gained[SHARDS] = {0}, lost[SHARDS] = {0}, any = false;

    for (int s = 0; s < SHARDS; s++) {
        gained[s] = fresh->token[s] && fresh->token[s] != l->tokens.token[s];
        lost[s] = l->tokens.token[s] && fresh->token[s] != l->tokens.token[s];
        any = any || gained[s] || lost[s];
    }
    l->tokens = *fresh;
    if (any)
        l->changed(l->self, gained, lost);
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct leases *l = self;
    struct shard_tokens fresh;

    (void)e;
    if (r) {
        shard_lease_answer(r, &fresh);
        l->asked = true;
        adopt(l, &fresh);
    }
    ledger_want_at(&l->frame->ledger, &l->entry, clock_mono_ms() + (r ? RENEW_MS : RENEW_MS / 5));
}

void leases_start(struct leases *l, struct frame *f)
{
    l->frame = f;
    l->entry = (struct ledger_entry){"lease", ask, answer, l, true, 0};
    ledger_add(&f->ledger, &l->entry);
}

void leases_refused(struct leases *l, const bool honoured[SHARDS], const struct shard_tokens *sent)
{
    struct shard_tokens fresh = l->tokens;
    int n = 0;

    for (int s = 0; s < SHARDS; s++)
        if (sent->token[s] && !honoured[s] && fresh.token[s] == sent->token[s]) {
            fresh.token[s] = 0;
            n++;
        }
    if (n == 0)
        return;
    log_event(LOG_WARN, "shards_lost", NULL);
    adopt(l, &fresh);
    ledger_want(&l->frame->ledger, &l->entry);
}

int leases_count(const struct leases *l)
{
    int n = 0;

    for (int s = 0; s < SHARDS; s++)
        n += l->tokens.token[s] != 0;
    return n;
}
