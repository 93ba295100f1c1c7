/* Query parameters that lists and counts of hosts have in common. */
#pragma once
#include "api/request.h"

#define HOST_QUERY_STATUS                                                                        \
    {                                                                                            \
        .name = "status", .type = FIELD_STR, .min = 2, .max = 60,                                \
        .doc = "Only hosts in this state, or in one of these: `down,degraded` of up, degraded, " \
               "down, unknown, paused."                                                          \
    }
#define HOST_QUERY_LABEL                                                                 \
    {                                                                                    \
        .name = "label", .type = FIELD_STR, .min = 1, .max = 264,                        \
        .doc = "Only hosts that have this label: `name=value`, or `name` for any value." \
    }

/* Parameter `status` as 1 << HOST_DOWN | ... (store/host_list_store.h); 0 where nothing is asked
 * for. */
bool host_query_ranks(struct request *q, unsigned *ranks, struct err *e) MUST_CHECK;
/* Parameter `label`; NULL where nothing is asked for. Memory from the request. */
bool host_query_label(struct request *q, const char **name, const char **value,
                      struct err *e) MUST_CHECK;
