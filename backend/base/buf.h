/* Building text within a bound the caller gives; nothing here allocates. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

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
