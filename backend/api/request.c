/* What handlers read of a request and do with its transaction. */
#include "api/request.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/gateway.h"
#include "api/page.h"

const char *request_header(const struct request *q, const char *cgi_name)
{
    const char *v = q->gateway->env(q->gateway, cgi_name);

    return v && *v ? v : NULL;
}

bool request_may(const struct request *q, enum permission p)
{
    return (q->actor.permissions & PERM_BIT(p)) != 0;
}

bool request_fault(struct request *q, struct err *e, const char *field, const char *code,
                   const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fault_addv(&q->faults, field, code, fmt, ap);
    va_end(ap);
    return err_set(e, ERR_INVALID, "the request has values we cannot accept");
}

bool request_if_match(struct request *q, int64_t revision, struct err *e)
{
    const char *header = request_header(q, "HTTP_IF_MATCH");
    struct str rest = str_of(header), one, number;
    int64_t wanted;

    if (!header || strcmp(header, "*") == 0)
        return true;
    while (str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (!str_starts(one, "\""))
            continue; /* weak tags never match here */
        struct str inner = {one.p + 1, one.n - 1};
        if (str_cut(&inner, '-', &number) && str_int(number, 1, INT64_MAX, &wanted) &&
            wanted == revision)
            return true;
    }
    return err_set(e, ERR_PRECONDITION, "it was changed since it was read; read it again");
}

struct tx *request_tx(struct request *q)
{
    struct err impossible = {0};

    if (!q->tx_open) {
        q->tx_open = tx_begin(&q->tx, q->app->db, q->actor.tenant, &impossible);
        /* Statements of a read are single ones: each its own transaction of one round trip. */
        q->tx.single = strcmp(q->route->method, "GET") == 0;
    }
    return &q->tx;
}

bool request_enter(struct request *q, int32_t tenant, struct err *e)
{
    if (q->tx_open)
        tx_abort(&q->tx);
    q->tx_open = tx_begin(&q->tx, q->app->db, tenant, e);
    q->actor.tenant = tenant;
    return q->tx_open;
}

bool request_commit(struct request *q, struct err *e)
{
    bool done = !q->tx_open || tx_commit(&q->tx, e);

    q->tx_open = false;
    return done;
}

void request_target_text(struct request *q, const char *kind, const char *id, const char *name)
{
    struct err full = {0};

    q->target_kind = kind;
    q->target_id = id ? arena_str(q->mem, str_of(id), &full) : NULL;
    q->target_name = name ? arena_str(q->mem, str_of(name), &full) : NULL;
}

void request_target(struct request *q, const char *kind, int64_t id, const char *name)
{
    char z[24];

    snprintf(z, sizeof z, "%" PRId64, id);
    request_target_text(q, kind, z, name);
}

void request_detail(struct request *q, const char *name, json_t *value)
{
    if (!q->detail)
        q->detail = json_object();
    json_object_set_new(q->detail, name, value);
}

void request_detail_fields(struct request *q)
{
    json_t *names = json_array();
    const char *name;
    json_t *value;

    json_object_foreach(q->body, name, value) json_array_append_new(names, json_string(name));
    request_detail(q, "fields", names);
}

bool request_page(struct request *q, struct page *out, struct err *e)
{
    return page_read(q, out, e);
}
