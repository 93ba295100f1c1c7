/* When a check runs. Two times, never mixed: `due_mono_ms` says when to start it, by the monotonic
 * clock; `slot_us` names the run, by the wall clock, and is where its sample is filed.
 *
 * Slots of a check lie on a grid (every interval, shifted by a phase that its ids decide), so any
 * process gives the same run the same name, and checks with one interval spread evenly. Phases are
 * whole steps of SCHEDULE_STEP_MS, so that many checks start together and wake the machine once.
 *   - A pause (stopped process, late loop) never causes a burst: of the slots that passed, the
 * newest runs and the others are counted as missed.
 *   - A jump of the wall clock moves the names only: runs stay an interval apart, within a tenth.
 */
#pragma once
#include <stdint.h>

enum { SCHEDULE_STEP_MS = 50 };

struct schedule {
    int64_t interval_ms; /* more than 0 */
    int64_t phase_ms;    /* 0 <= phase < interval */
};

struct schedule_slot {
    int64_t slot_us;     /* on the grid, but for the first run of all */
    int64_t due_mono_ms; /* in the past: at once */
    int64_t missed;      /* slots that passed without a run since the one before */
};

/* The grid of a check. */
struct schedule schedule_of(int32_t tenant, int64_t check, int64_t interval_ms);

/* The first run after loading: the newest slot at once, unless `ran_us` (the newest slot known to
 * have run) shows that it is done; then the next one. With `ran_us` 0 (never ran) at once, and
 * named by the time it is. */
struct schedule_slot schedule_first(const struct schedule *s, int64_t ran_us, int64_t wall_us,
                                    int64_t mono_ms);

/* The run after `last`, seen from now. */
struct schedule_slot schedule_next(const struct schedule *s, const struct schedule_slot *last,
                                   int64_t wall_us, int64_t mono_ms);
