/* The streaming JSON writer. Invariant: `comma` tells whether the next value needs one. */
#include "io/jout.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 4096, KEEP = 256 << 10 };

void jout_init(struct jout *w, size_t max_bytes)
{
    *w = (struct jout){.max = max_bytes};
}

void jout_clear(struct jout *w)
{
    free(w->p);
    *w = (struct jout){.max = w->max};
}

void jout_reset(struct jout *w)
{
    if (w->cap > KEEP)
        jout_clear(w);
    w->n = 0;
    w->comma = w->failed = w->too_big = false;
}

/* Makes room for n more bytes. */
static bool room(struct jout *w, size_t n)
{
    if (w->failed || w->too_big)
        return false;
    if (n > w->max || w->n > w->max - n) {
        w->too_big = true;
        return false;
    }
    if (w->n + n <= w->cap)
        return true;
    size_t cap = w->cap ? w->cap : FIRST;
    while (cap < w->n + n)
        cap *= 2; /* max is far below half the address space */
    char *p = realloc(w->p, cap);
    if (!p) {
        w->failed = true;
        return false;
    }
    w->p = p;
    w->cap = cap;
    return true;
}

static void put(struct jout *w, const char *p, size_t n)
{
    if (n && room(w, n)) {
        memcpy(w->p + w->n, p, n);
        w->n += n;
    }
}

static void before(struct jout *w)
{
    if (w->comma)
        put(w, ",", 1);
    w->comma = true;
}

bool jout_ok(const struct jout *w, struct err *e)
{
    if (w->too_big)
        return err_set(e, ERR_LIMIT, "the answer is larger than %zu bytes; ask for less", w->max);
    if (w->failed)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
    return true;
}

struct str jout_view(const struct jout *w)
{
    return (struct str){w->p, w->n};
}

void jout_open(struct jout *w, char bracket)
{
    before(w);
    put(w, &bracket, 1);
    w->comma = false;
}

void jout_close(struct jout *w, char bracket)
{
    put(w, &bracket, 1);
    w->comma = true;
}

void jout_reopen(struct jout *w)
{
    if (w->n == 0 || (w->p[w->n - 1] != '}' && w->p[w->n - 1] != ']')) {
        w->failed = true;
        return;
    }
    w->n--;
    w->comma = true;
}

static void quoted(struct jout *w, struct str s)
{
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;

    put(w, "\"", 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        put(w, s.p + from, i - from);
        from = i + 1;
        char esc[] = {'\\', (char)c, '\0', '\0', '\0', '\0'};
        size_t n = 2;
        if (c == '\n')
            esc[1] = 'n';
        else if (c != '"' && c != '\\') {
            memcpy(esc + 1, "u00", 3);
            esc[4] = hex[c >> 4];
            esc[5] = hex[c & 15];
            n = sizeof esc;
        }
        put(w, esc, n);
    }
    put(w, s.p + from, s.n - from);
    put(w, "\"", 1);
}

void jout_name(struct jout *w, const char *name)
{
    before(w);
    quoted(w, str_of(name));
    put(w, ":", 1);
    w->comma = false;
}

void jout_text(struct jout *w, struct str s)
{
    before(w);
    if (!str_utf8(s))
        w->failed = true;
    quoted(w, s);
}

void jout_z(struct jout *w, const char *z)
{
    if (z)
        jout_text(w, str_of(z));
    else
        jout_null(w);
}

void jout_int(struct jout *w, int64_t v)
{
    char text[24];

    before(w);
    put(w, text, (size_t)snprintf(text, sizeof text, "%" PRId64, v));
}

void jout_num(struct jout *w, double v)
{
    char text[32];

    if (!isfinite(v)) {
        jout_null(w);
        return;
    }
    before(w);
    put(w, text, (size_t)snprintf(text, sizeof text, "%.15g", v));
}

void jout_bool(struct jout *w, bool v)
{
    before(w);
    put(w, v ? "true" : "false", v ? 4 : 5);
}

void jout_null(struct jout *w)
{
    before(w);
    put(w, "null", 4);
}

static int dumped(const char *p, size_t n, void *w)
{
    put(w, p, n);
    return 0;
}

void jout_json(struct jout *w, const json_t *v)
{
    before(w);
    if (json_dump_callback(v, dumped, w, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        w->failed = true;
}

void jout_raw(struct jout *w, struct str json)
{
    before(w);
    put(w, json.p, json.n);
}

void jout_bytes(struct jout *w, struct str s)
{
    put(w, s.p, s.n);
}
