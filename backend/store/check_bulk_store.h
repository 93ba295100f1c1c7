/* Many checks at once. Ids in ascending order, each once, which is also the order of locking. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

/* `items` is a JSON list of {id, enabled?, interval_s?, timeout_ms?, retries?}. Locks the checks
 * and gives for each, by id: id, before (the members given, as they are). A check that is not there
 * has no row. */
bool check_bulk_lock(struct tx *t, const char *items, PGresult **out, struct err *e) MUST_CHECK;
/* What was locked is changed. ERR_QUOTA, judged by all of it together. */
bool check_bulk_change(struct tx *t, const char *items, struct err *e) MUST_CHECK;

/* Locks checks: id, name, type. */
bool check_bulk_hold(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                     struct err *e) MUST_CHECK;
bool check_bulk_remove(struct tx *t, const int64_t *ids, size_t n, struct arena *mem,
                       struct err *e) MUST_CHECK;
/* Puts a job "check_run" into the queue for each: id, run_id. */
bool check_bulk_run(struct tx *t, const int64_t *ids, size_t n, struct arena *mem, PGresult **out,
                    struct err *e) MUST_CHECK;
