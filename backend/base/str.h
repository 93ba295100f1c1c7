/* Text: `struct str` to look at bytes somebody else owns, `struct buf` to build within a bound.
 * The only place that turns text into numbers. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>

#include "base/err.h"

struct str {
    const char *p; /* borrowed, not terminated */
    size_t n;      /* bytes */
};

#define STR(lit)  ((struct str){"" lit, sizeof(lit) - 1})
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

/* a * b into *out; false on overflow. */
bool size_mul(size_t a, size_t b, size_t *out) MUST_CHECK;

/* Bytes equal, in time that depends on n only. */
bool mem_equal_const(const void *a, const void *b, size_t n);

/* A bounded builder. Overflow is sticky: check buf_ok once at the end. Always terminated. */
struct buf {
    char *p; /* caller's storage */
    size_t n, cap;
    bool overflow;
};

#define BUF(array) ((struct buf){.p = (array), .cap = sizeof(array)})
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
bool buf_ok(const struct buf *b);
struct str buf_view(const struct buf *b);
