/* text/event-stream, line by line. */
#include "cli/sse.h"

#include <stdlib.h>
#include <string.h>

static bool grow(char **p, size_t *n, size_t *cap, struct str more)
{
    size_t wanted = *n + more.n + 1;

    if (wanted > SSE_MAX)
        return false;
    if (wanted > *cap) {
        size_t room = wanted * 2 < 1024 ? 1024 : wanted * 2;
        char *bigger = realloc(*p, room);
        if (!bigger)
            return false;
        *p = bigger;
        *cap = room;
    }
    memcpy(*p + *n, more.p, more.n);
    *n += more.n;
    (*p)[*n] = '\0';
    return true;
}

static void keep(char *to, size_t cap, struct str value)
{
    if (value.n >= cap || memchr(value.p, '\0', value.n))
        return;
    memcpy(to, value.p, value.n);
    to[value.n] = '\0';
}

static bool dispatch(struct sse *s)
{
    struct str data = {s->data ? s->data : "", s->data_n ? s->data_n - 1 : 0}; /* last line feed */
    bool go_on = s->data_n == 0 || s->event(s->name[0] ? s->name : "message", data, s->context);

    s->data_n = 0;
    s->name[0] = '\0';
    return go_on;
}

static bool take_line(struct sse *s)
{
    struct str line = {s->line ? s->line : "", s->line_n};
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    struct str field = {line.p, colon ? (size_t)(colon - line.p) : line.n}, value = STR("");

    s->line_n = 0;
    if (line.n == 0)
        return dispatch(s);
    if (colon)
        value = (struct str){colon + 1, line.n - field.n - 1};
    if (value.n && value.p[0] == ' ')
        value = (struct str){value.p + 1, value.n - 1};
    if (str_is(field, "data"))
        return grow(&s->data, &s->data_n, &s->data_cap, value) &&
               grow(&s->data, &s->data_n, &s->data_cap, STR("\n"));
    if (str_is(field, "event"))
        keep(s->name, sizeof s->name, value);
    else if (str_is(field, "id"))
        keep(s->id, sizeof s->id, value);
    return true;
}

bool sse_feed(struct sse *s, const char *p, size_t n)
{
    while (n > 0) {
        if (s->after_return && *p == '\n') {
            s->after_return = false;
            p++;
            n--;
            continue;
        }
        s->after_return = false;
        size_t text = 0;
        while (text < n && p[text] != '\n' && p[text] != '\r')
            text++;
        if (!grow(&s->line, &s->line_n, &s->line_cap, (struct str){p, text}))
            return false;
        if (text == n)
            return true;
        s->after_return = p[text] == '\r';
        if (!take_line(s))
            return false;
        p += text + 1;
        n -= text + 1;
    }
    return true;
}

void sse_reset(struct sse *s)
{
    s->line_n = s->data_n = 0;
    s->name[0] = '\0';
    s->after_return = false;
}

void sse_clear(struct sse *s)
{
    free(s->line);
    free(s->data);
    s->line = s->data = NULL;
    s->line_n = s->line_cap = s->data_n = s->data_cap = 0;
}
