/* Lists of hosts, and counts of them: read from host_state, which has an index for each order. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum host_sort {
    HOST_SORT_STATUS, /* worst first */
    HOST_SORT_BEST,
    HOST_SORT_NAME,
    HOST_SORT_NAME_DOWN,
    HOST_SORT_CREATED,
    HOST_SORT_CREATED_DOWN,
    HOST_SORT_ADDRESS,
    HOST_SORT_ADDRESS_DOWN,
    HOST_SORT_GROUP,
    HOST_SORT_GROUP_DOWN,
    HOST_SORT_SEEN, /* by the newest result; who has none comes first */
    HOST_SORT_SEEN_DOWN,
    HOST_SORT__COUNT
};

/* host_state.rank */
enum host_rank { HOST_DOWN, HOST_DEGRADED, HOST_UNKNOWN, HOST_UP, HOST_PAUSED, HOST_RANKS };
enum { HOST_ANY = (1 << HOST_RANKS) - 1 };

/* Texts: NULL where nothing is asked for. */
struct host_filter {
    enum host_sort sort;
    const char *q;          /* part of name or address, any case */
    unsigned ranks;         /* 1 << HOST_DOWN | ...; 0 is any */
    const char *group;      /* exactly */
    const char *label_name; /* has this label, with that value unless NULL */
    const char *label_value;
    int64_t fetch; /* rows */
    bool after;    /* only what comes after (key, id) */
    const char *key;
    int64_t id;
};
/* Also page_key, page_id. */
bool host_list(struct tx *t, const struct host_filter *f, PGresult **out, struct err *e) MUST_CHECK;
/* How many there are on all pages. */
bool host_list_total(struct tx *t, const struct host_filter *f, int64_t *total,
                     struct err *e) MUST_CHECK;
/* Counts of the whole tenant, named as in the API's overview, in one row. */
bool host_list_counts(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;
