/* Credentials in parameters. Invariant: a text that holds none of the words passes unparsed, since
 * nothing in it could be veiled. */
#include "api/veil.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static bool tells(const char *text)
{
    static const char *const words[] = {"auth", "cookie", "credential", "key",       "pass",
                                        "pwd",  "secret", "session",    "signature", "token"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}

/* One "name=value" of a query. */
static bool pair(struct request *q, struct str one, struct buf *b, struct err *e)
{
    const char *equals = memchr(one.p, '=', one.n);
    size_t n = equals ? (size_t)(equals - one.p) : one.n;
    const char *name = arena_str(q->mem, (struct str){one.p, n}, e);

    if (!name)
        return false;
    if (equals && tells(name))
        buf_fmt(b, "%s=%s", name, VEIL_MASK);
    else
        buf_add(b, one.p, one.n);
    return true;
}

/* The address with the values of telling names veiled. */
static const char *address(struct request *q, const char *text, struct err *e)
{
    const char *mark = strchr(text, '?');
    size_t cap = strlen(text) + sizeof VEIL_MASK;
    for (const char *c = mark; c && *c; c++)
        cap += *c == '&' ? sizeof VEIL_MASK : 0;
    char *out = mark ? arena_alloc(q->mem, cap, e) : NULL;

    if (!mark)
        return text;
    if (!out)
        return NULL;
    struct buf b = {.p = out, .cap = cap};
    struct str rest = str_of(mark + 1), one;
    buf_add(&b, text, (size_t)(mark + 1 - text));
    for (bool first = true; str_cut(&rest, '&', &one); first = false) {
        if (!first)
            buf_char(&b, '&');
        if (one.n > 0 && !pair(q, one, &b, e))
            return NULL;
    }
    return buf_ok(&b) ? out : NULL;
}

static bool veil(struct request *q, json_t *params, struct err *e)
{
    static const char *const addresses[] = {"url", "path"};
    json_t *headers = json_object_get(params, "headers"), *value;
    json_t *body = json_object_get(params, "body");
    const char *name;
    bool done = true;

    json_object_foreach(headers, name, value)
    {
        if (tells(name))
            done &= json_string_set(value, VEIL_MASK) == 0;
    }
    if (json_is_string(body) && tells(json_string_value(body)))
        done &= json_string_set(body, VEIL_MASK) == 0;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        json_t *at = json_object_get(params, addresses[i]);
        const char *shown = json_is_string(at) ? address(q, json_string_value(at), e) : NULL;
        done &= !json_is_string(at) || (shown && json_string_set(at, shown) == 0);
    }
    return done || err_set(e, ERR_UNAVAILABLE, "no memory for the parameters");
}

static bool row(struct request *q, PGresult *r, int i, int col, struct err *e)
{
    AUTO_JSON params = json_loads(PQgetvalue(r, i, col), JSON_REJECT_DUPLICATES, NULL);

    if (!params)
        return err_set(e, ERR_INTERNAL, "the parameters of a check are no JSON");
    if (!veil(q, params, e))
        return false;
    char *text = json_dumps(params, JSON_COMPACT);
    bool done = text && PQsetvalue(r, i, col, text, (int)strlen(text));
    free(text);
    return done || err_set(e, ERR_UNAVAILABLE, "no memory for the parameters");
}

bool veil_params(struct request *q, PGresult *r, struct err *e)
{
    int col = PQfnumber(r, "params");

    if (request_may(q, CHECK_WRITE))
        return true;
    for (int i = 0; i < PQntuples(r); i++)
        if (tells(PQgetvalue(r, i, col)) && !row(q, r, i, col, e))
            return false;
    return true;
}
