/* Results: bounded, cleaned text and facts. */
#include "checks/check_result.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Control characters become blanks; text that is no UTF-8 keeps its ASCII part. */
static void clean(char *z)
{
    size_t n = strlen(z);

    while (n && ((unsigned char)z[n - 1] & 0x80) && !str_utf8((struct str){z, n}))
        z[--n] = '\0'; /* a sequence cut at the end */
    bool utf8 = str_utf8((struct str){z, n});
    for (; *z; z++) {
        unsigned char c = (unsigned char)*z;
        if (c < 0x20 || c == 0x7f)
            *z = ' ';
        else if (c >= 0x80 && !utf8)
            *z = '?';
    }
}

void check_result_set(struct check_result *r, enum status status, const char *reason,
                      const char *fmt, ...)
{
    va_list ap;

    r->status = status;
    r->reason = status == STATUS_UP ? NULL : reason;
    va_start(ap, fmt);
    vsnprintf(r->message, sizeof r->message, fmt, ap);
    va_end(ap);
    clean(r->message);
}

static struct check_fact *next_fact(struct check_result *r, const char *name)
{
    if (r->facts_n >= CHECK_FACTS)
        return NULL;
    struct check_fact *f = &r->facts[r->facts_n++];
    f->name = name;
    return f;
}

void check_result_int(struct check_result *r, const char *name, int64_t value)
{
    struct check_fact *f = next_fact(r, name);

    if (f) {
        f->type = CHECK_FACT_INT;
        f->i = value;
    }
}

void check_result_number(struct check_result *r, const char *name, double value)
{
    struct check_fact *f = isfinite(value) ? next_fact(r, name) : NULL;

    if (f) {
        f->type = CHECK_FACT_NUMBER;
        f->d = value;
    }
}

void check_result_bool(struct check_result *r, const char *name, bool value)
{
    struct check_fact *f = next_fact(r, name);

    if (f) {
        f->type = CHECK_FACT_BOOL;
        f->i = value;
    }
}

void check_result_text(struct check_result *r, const char *name, const char *value)
{
    size_t n = strlen(value), room = sizeof r->text - r->text_n;

    if (room < 2 || n + 1 > room)
        return;
    struct check_fact *f = next_fact(r, name);
    if (!f)
        return;
    f->type = CHECK_FACT_TEXT;
    f->text = r->text_n;
    memcpy(r->text + r->text_n, value, n + 1);
    clean(r->text + r->text_n);
    r->text_n += n + 1;
}

static json_t *fact_json(const struct check_result *r, const struct check_fact *f)
{
    switch (f->type) {
    case CHECK_FACT_INT:
        return json_integer(f->i);
    case CHECK_FACT_NUMBER:
        return json_real(round(f->d * 1000) / 1000);
    case CHECK_FACT_BOOL:
        return json_boolean(f->i != 0);
    case CHECK_FACT_TEXT:
        break;
    }
    return json_string(r->text + f->text);
}

json_t *check_result_details(const struct check_result *r)
{
    json_t *o = json_object();

    for (size_t i = 0; o && i < r->facts_n; i++)
        if (json_object_set_new(o, r->facts[i].name, fact_json(r, &r->facts[i])) != 0) {
            json_decref(o);
            return NULL;
        }
    return o;
}
