/* Cursors: base64url of a digest, the last row's id and its sort key. The digest covers the
 * tenant, the route, the order and the filters, so a cursor serves only the list it came from. */
#include "api/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/mac.h"

enum { KEY_MAX = 820, HEAD = MAC_BYTES + 8, CURSOR_MAX = HEAD + KEY_MAX, SCOPE_MAX = 8192 };

/* What the digest is made of: where this list stands, then the position itself. */
static bool scope(const struct request *q, struct str position, struct buf *b, struct err *e)
{
    json_auto_t *filters = json_copy(q->query);

    json_object_del(filters, "cursor");
    json_object_del(filters, "limit");
    json_object_del(filters, "count");
    char *text = filters ? json_dumps(filters, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    if (!text)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the page");
    buf_fmt(b, "%d %s %s ", q->actor.tenant, q->route->path, text);
    for (size_t i = 0; i < REQUEST_IDS; i++)
        buf_fmt(b, "%lld ", (long long)q->ids[i]);
    buf_add(b, position.p, position.n);
    free(text);
    if (!buf_ok(b))
        return err_set(e, ERR_LIMIT, "the query is too long");
    return true;
}

bool page_next(struct request *q, const PGresult *r, int row, struct jout *w, struct err *e)
{
    uint8_t bytes[CURSOR_MAX];
    char text[CURSOR_MAX * 4 / 3 + 4], message[SCOPE_MAX];
    struct buf b = BUF(message);
    int key_at = PQfnumber(r, "page_key"), id_at = PQfnumber(r, "page_id");

    if (key_at < 0 || id_at < 0)
        return err_set(e, ERR_INTERNAL, "the list gives no place to go on");
    int64_t id = row_int(r, row, id_at);
    size_t n = (size_t)PQgetlength(r, row, key_at);
    if (n > KEY_MAX)
        return err_set(e, ERR_INTERNAL, "a sort key of %zu bytes", n);
    memcpy(bytes + MAC_BYTES, &id, sizeof id);
    memcpy(bytes + HEAD, PQgetvalue(r, row, key_at), n);
    if (!scope(q, (struct str){(char *)bytes + MAC_BYTES, sizeof id + n}, &b, e))
        return false;
    mac_make(q->app->cursor_key, buf_view(&b), bytes);
    size_t len = mac_base64(bytes, HEAD + n, text, sizeof text);
    jout_text(w, (struct str){text, len});
    return true;
}

bool page_read(struct request *q, struct page *out, struct err *e)
{
    uint8_t bytes[CURSOR_MAX];
    char message[SCOPE_MAX];
    struct buf b = BUF(message);
    size_t n = 0;

    *out = (struct page){.fetch = query_int(q, "limit") + 1, .key = ""};
    const char *cursor = query_text(q, "cursor");
    if (!cursor)
        return true;
    if (!mac_unbase64(str_of(cursor), bytes, sizeof bytes, &n) || n < HEAD)
        return request_fault(q, e, "cursor", "bad_cursor", "is not a cursor of ours");
    if (!scope(q, (struct str){(char *)bytes + MAC_BYTES, n - MAC_BYTES}, &b, e))
        return false;
    if (!mac_holds(q->app->cursor_key, buf_view(&b), bytes))
        return request_fault(q, e, "cursor", "bad_cursor",
                             "belongs to another list, order or filter");
    memcpy(&out->id, bytes + MAC_BYTES, sizeof out->id);
    out->key = arena_str(q->mem, (struct str){(char *)bytes + HEAD, n - HEAD}, e);
    out->after = true;
    return out->key != NULL;
}
