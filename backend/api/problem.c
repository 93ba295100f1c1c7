/* Errors as problem answers. Invariant: an internal message never leaves the server, and what is
 * absent reads exactly like what belongs to somebody else. */
#include "api/problem.h"

#include <stdio.h>
#include <string.h>

#include "api/answer.h"
#include "base/log.h"

static const char type_base[] = "/api/v1/docs#";

/* What people may read of the error, or NULL. */
static const char *detail(const struct err *why)
{
    switch (why->code) {
    case ERR_INTERNAL:
    case ERR_UNAVAILABLE: /* which part of ours is away is nobody else's business */
        return NULL;
    case ERR_NOT_FOUND:
        return "There is nothing of this kind here that you may see.";
    default:
        return why->msg[0] ? why->msg : NULL;
    }
}

static void write_fault(struct jout *w, const char *field, const char *code, const char *message)
{
    jout_open(w, '{');
    jout_name(w, "field");
    jout_z(w, field);
    jout_name(w, "code");
    jout_z(w, code);
    jout_name(w, "message");
    jout_z(w, message);
    jout_close(w, '}');
}

/* A store names a member ("name"): in a body its pointer is "/name". */
static const char *pointer(const struct request *q, const char *field, char z[100])
{
    bool in_query = q->query && json_object_get(q->query, field);

    snprintf(z, 100, "%s%s", in_query || field[0] == '/' || !q->route ? "" : "/", field);
    return z;
}

static void write_faults(struct request *q, struct jout *w, const struct err *why,
                         const struct err_kind *kind)
{
    char z[100];

    jout_name(w, "errors");
    jout_open(w, '[');
    for (size_t i = 0; i < q->faults.n; i++) {
        const struct fault *f = &q->faults.list[i];
        write_fault(w, f->field, f->code, f->message);
    }
    if (q->faults.n == 0 && why->field && why->code != ERR_INTERNAL)
        write_fault(w, pointer(q, why->field, z), kind->slug, why->msg);
    jout_close(w, ']');
}

static void write_headers(struct request *q, const struct err *why, int status)
{
    struct err ignored = {0};
    char z[16];

    if (status == 401 && !answer_header(q, "WWW-Authenticate", "Bearer realm=\"tocsin\"", &ignored))
        return;
    if (status != 429 && status != 503)
        return;
    snprintf(z, sizeof z, "%d", why->retry_after_s > 0 ? why->retry_after_s : 1);
    if (!answer_header(q, "Retry-After", z, &ignored))
        log_event(LOG_WARN, "header_dropped", "name", "Retry-After", NULL);
}

void problem_answer(struct request *q, const struct err *why)
{
    const struct err_kind *kind = err_kind(why->code);
    struct answer *a = q->answer;
    char type[96];

    if (kind->status >= 500)
        log_event(kind->status == 500 ? LOG_ERROR : LOG_WARN, "request_failed", "request_id", q->id,
                  "route", q->route ? q->route->path : "", "code", kind->slug, "reason", why->msg,
                  NULL);
    answer_drop(a);
    a->status = kind->status;
    a->type = "application/problem+json";
    snprintf(type, sizeof type, "%s%s", type_base, kind->slug);
    write_headers(q, why, kind->status);
    struct jout *w = &a->out;
    jout_open(w, '{');
    jout_name(w, "type");
    jout_z(w, type);
    jout_name(w, "status");
    jout_int(w, kind->status);
    jout_name(w, "code");
    jout_z(w, kind->slug);
    jout_name(w, "title");
    jout_z(w, kind->title);
    if (detail(why)) {
        jout_name(w, "detail");
        jout_z(w, detail(why));
    }
    write_faults(q, w, why, kind);
    jout_name(w, "request_id");
    jout_z(w, q->id);
    jout_close(w, '}');
    struct err full = {0};
    if (!jout_ok(w, &full)) {
        static const char plain[] = "{\"status\":503,\"code\":\"unavailable\"}";
        answer_drop(a);
        a->status = 503;
        a->raw = (struct str){plain, sizeof plain - 1};
        a->type = "application/problem+json";
    }
    a->done = true;
}
