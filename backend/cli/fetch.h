/* One HTTP exchange at a time with Tocsin's server: blocking, bounded in time and size,
 * certificates verified. Redirects are not followed: a key must not travel to another place. */
#pragma once
#include "base/err.h"
#include "io/http.h"

struct fetch;
/* `ca_file` replaces the system's certificates when not NULL. */
struct fetch *fetch_new(const char *ca_file, struct err *e) MUST_CHECK;
void fetch_free(struct fetch *f);

enum { FETCH_ETAG = 200, FETCH_TYPE = 80 };

struct fetch_answer {
    int status;
    int retry_after_s; /* 0: not said */
    char etag[FETCH_ETAG], type[FETCH_TYPE], location[HTTP_LOCATION_MAX];
    char *body; /* owned: fetch_clear */
    size_t n;
};

struct fetch_ask {
    struct http_request request;
    int timeout_ms; /* for all of it; of a stream: without a byte */
    size_t max_bytes;
    /* A stream of events: the body goes here while it comes, true to go on. Else NULL. */
    bool (*piece)(const char *p, size_t n, void *data);
    void *data;
};

/* ERR_UNAVAILABLE when no whole answer came; the message names the server. A stream that `piece`
 * ended, or the server after its headers, is a success. Answers that are errors are answers. */
bool fetch_run(struct fetch *f, const struct fetch_ask *ask, struct fetch_answer *out,
               struct err *e) MUST_CHECK;
void fetch_clear(struct fetch_answer *a);
