/* How much this process can take: what a check costs on this machine, by kind, and the time of the
 * processors that checks may use. Measured when the process starts, for a few milliseconds and
 * without network: a small piece of work of the same sort as a check's (messages through the
 * kernel, numbers into text) is timed and compared with the machine on which the kinds' costs were
 * measured. Checks may use RESERVED less than all processors; several checkers of one machine
 * share. */
#pragma once
#include <stdint.h>

#include "io/jout.h"
#include "workers/book.h"

struct capacity {
    double slower;    /* than the reference machine, at this sort of work; 1 is as fast */
    double room_us_s; /* microseconds of CPU a second that this process's checks may cost */
};

/* What the checks of a book ask for. */
struct capacity_use {
    double rate_per_s, load_us_s;
    int64_t overdue; /* nothing came of them for too long although it should */
};

void capacity_measure(struct capacity *c, int64_t checkers);
void capacity_use_of(const struct capacity *c, const struct book *b, int64_t mono_ms,
                     struct capacity_use *out);
/* Members capacity_per_s, used_percent, and what the schema's check_capacity asks for. */
void capacity_stats(const struct capacity *c, const struct capacity_use *use, struct jout *out);
