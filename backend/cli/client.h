/* A person's side of the HTTP API: calls with a key, answers as JSON, refusals as one line that
 * says what to do next. */
#pragma once
#include <jansson.h>

#include "base/buf.h"
#include "cli/contexts.h"
#include "cli/fetch.h"

/* How commands end beyond done, failed and usage: scripts may rely on these. */
enum {
    CLIENT_NOT_FOUND = 3, /* no such thing */
    CLIENT_REFUSED = 4,   /* not signed in, or not allowed */
    CLIENT_CONFLICT = 5,  /* somebody else changed it, or it is there already */
    CLIENT_AWAY = 6,      /* no answer from the server, or it is too busy: try again later */
};
/* The exit status of an error. */
int client_exit(const struct err *e);

enum { CLIENT_PATH = 4096 };

struct client {
    struct context at;
    struct fetch *fetch;
    int timeout_ms;   /* of a call; set by client_start */
    char token[2048]; /* of a person signing in; instead of the key */
};

/* `context` and `ca_file` as given on the command line, or NULL. `c` must stay where it is. */
bool client_open(struct client *c, const char *context, const char *ca_file,
                 struct err *e) MUST_CHECK;
/* The same for a server that is no context yet: c->at is filled. */
bool client_start(struct client *c, struct err *e) MUST_CHECK;
void client_close(struct client *c);

struct client_call {
    const char *method, *path; /* "GET", "/hosts?limit=1"; below /api/v1 */
    const json_t *body;        /* borrowed, or NULL */
    const char *if_match;      /* an ETag, or NULL */
    char *etag;                /* gets the answer's, FETCH_ETAG bytes, or NULL */
};
/* The answer's JSON, owned by the caller; *out is NULL for an empty one. Refusals become errors:
 * ERR_MALFORMED for a value the server does not accept, the others by their status. */
bool client_run(struct client *c, const struct client_call *call, json_t **out,
                struct err *e) MUST_CHECK;
bool client_get(struct client *c, const char *path, json_t **out, struct err *e) MUST_CHECK;
/* The stream of events: `piece` gets its bytes as they come, until it says false. */
bool client_stream(struct client *c, const char *path, const char *last_id, int idle_ms,
                   bool (*piece)(const char *p, size_t n, void *data), void *data,
                   struct err *e) MUST_CHECK;

/* Appends text as part of a path or query, what is special there escaped. */
void client_escape(struct buf *b, const char *text);
