/* The queue of jobs: asking for one (tenant's transaction), and the worker's side (all tenants, by
 * functions of the schema). A job is claimed under a lease and a fence; completion names the fence,
 * and one that names an older fence writes nothing. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/later.h"
#include "store/tx.h"

/* Kinds: "check_run" {"check_id": N}; "check_test" {"host_id": N, "type": "tcp", "timeout_ms": N,
 * "params": {}}. The insert wakes a worker when the transaction commits. `payload` is JSON. */
bool job_add(struct tx *t, const char *kind, const char *payload, int64_t *id,
             struct err *e) MUST_CHECK;
/* $2 job id -> id, kind, state, created_at, started_at, finished_at, result (json), error. */
extern const struct stmt job_show;
/* System statement, no arguments -> queued, running, done, failed, dead, oldest_queued_s. */
extern const struct stmt job_counts;

/* One claim. Text is borrowed from the answer. */
struct job {
    int32_t tenant;
    int64_t id, fence;
    int64_t check_id; /* of check_run, else 0 */
    const char *type, *params /* JSON or NULL */,
        *address; /* address NULL: the check or host is gone */
    int timeout_ms;
};

struct job_claim {
    int most;       /* jobs wanted */
    int per_tenant; /* running at a time for one tenant, these included */
    bool suspect;   /* one that crashed a worker before, and only one */
};

struct job_key {
    int32_t tenant;
    int64_t id, fence;
};

enum { JOB_LEASE_S = 10 };

/* The worker's side, asked from a loop: X_ask sends, X_answer reads. */

/* Takes what is due, evenly over the tenants; row i of the answer is one claim. */
bool job_take_ask(struct db *d, const struct job_claim *c, struct err *e) MUST_CHECK;
void job_take_answer(const PGresult *r, int i, struct job *out);
/* Prolongs the leases of jobs still worked on. */
bool job_renew_ask(struct db *d, const struct job_key *keys, size_t n, struct arena *mem,
                   struct err *e) MUST_CHECK;
/* `result` is JSON. */
bool job_finish_ask(struct db *d, const struct job_key *k, const char *result,
                    struct err *e) MUST_CHECK;
/* The job could not be done. for_good: it never can; else it is tried again with growing delays,
 * eight times in all. */
bool job_fail_ask(struct db *d, const struct job_key *k, const char *error, bool for_good,
                  struct err *e) MUST_CHECK;
/* Of job_finish_ask and job_fail_ask: false when the claim was no longer ours and nothing was
 * written. */
bool job_held_answer(const PGresult *r);

/* The keeper's side. */

/* Puts claims whose lease ran out back into the queue, or among the dead after the third time. */
bool job_sweep(struct db *d, int most, int *requeued, int *dead, struct err *e) MUST_CHECK;
/* Deletes jobs finished more than a day ago, `most` at a time. */
bool job_drop(struct db *d, int most, int *dropped, struct err *e) MUST_CHECK;
