/* /events: described here for whoever reads the API; answered by tocsin-stream. */
#include "api/route.h"

static const struct field query[] = {
    {.name = "topics",
     .type = FIELD_STR,
     .flags = F_REQUIRED,
     .min = 1,
     .max = 2048,
     .doc = "Separated by commas: hosts, checks, changes, jobs, system, host:ID, check:ID, "
            "run:ID. Each needs the permission of what it tells about."},
    {.name = "last_event_id",
     .type = FIELD_STR,
     .min = 1,
     .max = 30,
     .doc = "Go on after this event, as the header Last-Event-ID does; an event `resync` says "
            "that it is too long ago."},
    {0},
};

const struct route api_events[] = {
    {.method = "GET",
     .path = "/api/v1/events",
     .permission = PERM_SIGNED_IN,
     .flags = ROUTE_STREAM,
     .query = query,
     .doc = "Hear of changes as they happen, as server-sent events."},
    {0},
};
