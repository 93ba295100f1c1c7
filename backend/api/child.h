/* One API process of a pool: waits for connections and serves one request at a time. */
#pragma once
#include <stdbool.h>

#include "api/app.h"
#include "api/parcel.h"
#include "api/scoreboard.h"

struct child_limits {
    bool keep;        /* connections may be kept between requests */
    bool stays;       /* does not leave when idle */
    int idle_ms;      /* leaves after so long without a request */
    uint64_t serves;  /* leaves after so many requests */
    size_t rss_bytes; /* leaves when grown beyond this */
};

/* What the processes of a pool share. */
struct child_place {
    int listener;              /* non-blocking */
    struct parcel_way orphans; /* kept connections of a child that leaves, for the others */
    struct parcel_way custody; /* copies of kept connections, for the master */
    struct slot *slot;         /* its own */
};

/* Returns when told to stop (SIGTERM: what was begun is finished, connections are closed), told to
 * make room (SIGHUP), idle for long or used up (kept connections go to the others). */
bool child_run(struct app *app, const struct child_place *place, const struct child_limits *limits,
               struct err *e) MUST_CHECK;
