/* Hosts counted by what they have in common. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum host_group_by {
    HOST_GROUP_GROUP,
    HOST_GROUP_CRITICALITY,
    HOST_GROUP_SLA_TIER,
    HOST_GROUP_LABEL, /* the value of label `by_label` */
    HOST_GROUP__COUNT
};

/* Texts: NULL where nothing is asked for. */
struct host_group_filter {
    enum host_group_by by;
    const char *by_label;
    const char *q;          /* part of name or address, any case */
    unsigned ranks;         /* 1 << HOST_DOWN | ... (host_list_store.h); 0 is any */
    const char *label_name; /* has this label, with that value unless NULL */
    const char *label_value;
    int64_t fetch;
};
/* value (null: hosts that have none), hosts.total, .up, .degraded, .down, .unknown, .paused; those
 * with the worst hosts first. */
bool host_group_list(struct tx *t, const struct host_group_filter *f, PGresult **out,
                     struct err *e) MUST_CHECK;

/* The names of labels in use, after `after`: name, values, hosts, page_key, page_id. */
bool host_group_labels(struct tx *t, const char *after, int64_t fetch, PGresult **out,
                       struct err *e) MUST_CHECK;
