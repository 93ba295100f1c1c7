/* The query parameter `label` of lists of hosts: "name=value", or "name" for any value. */
#pragma once
#include "api/request.h"

#define LABEL_QUERY                                                                      \
    {                                                                                    \
        .name = "label", .type = FIELD_STR, .min = 1, .max = 264,                        \
        .doc = "Only hosts that have this label: `name=value`, or `name` for any value." \
    }

/* NULL where nothing is asked for. Memory from the request. */
bool label_query(struct request *q, const char **name, const char **value,
                 struct err *e) MUST_CHECK;
