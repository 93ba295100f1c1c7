/* The head of a request, as the web server passes it on. Nothing is copied; what does not look
 * exactly like a GET without a body is refused. */
#pragma once
#include "base/err.h"
#include "base/str.h"

enum { HEAD_MAX = 12 * 1024 };

struct head {
    struct str path, query;
    struct str authorization, api_key, last_event_id; /* .p NULL: not sent */
    struct str request_id, address;                   /* said by the web server */
};

/* Whether p[0..n) holds a whole head, its empty line included. */
bool head_whole(const char *p, size_t n);
/* ERR_MALFORMED, ERR_METHOD. `text` is a whole head; *out borrows from it. */
bool head_read(struct str text, struct head *out, struct err *e) MUST_CHECK;
/* The value of a member of the query, with its escapes undone, into out (`size` bytes with the
 * terminating one). *found is false when it is absent. ERR_MALFORMED, ERR_INVALID (too long). */
bool head_query(const struct head *h, const char *name, char *out, size_t size, bool *found,
                struct err *e) MUST_CHECK;
