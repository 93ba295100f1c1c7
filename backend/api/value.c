/* One JSON value against one schema row. Invariant: every false return has added a fault. */
#include "api/value.h"

#include <math.h>
#include <string.h>

#include "api/schema.h"
#include "base/clock.h"
#include "base/param.h"

enum { TEXT_MAX = 4000, LIST_MAX = 1000, EXACT = 1LL << 53 };

static const char *const wanted[] = {
    [FIELD_STR] = "text",
    [FIELD_INT] = "a whole number",
    [FIELD_NUM] = "a number",
    [FIELD_BOOL] = "true or false",
    [FIELD_ENUM] = "one of the listed words",
    [FIELD_TIME] = "a time such as 2026-01-31T12:00:00Z",
    [FIELD_DECIMAL] = "an amount as text, such as \"12.50\"",
    [FIELD_SLUG] = "a short name of a-z, 0-9, _ and -",
    [FIELD_EMAIL] = "an e-mail address",
    [FIELD_OBJECT] = "an object",
    [FIELD_LIST] = "a list",
    [FIELD_MAP] = "an object of names and values",
    [FIELD_JSON] = "an object",
};

const char *value_wanted(const struct field *row)
{
    return wanted[row->type];
}

static bool wrong_type(const struct field *row, const char *at, struct faults *f)
{
    return fault_add(f, at, "wrong_type", "must be %s", wanted[row->type]);
}

/* The code point at s.p[i] of valid UTF-8; *len its bytes. */
static uint32_t code_point(struct str s, size_t i, size_t *len)
{
    const unsigned char *p = (const unsigned char *)s.p + i;

    *len = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t c = *len == 1 ? p[0] : p[0] & (0x7fU >> *len);
    for (size_t k = 1; k < *len; k++)
        c = c << 6 | (p[k] & 0x3fU);
    return c;
}

/* Controls, line separators and what turns the direction of the text after it. */
static bool is_forbidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static bool plain_text(const struct field *row, struct str s, const char *at, struct faults *f)
{
    double max = row->max > 0 ? row->max : TEXT_MAX;
    size_t points = 0, len = 0;
    bool blank = true;

    for (size_t i = 0; i < s.n; i += len, points++) {
        uint32_t c = code_point(s, i, &len);
        if (!(row->flags & F_FREE) && is_forbidden(c))
            return fault_add(f, at, "bad_character",
                             "must be one line without control or direction characters");
        blank &= c == ' ' || c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200b);
    }
    if ((double)points > max)
        return fault_add(f, at, "too_long", "must have at most %.0f characters", max);
    if ((double)points < row->min)
        return fault_add(f, at, "too_short", "must have at least %.0f characters", row->min);
    if (blank && row->min >= 1 && !(row->flags & F_FREE))
        return fault_add(f, at, "blank", "must not be blank");
    return true;
}

static bool slug(const struct field *row, struct str s)
{
    if (s.n == 0 || (double)s.n > (row->max > 0 ? row->max : 63))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool edge = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!edge && (i == 0 || (c != '_' && c != '-')))
            return false;
    }
    return true;
}

static bool email(struct str s)
{
    struct str rest = s, local, domain;

    if (s.n > 254 || !str_cut(&rest, '@', &local) || !str_cut(&rest, '@', &domain) || rest.p)
        return false;
    if (local.n == 0 || local.n > 64 || domain.n < 1 || domain.p[0] == '.' ||
        domain.p[domain.n - 1] == '.')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c == 0x7f || memchr("()<>,;:\\\"[]", c, 11))
            return false;
    }
    for (size_t i = 0, len = 0; i < s.n; i += len)
        if (is_forbidden(code_point(s, i, &len)))
            return false;
    return true;
}

static bool decimal(const struct field *row, struct str s)
{
    struct str rest = s, whole, part = {0};
    int64_t w = 0, p = 0;

    if (!str_cut(&rest, '.', &whole) || whole.n > 12 || !str_int(whole, 0, INT64_MAX, &w) ||
        whole.p[0] == '-')
        return false;
    if (rest.p && (!str_cut(&rest, '.', &part) || rest.p || (double)part.n > row->min ||
                   part.p[0] == '-' || !str_int(part, 0, INT64_MAX, &p)))
        return false;
    return row->max <= 0 || (double)w < row->max || ((double)w <= row->max && p == 0);
}

bool value_text(const struct field *row, struct str s, const char *at, struct faults *f)
{
    int64_t us;
    bool good = true;

    switch (row->type) {
    case FIELD_STR:
        return plain_text(row, s, at, f);
    case FIELD_ENUM:
        if (!param_choice(row->choices, s))
            return fault_add(f, at, "bad_choice", "must be one of %s", row->choices);
        return true;
    case FIELD_TIME:
        good = clock_parse(s, &us);
        break;
    case FIELD_DECIMAL:
        good = decimal(row, s);
        break;
    case FIELD_SLUG:
        good = slug(row, s);
        break;
    case FIELD_EMAIL:
        good = email(s);
        break;
    default:
        break;
    }
    if (!good)
        return fault_add(f, at, "bad_format", "must be %s", wanted[row->type]);
    return true;
}

static bool number(const struct field *row, double v, const char *at, struct faults *f)
{
    bool free_below = row->min == 0 && row->max == 0, free_above = row->min >= 0 && row->max == 0;
    double min = free_below ? -(double)EXACT : row->min,
           max = free_above ? (double)EXACT : row->max;

    if (v >= min && v <= max)
        return true;
    return fault_add(f, at, "out_of_range", "must be from %.15g to %.15g", min, max);
}

static void push(struct buf *at, const char *name)
{
    /* A pointer that would not fit keeps what fits: it only helps people. */
    if (at->n + strlen(name) + 2 < at->cap)
        buf_fmt(at, "/%s", name);
}

static void pop(struct buf *at, size_t n)
{
    at->n = n;
    at->p[n] = '\0';
}

static bool list(const struct field *row, const json_t *v, struct buf *at, struct faults *f)
{
    double max = row->max > 0 ? row->max : LIST_MAX;
    size_t n = json_array_size(v), back = at->n;
    bool good = true;

    if ((double)n > max || (double)n < row->min)
        return fault_add(f, at->p, "out_of_range", "must have from %.0f to %.0f items", row->min,
                         max);
    for (size_t i = 0; i < n; i++) {
        if (at->n + 24 < at->cap)
            buf_fmt(at, "/%zu", i);
        good &= value_check(row->of, json_array_get(v, i), at, f);
        pop(at, back);
    }
    return good;
}

static bool map(const struct field *row, const json_t *v, struct buf *at, struct faults *f)
{
    static const struct field name_row = {.type = FIELD_STR, .min = 1, .max = 63};
    double max = row->max > 0 ? row->max : LIST_MAX;
    size_t back = at->n;
    bool good = true;
    const char *name;
    json_t *item;

    if ((double)json_object_size(v) > max)
        return fault_add(f, at->p, "out_of_range", "must have at most %.0f pairs", max);
    json_object_foreach((json_t *)v, name, item)
    {
        good &= value_text(&name_row, str_of(name), at->p, f);
        push(at, name);
        good &= value_check(row->of, item, at, f);
        pop(at, back);
    }
    return good;
}

bool value_check(const struct field *row, const json_t *v, struct buf *at, struct faults *f)
{
    if (json_is_null(v))
        return (row->flags & F_NULL) || fault_add(f, at->p, "null", "must not be null");
    switch (row->type) {
    case FIELD_INT:
        if (!json_is_integer(v))
            return wrong_type(row, at->p, f);
        return number(row, (double)json_integer_value(v), at->p, f);
    case FIELD_NUM:
        if (!json_is_number(v))
            return wrong_type(row, at->p, f);
        return number(row, json_number_value(v), at->p, f);
    case FIELD_BOOL:
        return json_is_boolean(v) || wrong_type(row, at->p, f);
    case FIELD_LIST:
        return json_is_array(v) ? list(row, v, at, f) : wrong_type(row, at->p, f);
    case FIELD_MAP:
        return json_is_object(v) ? map(row, v, at, f) : wrong_type(row, at->p, f);
    case FIELD_OBJECT:
        return json_is_object(v) ? schema_members(row->of, v, at, f) : wrong_type(row, at->p, f);
    case FIELD_JSON:
        return json_is_object(v) || wrong_type(row, at->p, f);
    default:
        break;
    }
    if (!json_is_string(v))
        return wrong_type(row, at->p, f);
    return value_text(row, (struct str){json_string_value(v), json_string_length(v)}, at->p, f);
}
