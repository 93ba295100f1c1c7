/* Text: `struct str` looks at bytes somebody else owns. The only place that turns text into
 * numbers. To build text: base/buf.h. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct str {
    const char *p; /* borrowed, not terminated */
    size_t n;      /* bytes */
};

#define STR(lit)   ((struct str){"" lit, sizeof(lit) - 1})
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

struct str str_of(const char *z); /* z may be NULL: empty */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *z);
bool str_starts(struct str s, const char *prefix);
struct str str_trim(struct str s); /* blanks and tabs at both ends */

/* Takes the text up to the first `sep` off *rest; false when *rest is used up. */
bool str_cut(struct str *rest, char sep, struct str *piece);

/* Whole-string parsing; *out is untouched on failure. Decimal only, no blanks. */
bool str_int(struct str s, int64_t min, int64_t max, int64_t *out) MUST_CHECK;
bool str_double(struct str s, double *out) MUST_CHECK; /* finite only */

/* Lower-case hex. `hex` has room for 2 * n + 1 bytes. */
void str_hex(const uint8_t *bytes, size_t n, char *hex);
/* Exactly n bytes from 2 * n digits, either case. */
bool str_unhex(struct str hex, uint8_t *bytes, size_t n) MUST_CHECK;

bool str_utf8(struct str s); /* well-formed UTF-8, no overlong forms, no surrogates */
/* Puts ? for each byte that belongs to no well-formed sequence: a text cut at a byte stays text. */
void str_mend(char *z);
