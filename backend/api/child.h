/* One API process of a pool: waits for connections and serves one request at a time. */
#pragma once
#include <stdbool.h>

#include "api/app.h"
#include "api/scoreboard.h"

struct child_limits {
    bool keep;        /* connections may be kept between requests */
    bool stays;       /* does not leave when idle */
    int idle_ms;      /* leaves after so long without a request */
    uint64_t serves;  /* leaves after so many requests */
    size_t rss_bytes; /* leaves when grown beyond this */
};

/* Returns when told to stop (SIGTERM), idle for long, or used up; what was begun is finished.
 * `listener` is non-blocking and shared with the other children. */
bool child_run(struct app *app, int listener, struct slot *slot, const struct child_limits *limits,
               struct err *e) MUST_CHECK;
