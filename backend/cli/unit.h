/* One supervised process: a row of service.h and what is known of it. Moves between its states
 * only here; the order among units is supervise.c's business. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/service.h"

enum unit_state {
    UNIT_WAITING,  /* for its stage */
    UNIT_STARTING, /* runs, not ready yet */
    UNIT_READY,
    UNIT_DONE,    /* a step that has succeeded */
    UNIT_RESTING, /* died; starts again when its time comes */
    UNIT_FAILED,  /* will not be started again */
    UNIT_STOPPING,
    UNIT_STOPPED
};

struct unit {
    const struct service *service;
    enum unit_state state;
    pid_t pid;             /* 0: none */
    int64_t since_mono_ms; /* when it entered its state */
    int64_t started_wall_us;
    int64_t due_mono_ms; /* RESTING: start; STARTING, STOPPING: kill. INT64_MAX: never */
    int delay_ms;        /* of the next restart */
    int restarts;
    bool was_ready; /* at least once */
    bool failed;    /* for good */
    struct output output;
    char note[OUTPUT_LAST]; /* why it is not ready, for people */
};

void unit_init(struct unit *u, const struct service *s, const char *log_dir);
/* Starts the process; a failure to do so counts as a death. */
void unit_start(struct unit *u, const struct place *p, const char *listen, char *const *envp);
/* STARTING: looks whether it is ready by now, and whether it had too long. */
void unit_look(struct unit *u, const struct place *p, const char *listen);
/* The process has ended with this wait status. */
void unit_died(struct unit *u, int wait_status);
/* Asks it to stop (or, past its time, kills it). */
void unit_stop(struct unit *u);
void unit_overdue(struct unit *u);
bool unit_settled(const struct unit *u); /* READY or DONE */
const char *unit_state_name(enum unit_state state);
