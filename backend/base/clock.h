/* The only source of time. Intervals use the monotonic clock, stored times the wall clock (UTC).
 * A build with fault points shifts the wall clock by TOCSIN_CLOCK_OFFSET_S, or by the number in the
 * file that TOCSIN_CLOCK_FILE names, which may change while the process runs. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#include "base/str.h"

int64_t clock_mono_us(void);
int64_t clock_mono_ms(void);
int64_t clock_cpu_us(void);  /* what this process has used of a processor */
int64_t clock_wall_us(void); /* microseconds since 1970-01-01 UTC */
int64_t clock_wall_ms(void);
int64_t clock_wall_s(void);

enum { CLOCK_TEXT = sizeof "2026-01-01T00:00:00.000Z" };
/* RFC 3339, UTC, milliseconds; `out` has CLOCK_TEXT bytes. Years 0001 to 9999, else "". */
void clock_rfc3339(int64_t wall_us, char out[CLOCK_TEXT]);
/* RFC 3339 with "Z" or an offset, seconds' fraction up to 9 digits; years 1970 to 9999. */
bool clock_parse(struct str text, int64_t *wall_us) MUST_CHECK;
