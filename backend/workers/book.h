/* The checks this process runs: those of its shards, kept equal to the database by notifications,
 * and by comparing digests from time to time in case one was lost. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checks/check.h"
#include "domain/agenda.h"
#include "domain/schedule.h"
#include "domain/verdict.h"
#include "store/running_store.h"
#include "store/frame.h"
#include "workers/leases.h"

/* One check being watched. The book owns it; the runner's part is the runner's. */
struct watch {
    struct watch *next; /* in its bucket */
    int32_t tenant;
    int64_t id, revision;
    int shard, timeout_ms, grace_ms /* heartbeat */;
    struct verdict_rule rule;
    struct check_plan *plan; /* owned; NULL: cannot run, see fault */
    char *address;           /* owned */
    char *fault;             /* owned; why there is no plan */
    bool passive, stale;
    int64_t ran_us; /* newest slot with a sample when loaded */

    /* the runner's */
    struct agenda_item due;
    struct verdict verdict;
    struct schedule grid;
    struct schedule_slot slot; /* the regular one that is next, or running */
    struct check_run *run;     /* in flight */
    int64_t run_slot_us, started_mono_ms;
    int64_t heard_mono_ms; /* when a result came last, or when it was loaded */
    int64_t stated, seen;  /* when its state was written: whole, and that it was seen again */
    bool retry;            /* what is due is a confirmation */
    bool fresh;            /* its first run may come in the middle of a slot */
    uint32_t said;
    enum status said_status;
    struct runner *runner;

    /* the heartbeats' */
    int64_t heard_us;       /* time of the newest report judged, by the database */
    int64_t listen_mono_ms; /* when silence began: the newest report, or when we began to listen */
};

struct book {
    struct frame *frame;
    struct leases *leases;
    struct watch **buckets; /* owned; a power of two of them */
    size_t nbuckets, n;
    struct running_digest sums[SHARDS];
    bool load[SHARDS], loading[SHARDS];
    struct running_key *keys; /* owned: to read again */
    size_t nkeys, keys_cap, asked;
    struct ledger_entry load_entry, refresh_entry, digest_entry;
    /* A check came or changed (its plan is fresh), or goes. */
    void (*added)(void *self, struct watch *w, bool changed);
    void (*removed)(void *self, struct watch *w);
    void *self;
};

/* `added`, `removed` and `self` are set by the caller beforehand. */
void book_start(struct book *b, struct frame *f, struct leases *l);
void book_shards_changed(struct book *b, const bool gained[SHARDS], const bool lost[SHARDS]);
/* A notification: one check, or with id 0 all of a tenant. */
void book_refresh(struct book *b, int32_t tenant, int64_t id);
/* Compares with the database now. */
void book_reconcile(struct book *b);
void book_each(const struct book *b, void (*visit)(void *self, struct watch *w), void *self);
struct watch *book_find(const struct book *b, int32_t tenant, int64_t id);
void book_stop(struct book *b);
