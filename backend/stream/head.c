/* Reading a request's head. */
#include "stream/head.h"

#include <string.h>
#include <strings.h>

enum { LINES_MAX = 64 };

static const struct {
    const char *name;
    size_t at; /* in struct head */
} wanted[] = {
    {"authorization", offsetof(struct head, authorization)},
    {"x-api-key", offsetof(struct head, api_key)},
    {"last-event-id", offsetof(struct head, last_event_id)},
    {"x-request-id", offsetof(struct head, request_id)},
    {"x-real-ip", offsetof(struct head, address)},
};

bool head_whole(const char *p, size_t n)
{
    return memmem(p, n, "\r\n\r\n", 4) != NULL;
}

static bool malformed(struct err *e)
{
    return err_set(e, ERR_MALFORMED, "the request is not well formed");
}

static bool take_line(struct str *rest, struct str *line)
{
    const char *end = memmem(rest->p, rest->n, "\r\n", 2);

    if (!end)
        return false;
    *line = (struct str){rest->p, (size_t)(end - rest->p)};
    rest->n -= line->n + 2;
    rest->p = end + 2;
    return true;
}

static bool printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
            return false;
    return true;
}

static bool request_line(struct str line, struct head *h, struct err *e)
{
    struct str method, target, version = line;

    if (!printable(line) || !str_cut(&version, ' ', &method) || !str_cut(&version, ' ', &target) ||
        !(str_is(version, "HTTP/1.1") || str_is(version, "HTTP/1.0")) || !str_starts(target, "/"))
        return malformed(e);
    if (!str_is(method, "GET"))
        return err_set(e, ERR_METHOD, "the stream is read with GET");
    const char *mark = memchr(target.p, '?', target.n);
    h->path = (struct str){target.p, mark ? (size_t)(mark - target.p) : target.n};
    if (mark)
        h->query = (struct str){mark + 1, target.n - h->path.n - 1};
    return true;
}

static bool is_named(struct str s, const char *name)
{
    return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

static bool header(struct str line, struct head *h, struct err *e)
{
    struct str name, value = line;

    if (!str_cut(&value, ':', &name) || name.n == 0 || name.n == line.n || !printable(name) ||
        memchr(name.p, ' ', name.n) || memchr(line.p, '\0', line.n))
        return malformed(e);
    value = str_trim(value);
    if (is_named(name, "transfer-encoding") ||
        (is_named(name, "content-length") && !str_is(value, "0")))
        return err_set(e, ERR_MALFORMED, "the stream takes no body");
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct str *to = (struct str *)((char *)h + wanted[i].at);
        if (!is_named(name, wanted[i].name))
            continue;
        if (to->p || !printable(value))
            return malformed(e);
        *to = value;
    }
    return true;
}

bool head_read(struct str text, struct head *out, struct err *e)
{
    struct head h = {0};
    struct str line;

    if (!take_line(&text, &line) || !request_line(line, &h, e))
        return malformed(e);
    for (int i = 0; i < LINES_MAX; i++) {
        if (!take_line(&text, &line))
            return malformed(e);
        if (line.n == 0) {
            *out = h;
            return text.n == 0 || err_set(e, ERR_MALFORMED, "the stream takes no body");
        }
        if (!header(line, &h, e))
            return false;
    }
    return err_set(e, ERR_MALFORMED, "more than %d headers", LINES_MAX);
}

/* One character of a query, escapes undone; false for a broken escape or a control character. */
static bool next(struct str *s, char *out)
{
    uint8_t byte = (uint8_t)*s->p;
    size_t used = 1;

    if (byte == '%') {
        if (s->n < 3 || !str_unhex((struct str){s->p + 1, 2}, &byte, 1))
            return false;
        used = 3;
    } else if (byte == '+') {
        byte = ' ';
    }
    if (byte < 0x20 || byte >= 0x7f)
        return false;
    *out = (char)byte;
    s->p += used;
    s->n -= used;
    return true;
}

bool head_query(const struct head *h, const char *name, char *out, size_t size, bool *found,
                struct err *e)
{
    struct str rest = h->query, pair;

    *found = false;
    while (str_cut(&rest, '&', &pair)) {
        struct str value = pair, key;
        size_t n = 0;
        if (!str_cut(&value, '=', &key) || !str_is(key, name))
            continue;
        if (*found || key.n == pair.n)
            return malformed(e);
        for (*found = true; value.n; n++) {
            if (n + 1 >= size)
                return err_field(e, ERR_INVALID, name, "%s is too long", name);
            if (!next(&value, &out[n]))
                return malformed(e);
        }
        out[n] = '\0';
    }
    return true;
}
