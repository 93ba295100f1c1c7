/* Hosts counted by what they have in common. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

enum host_group_by {
    HOST_GROUP_GROUP,
    HOST_GROUP_CRITICALITY,
    HOST_GROUP_SLA_TIER,
    HOST_GROUP_LABEL, /* the value of label `by_label` */
    HOST_GROUP__COUNT
};

/* How bad a host is: 0 down, 1 degraded, 2 unknown, 3 up, 4 paused. */
enum { HOST_GROUP_RANKS = 5 };

/* Texts: NULL where nothing is asked for. */
struct host_group_filter {
    enum host_group_by by;
    const char *by_label;
    const char *q;        /* part of name or address, any case */
    const int32_t *ranks; /* only hosts of these; NULL: all */
    size_t nranks;
    const char *label_name; /* has this label, with that value unless NULL */
    const char *label_value;
    int64_t fetch;
};
/* value (null: hosts that have none), hosts.total, .up, .degraded, .down, .unknown, .paused; those
 * with the worst hosts first. */
bool host_group_list(struct tx *t, const struct host_group_filter *f, struct arena *mem,
                     PGresult **out, struct err *e) MUST_CHECK;

/* The names of labels in use, after `after`: name, values, hosts, page_key, page_id. */
bool host_group_labels(struct tx *t, const char *after, int64_t fetch, PGresult **out,
                       struct err *e) MUST_CHECK;
