/* The parent of one pool: as many children as the work needs, and new ones for the lost. */
#pragma once
#include "api/app.h"
#include "api/child.h"

struct master_plan {
    struct app *app;
    size_t least, most; /* children */
    struct child_limits child;
    int stuck_ms; /* a request that takes longer costs its process */
    /* Makes a new app from the configuration, for SIGHUP; NULL with the reason in e. */
    struct app *(*reload)(const struct app *old, struct err *e);
};

/* Runs until SIGTERM or SIGINT; then drains, at most 10 s. `listener` is a listening socket. */
bool master_run(struct master_plan *plan, int listener, struct err *e) MUST_CHECK;
