/* Which shards of checks this process holds. Asked for again every quarter of a lease; the answer
 * is the truth. While PostgreSQL is away nobody can take a shard over, so work goes on with the
 * tokens there are; whether they still hold is decided by the database when results arrive. */
#pragma once
#include "store/shard_store.h"
#include "store/frame.h"

struct leases {
    struct frame *frame;
    struct ledger_entry entry;
    struct shard_tokens tokens;
    bool asked; /* the database has answered once */
    /* Shards that came with a new token, and shards that are ours no longer. */
    void (*changed)(void *self, const bool gained[SHARDS], const bool lost[SHARDS]);
    void *self;
};

/* `changed` and `self` are set by the caller beforehand. */
void leases_start(struct leases *l, struct frame *f);
/* The database did not honour these shards: they belong to somebody else by now. */
void leases_refused(struct leases *l, const bool honoured[SHARDS], const struct shard_tokens *sent);
int leases_count(const struct leases *l);
