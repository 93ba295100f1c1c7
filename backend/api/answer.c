/* Making and sending the answer. Invariant: nothing reaches the client before answer_send, so a
 * failure at any earlier point still becomes a clean problem answer. */
#include "api/answer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/gateway.h"
#include "api/rows.h"
#include "base/log.h"
#include "io/mac.h"

void answer_init(struct answer *a)
{
    *a = (struct answer){0};
    jout_init(&a->out, ANSWER_MAX);
    answer_start(a);
}

void answer_clear(struct answer *a)
{
    jout_clear(&a->out);
}

void answer_drop(struct answer *a)
{
    jout_reset(&a->out);
    a->raw = (struct str){0};
    a->type = "application/json";
    a->status = 0;
    a->revision = 0;
    a->tag[0] = '\0';
    a->done = false;
    if (a->mark) {
        a->headers.n = a->mark;
        a->headers_z[a->mark] = '\0';
    }
}

void answer_mark(struct answer *a)
{
    a->mark = a->headers.n;
}

void answer_start(struct answer *a)
{
    a->mark = 0;
    a->headers = BUF(a->headers_z);
    a->headers_z[0] = '\0';
    answer_drop(a);
}

struct str answer_body(const struct answer *a)
{
    return a->raw.p ? a->raw : jout_view(&a->out);
}

bool answer_row(struct request *q, const PGresult *r, struct err *e)
{
    return rows_one(q, r, e);
}

bool answer_rows(struct request *q, const PGresult *r, const struct page *page, struct err *e)
{
    return rows_list(q, r, page, e);
}

bool answer_json_take(struct request *q, json_t *body, struct err *e)
{
    json_auto_t *owned = body;

    if (!owned)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
    jout_json(&q->answer->out, owned);
    q->answer->done = true;
    return jout_ok(&q->answer->out, e);
}

bool answer_secret(struct request *q, const char *name, const char *value, struct err *e)
{
    jout_reopen(&q->answer->out);
    jout_name(&q->answer->out, name);
    jout_z(&q->answer->out, value);
    jout_close(&q->answer->out, '}');
    return jout_ok(&q->answer->out, e);
}

bool answer_none(struct request *q)
{
    q->answer->done = true;
    if (q->answer->status == 0 && q->route->status == 0)
        q->answer->status = 204;
    return true;
}

bool answer_raw(struct request *q, const char *type, struct str body)
{
    q->answer->raw = body;
    q->answer->type = type;
    q->answer->done = true;
    return true;
}

void answer_status(struct request *q, int status)
{
    q->answer->status = status;
}

bool answer_header(struct request *q, const char *name, const char *value, struct err *e)
{
    struct buf *b = &q->answer->headers;

    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            return err_set(e, ERR_INTERNAL, "header %s would hold a control character", name);
    buf_fmt(b, "%s: %s\r\n", name, value);
    if (!buf_ok(b))
        return err_set(e, ERR_INTERNAL, "too many headers: %s", name);
    return true;
}

static void drop_secrets(const struct field *rows, json_t *object)
{
    for (; rows && rows->name; rows++)
        if (rows->flags & F_SECRET)
            json_object_del(object, rows->name);
}

bool answer_kept(const struct request *q, char **json, struct err *e)
{
    struct str body = answer_body(q->answer);
    json_auto_t *object = body.n ? json_loadb(body.p, body.n, 0, NULL) : json_object();

    drop_secrets(q->route->answer, object);
    *json = object ? json_dumps(object, JSON_COMPACT) : NULL;
    if (!*json)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
    return true;
}

static const char *reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    default:
        return status < 400 ? "OK" : status < 500 ? "Refused" : "Failed";
    }
}

/* Whether If-None-Match names the tag; weak comparison, as for reads. */
static bool matches(const char *header, const char *tag)
{
    struct str rest = str_of(header), one;

    while (header && str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, "W/")) {
            one.p += 2;
            one.n -= 2;
        }
        if (str_is(one, tag) || str_is(one, "*"))
            return true;
    }
    return false;
}

static bool is_read(const struct request *q)
{
    return q->route && strcmp(q->route->method, "GET") == 0;
}

void answer_tag(struct answer *a)
{
    char print[MAC_FINGERPRINT_TEXT];

    if (a->tag[0])
        return;
    mac_fingerprint(answer_body(a), print);
    if (a->revision)
        snprintf(a->tag, sizeof a->tag, "\"%" PRId64 "-%s\"", a->revision, print);
    else
        snprintf(a->tag, sizeof a->tag, "\"%s\"", print);
}

void answer_send(struct request *q)
{
    struct answer *a = q->answer;
    char head_z[512];
    struct buf head = BUF(head_z);
    struct str body = answer_body(a);
    bool shown = body.n > 0;

    if (a->status == 0)
        a->status = q->route && q->route->status ? q->route->status : shown ? 200 : 204;
    if ((is_read(q) || a->revision) && shown && a->status < 300)
        answer_tag(a);
    else
        a->tag[0] = '\0';
    if (is_read(q) && a->tag[0] && matches(request_header(q, "HTTP_IF_NONE_MATCH"), a->tag)) {
        a->status = 304;
        shown = false;
    }
    bool kept = a->tag[0] && q->route->flags & ROUTE_KEPT;
    buf_fmt(&head, "Status: %d %s\r\nX-Request-Id: %s\r\nCache-Control: %s\r\n", a->status,
            reason(a->status), q->id, kept ? "private, no-cache" : "no-store");
    if (a->tag[0])
        buf_fmt(&head, "ETag: %s\r\n", a->tag);
    if (shown)
        buf_fmt(&head, "Content-Type: %s\r\nContent-Length: %zu\r\n", a->type, body.n);
    struct gateway *g = q->gateway;
    const char *method = g->env(g, "REQUEST_METHOD");
    bool sent = g->write(g, head.p, head.n) && g->write(g, a->headers.p, a->headers.n) &&
                g->write(g, "\r\n", 2);
    if (sent && shown && !(method && strcmp(method, "HEAD") == 0))
        sent = g->write(g, body.p, body.n);
    if (!sent)
        log_event(LOG_DEBUG, "client_gone", "request_id", q->id, NULL);
}
