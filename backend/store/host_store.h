/* Single hosts and their labels. What is shown of a host (columns named as in the API): see
 * host_columns.h; its status is made of its enabled checks' states. Lists: host_list_store.h. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

/* One row or none. Also revision. */
bool host_show(struct tx *t, int64_t id, PGresult **out, struct err *e) MUST_CHECK;

/* Locks the row for a change. ERR_NOT_FOUND. `name` has room for 801 bytes. */
struct host_lock {
    int64_t revision;
    char name[801];
};
bool host_lock(struct tx *t, int64_t id, struct host_lock *out, struct err *e) MUST_CHECK;
/* `json` is the validated body; members it does not have stay as they are. Labels, when given,
 * replace all. ERR_CONFLICT for a name that is taken, ERR_QUOTA. */
bool host_add(struct tx *t, const char *json, int64_t *id, struct err *e) MUST_CHECK;
bool host_change(struct tx *t, int64_t id, const char *json, struct err *e) MUST_CHECK;
bool host_remove(struct tx *t, int64_t id, struct err *e) MUST_CHECK;

/* Changes of state of a host's checks, newest first: ts, check_id, check_name, type, from, to,
 * reason, message, page_key, page_id. */
bool host_timeline(struct tx *t, int64_t id, int64_t fetch, bool after, const char *key,
                   int64_t below, PGresult **out, struct err *e) MUST_CHECK;
