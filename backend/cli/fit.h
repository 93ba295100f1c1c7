/* Whether this machine is fit to start on: room on the disk, and a clock that does not lie behind
 * what was already written. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "cli/place.h"
#include "io/machine.h"

enum { FIT_FREE_MIB = 64, FIT_FREE_FILES = 1000, FIT_LOW_PERCENT = 90, FIT_BEHIND_H = 24 };

/* ERR_UNAVAILABLE says what is wrong and what to do. What is only about to go wrong is logged. */
bool fit_check(const struct place *p, struct err *e) MUST_CHECK;

/* Its judgements, by themselves: of the file system at `path`, and of a clock that says now while
 * `file` was written at another time. */
bool fit_disk(const struct machine_disk *d, const char *path, struct err *e) MUST_CHECK;
bool fit_clock(int64_t now_us, int64_t written_us, const char *file, struct err *e) MUST_CHECK;
