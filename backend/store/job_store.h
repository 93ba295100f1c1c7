/* The queue of jobs: asking for one (tenant's transaction), and the worker's side (all tenants, by
 * functions of the schema). A job is claimed under a lease and a fence; completion names the fence,
 * and one that names an older fence writes nothing. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

/* Kinds: "check_run" {"check_id": N}; "check_test" {"host_id": N, "type": "tcp", "timeout_ms": N,
 * "params": {}}. The insert wakes a worker when the transaction commits. `payload` is JSON. */
bool job_add(struct tx *t, const char *kind, const char *payload, int64_t *id,
             struct err *e) MUST_CHECK;
/* $2 job id -> id, kind, state, created_at, started_at, finished_at, result (json), error. */
extern const struct stmt job_show;
/* System statement, no arguments -> queued, running, done, failed, dead, oldest_queued_s. */
extern const struct stmt job_counts;

/* One claim. Text in the arena given. */
struct job {
    int32_t tenant;
    int64_t id, fence;
    const char *kind, *payload; /* JSON */
};

struct job_claim {
    int most;       /* jobs wanted */
    int per_tenant; /* running at a time for one tenant, these included */
    bool suspect;   /* one that crashed a worker before, and only one */
};

enum { JOB_LEASE_S = 10 };

/* Takes what is due, evenly over the tenants. None is no error. */
bool job_take(struct db *d, const struct job_claim *c, struct arena *mem, struct job **out,
              size_t *n, struct err *e) MUST_CHECK;
/* Prolongs the leases of jobs still worked on; only tenant, id and fence are read. */
bool job_renew(struct db *d, const struct job *const *jobs, size_t n, struct arena *mem,
               struct err *e) MUST_CHECK;
/* `result` is JSON. ERR_CONFLICT: the claim is no longer ours and nothing was written. */
bool job_finish(struct db *d, const struct job *j, const char *result, struct err *e) MUST_CHECK;
/* The job could not be done. for_good: it never can; else it is tried again with growing delays,
 * eight times in all. ERR_CONFLICT as above. */
bool job_fail(struct db *d, const struct job *j, const char *error, bool for_good,
              struct err *e) MUST_CHECK;
/* Puts claims whose lease ran out back into the queue, or among the dead after the third time. */
bool job_sweep(struct db *d, int most, int *requeued, int *dead, struct err *e) MUST_CHECK;
/* Deletes jobs finished more than a day ago, `most` at a time. */
bool job_drop(struct db *d, int most, int *dropped, struct err *e) MUST_CHECK;
