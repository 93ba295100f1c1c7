/* Following cursors. Invariant: every page asked for is further on than the one before, or the end.
 */
#include "cli/pages.h"

#include <inttypes.h>
#include <string.h>

#include "base/param.h"

bool pages_path(const char *pattern, const char *key, char out[CLIENT_PATH], struct err *e)
{
    struct buf b = {.p = out, .cap = CLIENT_PATH};
    const char *hole = strstr(pattern, "{}");

    if (!hole) {
        buf_str(&b, pattern);
    } else {
        buf_add(&b, pattern, (size_t)(hole - pattern));
        client_escape(&b, key ? key : "");
        buf_str(&b, hole + 2);
    }
    return buf_ok(&b) || err_set(e, ERR_LIMIT, "what is asked for is too long");
}

bool pages_open(struct pages *p, struct client *c, const struct resource *r, const char *parent,
                int64_t most, struct err *e)
{
    p->client = c;
    p->r = r;
    p->left = most;
    p->begun = p->more = false;
    p->cursor[0] = '\0';
    p->answer = NULL;
    if (!pages_path(r->list, parent, p->room, e))
        return false;
    p->path = (struct buf){.p = p->room, .n = strlen(p->room), .cap = sizeof p->room};
    return true;
}

static void add(struct buf *b, const char *name, const char *value)
{
    buf_fmt(b, "%c%s=", memchr(b->p, '?', b->n) ? '&' : '?', name);
    client_escape(b, value);
}

void pages_filter(struct pages *p, const char *name, const char *value)
{
    add(&p->path, name, value);
}

static bool address(const struct pages *p, char out[CLIENT_PATH], struct err *e)
{
    struct buf b = {.p = out, .cap = CLIENT_PATH};
    char limit[24];

    buf_add(&b, p->path.p, p->path.n);
    if (p->r->filters && param_choice(p->r->filters, STR("limit"))) {
        snprintf(limit, sizeof limit, "%" PRId64, p->left < PAGES_SIZE ? p->left : PAGES_SIZE);
        add(&b, "limit", limit);
    }
    if (p->cursor[0])
        add(&b, "cursor", p->cursor);
    return (buf_ok(&b) && buf_ok(&p->path)) ||
           err_set(e, ERR_LIMIT, "what is asked for is too long");
}

/* Remembers where to go on; a cursor that repeats would never end. */
static bool turn(struct pages *p, struct err *e)
{
    const char *next = json_string_value(json_object_get(p->answer, "next_cursor"));

    p->more = next != NULL && *next;
    if (!p->more)
        return true;
    if (strlen(next) >= sizeof p->cursor || strcmp(next, p->cursor) == 0)
        return err_set(e, ERR_UNAVAILABLE, "%.100s turns its pages in circles", p->client->at.url);
    memcpy(p->cursor, next, strlen(next) + 1);
    return true;
}

bool pages_next(struct pages *p, const json_t **rows, struct err *e)
{
    char path[CLIENT_PATH];

    *rows = NULL;
    json_decref(p->answer);
    p->answer = NULL;
    if ((p->begun && !p->more) || p->left <= 0)
        return true;
    if (!address(p, path, e) || !client_get(p->client, path, &p->answer, e))
        return false;
    p->begun = true;
    const json_t *items = json_object_get(p->answer, p->r->items ? p->r->items : "items");
    if (!json_is_array(items))
        return err_set(e, ERR_UNAVAILABLE, "%.100s answers no list", p->client->at.url);
    if (!turn(p, e))
        return false;
    p->left -= (int64_t)json_array_size(items);
    *rows = items;
    return true;
}

void pages_close(struct pages *p)
{
    json_decref(p->answer);
    p->answer = NULL;
}
