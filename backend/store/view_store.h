/* Saved views. Who asks is an account, or 0: an API key, which has no views of its own and sees the
 * shared ones. Shown as in the API: id, page, name, query, shared, mine, owner_name, created_at,
 * updated_at. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

struct view_filter {
    const char *page; /* NULL: of all pages */
    int64_t fetch;
    bool after; /* only what comes after (key, id) */
    const char *key;
    int64_t id;
};
/* Own and shared ones by page and name; also page_key, page_id. */
bool view_list(struct tx *t, int64_t account, const struct view_filter *f, PGresult **out,
               struct err *e) MUST_CHECK;
/* One row or none. Also revision. */
bool view_show(struct tx *t, int64_t account, int64_t id, PGresult **out, struct err *e) MUST_CHECK;

/* Locks what the account may see, for a change. ERR_NOT_FOUND. `name` has room for 401 bytes. */
struct view_lock {
    int64_t revision;
    bool mine, shared;
    char name[401];
};
bool view_lock(struct tx *t, int64_t account, int64_t id, struct view_lock *out,
               struct err *e) MUST_CHECK;
/* `json` is the validated body; members it does not have stay as they are. ERR_CONFLICT for a name
 * that the person has on that page, ERR_QUOTA. */
bool view_add(struct tx *t, int64_t account, const char *json, int64_t *id,
              struct err *e) MUST_CHECK;
bool view_change(struct tx *t, int64_t id, const char *json, struct err *e) MUST_CHECK;
bool view_remove(struct tx *t, int64_t id, struct err *e) MUST_CHECK;
