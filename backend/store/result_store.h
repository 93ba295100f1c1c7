/* Writing results: samples, events and states of all tenants in one transaction. What lies in a
 * shard whose token is not the one named is left out by the database. A repeat of the same slot
 * replaces it. Samples may come in any order; they are sent by tenant and shard, since that is how
 * the database keeps them. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/status.h"
#include "store/later.h"
#include "store/shard_store.h"

struct result_key {
    int32_t tenant;
    int64_t check;
};

struct result_sample {
    struct result_key of;
    int64_t slot_us;
    enum status status; /* not PENDING */
    double latency_ms;  /* NaN: nothing measured */
};

/* A change of state, or (changed false) a failing result whose text is new. */
struct result_event {
    struct result_key of;
    int64_t slot_us;
    bool changed;
    enum status from, to;
    const char *reason, *message; /* reason may be NULL */
};

/* The present state of a check. since_us matters when the status changed. */
struct result_state {
    struct result_key of;
    enum status status;
    const char *reason, *message, *details; /* details: JSON object */
    int64_t since_us, last_us;
    double latency_ms;
};

/* The state of a check is as it was; a run has shown that again. */
struct result_sighting {
    struct result_key of;
    int64_t last_us;
    double latency_ms;
};

struct result_batch {
    const struct result_sample *samples;
    const struct result_event *events;
    const struct result_state *states;
    const struct result_sighting *sightings;
    size_t nsamples, nevents, nstates, nsightings;
};

bool result_flush_ask(struct db *d, const struct shard_tokens *tokens, const struct result_batch *b,
                      struct arena *mem, struct err *e) MUST_CHECK;
/* Which shards were honoured. */
void result_flush_answer(const PGresult *r, bool honoured[SHARDS]);
