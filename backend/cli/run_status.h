/* The status file of `tocsin run`, var/run/status.json: replaced whole at each change. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "cli/place.h"
#include "cli/unit.h"

enum { RUN_STATUS_NOTE = 300, RUN_STATUS_MAX = 24 };

struct run_status {
    char state[16]; /* running, stopping, stopped, failed */
    char build[64]; /* which build's programs run */
    int pid;        /* of the `tocsin run` that wrote it */
    size_t n;
    struct run_status_row {
        char name[24], state[16], user[32], note[RUN_STATUS_NOTE];
        int pid, restarts;
        int64_t since_wall_us;
        bool required;
    } rows[RUN_STATUS_MAX];
};

/* `build` is what run_status_build said when the processes were started. */
bool run_status_write(const struct place *p, const char *build, const struct unit *units, size_t n,
                      const char *state, struct err *e) MUST_CHECK;
/* ERR_NOT_FOUND when nothing was ever started here. */
bool run_status_read(const struct place *p, struct run_status *out, struct err *e) MUST_CHECK;
/* Names the programs as they are on disk now: differs after a new build. */
void run_status_build(const struct place *p, char out[64]);
