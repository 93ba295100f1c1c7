/* Calls of the API. The key stands in a header, never in an address, a message or a log. */
#include "cli/client.h"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/refusal.h"
#include "io/crypto.h"
#include "io/json.h"

enum {
    TIMEOUT_MS = 30000,
    ANSWER_MAX = 32 << 20,
    HEADERS = 8,
    ADDRESS = CONTEXTS_URL + CLIENT_PATH
};
static const char BASE[] = "/api/v1";

int client_exit(const struct err *e)
{
    switch (e->code) {
    case ERR_NONE:
        return CLI_DONE;
    case ERR_INVALID:
        return CLI_USAGE;
    case ERR_NOT_FOUND:
        return CLIENT_NOT_FOUND;
    case ERR_UNAUTHENTICATED:
    case ERR_FORBIDDEN:
    case ERR_MFA_STEP_UP:
    case ERR_MFA_ENROLL:
        return CLIENT_REFUSED;
    case ERR_CONFLICT:
    case ERR_PRECONDITION:
        return CLIENT_CONFLICT;
    case ERR_THROTTLED:
    case ERR_UNAVAILABLE:
        return CLIENT_AWAY;
    default:
        return CLI_FAILED;
    }
}

void client_escape(struct buf *b, const char *text)
{
    for (; *text; text++) {
        char c = *text;
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                     (c && strchr("-._~", c));
        if (plain)
            buf_char(b, c);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
    }
}

bool client_start(struct client *c, struct err *e)
{
    c->token[0] = '\0';
    c->timeout_ms = TIMEOUT_MS;
    c->fetch = fetch_new(c->at.ca_file[0] ? c->at.ca_file : NULL, e);
    return c->fetch != NULL;
}

bool client_open(struct client *c, const char *context, const char *ca_file, struct err *e)
{
    *c = (struct client){0};
    if (!contexts_choose(context, &c->at, e))
        return false;
    if (ca_file)
        snprintf(c->at.ca_file, sizeof c->at.ca_file, "%s", ca_file);
    return client_start(c, e);
}

void client_close(struct client *c)
{
    fetch_free(c->fetch);
    crypto_wipe(c, sizeof *c);
}

static void add(struct http_request *r, struct http_header *rows, const char *name,
                const char *value)
{
    rows[r->headers_n++] = (struct http_header){name, value};
    r->headers = rows;
}

/* The address and the headers that all calls have. */
static bool prepare(const struct client *c, const char *path, char address[ADDRESS], struct url *u,
                    struct http_header rows[HEADERS], struct http_request *r, char *bearer,
                    size_t cap, struct err *e)
{
    struct buf b = {.p = address, .cap = ADDRESS};

    buf_fmt(&b, "%s%s%s", c->at.url, BASE, path);
    if (!buf_ok(&b))
        return err_set(e, ERR_INVALID, "what is asked for is too long for an address");
    if (!url_parse(buf_view(&b), u, e))
        return false;
    r->url = u;
    add(r, rows, "User-Agent", "tocsin/" PACKAGE_VERSION);
    if (c->token[0]) {
        snprintf(bearer, cap, "Bearer %s", c->token);
        add(r, rows, "Authorization", bearer);
    } else if (c->at.key[0]) {
        add(r, rows, "X-API-Key", c->at.key);
    }
    return true;
}

static bool read_answer(const struct client *c, struct fetch_answer *a, json_t **out, struct err *e)
{
    if (a->status < 200 || a->status > 299)
        return refusal_read(a, c->at.url, c->token[0] == '\0' && c->at.key[0], e);
    if (a->n == 0)
        return true;
    if (!str_starts(str_of(a->type), "application/json"))
        return err_set(e, ERR_UNAVAILABLE, "%.100s does not answer like a Tocsin", c->at.url);
    struct err why = {0};
    *out = jin_parse((struct str){a->body, a->n}, &why);
    if (*out)
        return true;
    return err_set(e, ERR_UNAVAILABLE, "%.80s answers with JSON we cannot read", c->at.url);
}

bool client_run(struct client *c, const struct client_call *call, json_t **out, struct err *e)
{
    char address[ADDRESS], bearer[sizeof c->token + 8];
    struct http_header rows[HEADERS];
    struct fetch_ask ask = {
        .request = {.method = call->method}, .timeout_ms = c->timeout_ms, .max_bytes = ANSWER_MAX};
    struct fetch_answer a;
    struct url u;

    *out = NULL;
    if (!prepare(c, call->path, address, &u, rows, &ask.request, bearer, sizeof bearer, e))
        return false;
    add(&ask.request, rows, "Accept", "application/json");
    if (call->if_match)
        add(&ask.request, rows, "If-Match", call->if_match);
    char *text = call->body ? json_dumps(call->body, JSON_COMPACT) : NULL;
    if (call->body && !text)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the request");
    if (text) {
        add(&ask.request, rows, "Content-Type", "application/json");
        ask.request.body = str_of(text);
    }
    bool ok = fetch_run(c->fetch, &ask, &a, e);
    if (text)
        crypto_wipe(text, strlen(text));
    free(text);
    crypto_wipe(bearer, sizeof bearer);
    if (!ok)
        return false;
    if (call->etag)
        memcpy(call->etag, a.etag, sizeof a.etag);
    ok = read_answer(c, &a, out, e);
    fetch_clear(&a);
    return ok;
}

bool client_get(struct client *c, const char *path, json_t **out, struct err *e)
{
    const struct client_call call = {.method = "GET", .path = path};

    if (!client_run(c, &call, out, e))
        return false;
    return *out || err_set(e, ERR_UNAVAILABLE, "%.100s answers nothing", c->at.url);
}

bool client_stream(struct client *c, const char *path, const char *last_id, int idle_ms,
                   bool (*piece)(const char *p, size_t n, void *data), void *data, struct err *e)
{
    char address[ADDRESS], bearer[sizeof c->token + 8];
    struct http_header rows[HEADERS];
    struct fetch_ask ask = {.request = {.method = "GET"},
                            .timeout_ms = idle_ms,
                            .max_bytes = ANSWER_MAX,
                            .piece = piece,
                            .data = data};
    struct fetch_answer a;
    struct url u;

    if (!prepare(c, path, address, &u, rows, &ask.request, bearer, sizeof bearer, e))
        return false;
    add(&ask.request, rows, "Accept", "text/event-stream");
    if (last_id && *last_id)
        add(&ask.request, rows, "Last-Event-ID", last_id);
    bool ok = fetch_run(c->fetch, &ask, &a, e);
    crypto_wipe(bearer, sizeof bearer);
    if (!ok)
        return false;
    ok = a.status == 200 || refusal_read(&a, c->at.url, true, e);
    fetch_clear(&a);
    return ok;
}
