/* A stream of server-sent events, read as it comes in. Bounded: an event of more than SSE_MAX bytes
 * is the end of it. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { SSE_MAX = 4 << 20, SSE_NAME = 40, SSE_ID = 80 };

struct sse {
    /* An event is whole; false ends the reading. `data` is borrowed. */
    bool (*event)(const char *name, struct str data, void *context);
    void *context;
    char name[SSE_NAME], id[SSE_ID]; /* id: of the last event, to go on from */
    char *line, *data;               /* owned */
    size_t line_n, line_cap, data_n, data_cap;
    bool after_return; /* a line feed now belongs to the end before it */
};

/* False when `event` said so, at the bound, and without memory. */
bool sse_feed(struct sse *s, const char *p, size_t n);
/* The connection is gone: what was half there is dropped, the id stays. */
void sse_reset(struct sse *s);
void sse_clear(struct sse *s);
