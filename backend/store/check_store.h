/* Single checks of hosts, and the tenant's checks as a whole. What is shown of one (columns named
 * as in the API): check_columns.h. Lists: check_list_store.h. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

/* One row or none. Also revision. */
bool check_show(struct tx *t, int64_t id, PGresult **out, struct err *e) MUST_CHECK;

struct check_lock {
    int64_t revision;
    char type[32], name[801];
};
/* Locks the row for a change. ERR_NOT_FOUND. */
bool check_lock(struct tx *t, int64_t id, struct check_lock *out, struct err *e) MUST_CHECK;
/* `json` is the validated body; `push_hash` the SHA-256 of a heartbeat's token or NULL.
 * ERR_NOT_FOUND without that host, ERR_CONFLICT for a name that is taken, ERR_QUOTA. */
bool check_add(struct tx *t, const char *json, const uint8_t *push_hash, int64_t *id,
               struct err *e) MUST_CHECK;
bool check_change(struct tx *t, int64_t id, const char *json, struct err *e) MUST_CHECK;
bool check_set_push(struct tx *t, int64_t id, const uint8_t push_hash[32],
                    struct err *e) MUST_CHECK;
bool check_remove(struct tx *t, int64_t id, struct err *e) MUST_CHECK;

/* Whole-tenant counts, named as in the API's overview, and checked_at, in one row. */
bool check_counts(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;
/* The last changes of state of the whole tenant. */
bool check_changes(struct tx *t, int64_t fetch, PGresult **out, struct err *e) MUST_CHECK;
