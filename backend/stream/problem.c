/* Refusals as problem documents (RFC 9457). */
#include "stream/problem.h"

#include <stdio.h>

#include "base/buf.h"

enum { BODY_MAX = 2048 };

static const char *detail(const struct err *why)
{
    switch (why->code) {
    case ERR_INTERNAL:
    case ERR_UNAVAILABLE:
        return NULL;
    case ERR_NOT_FOUND:
        return "There is nothing of this kind here that you may see.";
    default:
        return why->msg[0] ? why->msg : NULL;
    }
}

static void member(struct jout *w, const char *name, const char *z)
{
    jout_name(w, name);
    jout_z(w, z);
}

static void faults(struct jout *w, const struct err *why, const struct err_kind *kind,
                   const char *topic)
{
    char field[64];

    jout_name(w, "errors");
    jout_open(w, '[');
    if (topic || why->field) {
        snprintf(field, sizeof field, "%s%s", topic ? "topics/" : why->field, topic ? topic : "");
        jout_open(w, '{');
        member(w, "field", field);
        member(w, "code", kind->slug);
        member(w, "message", detail(why) ? detail(why) : kind->title);
        jout_close(w, '}');
    }
    jout_close(w, ']');
}

static void write_body(struct jout *w, const struct err *why, const struct err_kind *kind,
                       struct str request_id, const char *topic)
{
    char type[96];

    snprintf(type, sizeof type, "/api/v1/docs#%s", kind->slug);
    jout_open(w, '{');
    member(w, "type", type);
    jout_name(w, "status");
    jout_int(w, kind->status);
    member(w, "code", kind->slug);
    member(w, "title", kind->title);
    if (detail(why))
        member(w, "detail", detail(why));
    faults(w, why, kind, topic);
    jout_name(w, "request_id");
    jout_text(w, request_id);
    jout_close(w, '}');
}

struct message *problem_answer(const struct err *why, struct str request_id, const char *topic)
{
    const struct err_kind *kind = err_kind(why->code);
    struct err full = {0};
    struct message *m = NULL;
    char text[BODY_MAX + 512];
    struct buf b = BUF(text);
    struct jout w;

    jout_init(&w, BODY_MAX);
    write_body(&w, why, kind, request_id, topic);
    buf_fmt(&b,
            "HTTP/1.1 %d Refused\r\nContent-Type: application/problem+json\r\n"
            "Content-Length: %zu\r\nCache-Control: no-store\r\nX-Request-Id: %.*s\r\n"
            "Connection: close\r\n",
            kind->status, jout_view(&w).n, STR_ARG(request_id));
    if (kind->status == 405)
        buf_str(&b, "Allow: GET\r\n");
    if (kind->status == 401)
        buf_str(&b, "WWW-Authenticate: Bearer realm=\"tocsin\"\r\n");
    if (kind->status == 429 || kind->status == 503)
        buf_fmt(&b, "Retry-After: %d\r\n", why->retry_after_s > 0 ? why->retry_after_s : 2);
    buf_str(&b, "\r\n");
    buf_add(&b, jout_view(&w).p, jout_view(&w).n);
    if (jout_ok(&w, &full) && buf_ok(&b))
        m = message_new(buf_view(&b));
    jout_clear(&w);
    return m;
}
