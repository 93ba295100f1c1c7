/* Checks of hosts. What is shown of one (columns named as in the API): CHECK_COLUMNS in
 * check_store.c. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum check_sort {
    CHECK_SORT_STATUS, /* worst first */
    CHECK_SORT_BEST,
    CHECK_SORT_NAME,
    CHECK_SORT_NAME_DOWN,
    CHECK_SORT__COUNT
};

/* Texts: NULL where nothing is asked for. */
struct check_filter {
    enum check_sort sort;
    int64_t host_id; /* 0: all */
    const char *type, *status;
    const char *q; /* part of its name or its host's, any case */
    int64_t fetch; /* rows */
    bool after;    /* only what comes after (key, id) */
    const char *key;
    int64_t id;
};
/* Also page_key, page_id. */
bool check_list(struct tx *t, const struct check_filter *f, PGresult **out,
                struct err *e) MUST_CHECK;
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
