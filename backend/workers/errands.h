/* Jobs that people wait for: a check run now, a test before saving. Claimed under a lease, run like
 * any check, finished with the claim's fence. A job that took a worker down before runs alone. */
#pragma once
#include "workers/book.h"
#include "workers/policies.h"
#include "workers/runner.h"

struct errand; /* one claim */

struct errands {
    struct frame *frame;
    struct check_lab *lab; /* borrowed */
    struct book *book;
    struct policies *policies;
    struct runner *runner;
    struct ledger_entry take_entry, finish_entry, renew_entry;
    struct errand *running, *finished; /* owned lists */
    struct errand *finishing;          /* its outcome is on the way */
    size_t nrunning;
    bool alone, asked_suspect;   /* a suspect runs; the last question was for one */
    bool suspects, suspect_next; /* there may be more of them; the next question is for one */
    int64_t suspect_mono_ms;     /* when a suspect was last asked for */
    int64_t taken, done, failed, lost;
};

/* `lab`, `book`, `policies` and `runner` are set by the caller beforehand. */
void errands_start(struct errands *x, struct frame *f);
/* There may be jobs. */
void errands_look(struct errands *x);
bool errands_idle(const struct errands *x);
void errands_stop(struct errands *x);
