/* Results on their way to PostgreSQL: kept here until a flush is known to be committed, sent at
 * most once a second. While PostgreSQL is away they wait, the newest so many; what had to be
 * dropped is counted. A flush whose outcome is unknown is repeated: slots make that harmless. */
#pragma once
#include "store/result_store.h"
#include "store/frame.h"
#include "workers/leases.h"

struct outbox {
    struct frame *frame;
    struct leases *leases;
    struct ledger_entry entry;
    struct result_sample *samples; /* owned; oldest first; so are the others */
    struct result_event *events;   /* own their message */
    struct result_state *states;   /* own message and details */
    struct result_sighting *sightings;
    size_t nsamples, nevents, nstates, nsightings;
    size_t samples_cap, events_cap, states_cap, sightings_cap;
    struct result_batch sent; /* how many of each are in flight */
    struct shard_tokens sent_tokens;
    bool in_flight;
    int refusals; /* of the same flush */
    int64_t flushes, written, dropped, refused;
};

void outbox_start(struct outbox *o, struct frame *f, struct leases *l);
/* Text is copied; reason is static. */
void outbox_sample(struct outbox *o, const struct result_sample *s);
void outbox_event(struct outbox *o, const struct result_event *v);
/* Takes `details` (malloc'ed JSON), also on failure. False: no room; to be said again later. */
bool outbox_state_take(struct outbox *o, const struct result_state *s, char *details);
/* May be lost: the next run says it again. */
void outbox_sighting(struct outbox *o, const struct result_sighting *s);
bool outbox_empty(const struct outbox *o);
void outbox_stop(struct outbox *o);
