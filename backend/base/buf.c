/* Bounded building. Invariant: p[n] is the terminator whenever cap > 0 and something was added. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (b->overflow || b->cap == 0 || n >= b->cap - b->n) {
        b->overflow = true;
        return;
    }
    if (n)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_str(struct buf *b, const char *z)
{
    buf_add(b, z, strlen(z));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    if (b->overflow || b->cap == 0) {
        b->overflow = true;
        return;
    }
    va_start(ap, fmt);
    int n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= b->cap - b->n) {
        b->overflow = true;
        b->p[b->n] = '\0';
        return;
    }
    b->n += (size_t)n;
}

bool buf_ok(const struct buf *b)
{
    return !b->overflow;
}

struct str buf_view(const struct buf *b)
{
    return (struct str){b->p, b->n};
}
