/* The recent past of hosts as rows of letters. */
#pragma once
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

enum { STRIP_PARTS = 30 };

/* For each of these hosts that is there, in the order given: id, and strip, a JSON array of
 * STRIP_PARTS letters from from_us on, each of part_us: the worst of its enabled checks' results in
 * that time (u up, ? unknown, g degraded, d down), or "-" where there are none. */
bool strip_hosts(struct tx *t, const int64_t *ids, size_t n, int64_t from_us, int64_t part_us,
                 struct arena *mem, PGresult **out, struct err *e) MUST_CHECK;
