/* Lists of checks: read from check_order, which has an index for each order but those by results.
 */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum check_sort {
    CHECK_SORT_STATUS, /* worst first */
    CHECK_SORT_BEST,
    CHECK_SORT_NAME,
    CHECK_SORT_NAME_DOWN,
    CHECK_SORT_TYPE,
    CHECK_SORT_TYPE_DOWN,
    CHECK_SORT_HOST,
    CHECK_SORT_HOST_DOWN,
    CHECK_SORT_LATENCY, /* those without one first */
    CHECK_SORT_LATENCY_DOWN,
    CHECK_SORT_SEEN, /* by the newest result; those without one first */
    CHECK_SORT_SEEN_DOWN,
    CHECK_SORT__COUNT
};

/* check_order.rank; CHECK_ANY asks for none in particular, and so is never 0 by chance: set it. */
enum check_rank {
    CHECK_DOWN,
    CHECK_DEGRADED,
    CHECK_UNKNOWN,
    CHECK_PENDING,
    CHECK_UP,
    CHECK_PAUSED,
    CHECK_ANY
};

/* Texts: NULL where nothing is asked for. */
struct check_filter {
    enum check_sort sort;
    int64_t host_id; /* 0: all */
    enum check_rank rank;
    const char *type;
    const char *q; /* part of its name or its host's, any case */
    int64_t fetch; /* rows */
    bool after;    /* only what comes after (key, id) */
    const char *key;
    int64_t id;
};
/* Also page_key, page_id. */
bool check_list(struct tx *t, const struct check_filter *f, PGresult **out,
                struct err *e) MUST_CHECK;
/* How many there are on all pages. */
bool check_list_total(struct tx *t, const struct check_filter *f, int64_t *total,
                      struct err *e) MUST_CHECK;
