/* Runs the checks of the book when they are due and turns results into samples, events and states.
 */
#pragma once
#include "domain/lag.h"
#include "workers/book.h"
#include "workers/outbox.h"
#include "workers/policies.h"
#include "workers/uplink.h"

struct runner {
    struct frame *frame;
    struct check_lab *lab; /* borrowed */
    struct policies *policies;
    struct outbox *outbox;
    struct uplink *uplink;
    struct agenda agenda;
    uv_timer_t alarm; /* the next due time */
    uv_timer_cb ring;
    uv_timer_t pulse; /* notices when this process was not running */
    int64_t pulse_mono_ms, woke_mono_ms;
    uint32_t *busy; /* owned: runs in flight by tenant */
    size_t nbusy;
    uint32_t busy_others;
    size_t in_flight;
    struct lag lag; /* starts of regular runs against their due times */
    int64_t started, finished, missed, blind, late_ms_most;
    /* A passive check is due: nobody can run it, its silence is judged. */
    void (*passive_due)(void *self, struct watch *w);
    void *self;
};

/* `lab`, `policies`, `outbox`, `uplink`, `passive_due` and `self` are set by the caller beforehand.
 */
void runner_start(struct runner *r, struct frame *f);
void runner_add(struct runner *r, struct watch *w, bool changed);
void runner_remove(struct runner *r, struct watch *w);
/* When a passive check is due next. */
void runner_due_at(struct runner *r, struct watch *w, int64_t mono_ms);
/* Takes one result of a check, of whatever origin, into its state. */
void runner_result(struct runner *r, struct watch *w, int64_t slot_us,
                   const struct check_result *result);
/* The policies are there: begin. */
void runner_go(struct runner *r);
/* Nothing came of it for three intervals, half a minute at least, and its timeout. */
bool runner_is_overdue(const struct watch *w, int64_t mono_ms);
/* It is unknown from now on: green would be a guess. */
void runner_overdue(struct runner *r, struct watch *w);
/* Somebody else has written that the check is unknown; what comes next is news. */
void runner_doubted(struct watch *w);
/* Whether this process stood still at any time since then: what ran meanwhile proves nothing. */
bool runner_slept_since(const struct runner *r, int64_t mono_ms);
void runner_stop(struct runner *r);
