/* Bodies and queries against their rows. Invariant: a handler sees only declared members whose
 * type and bounds hold. */
#include "api/schema.h"

#include <string.h>

#include "api/value.h"
#include "base/clock.h"
#include "io/json.h"

enum { POINTER = 256, QUERY_VALUE = 2048 };

const struct field schema_page[] = {
    {.name = "limit",
     .type = FIELD_INT,
     .min = 1,
     .max = 500,
     .def = "100",
     .doc = "Most items of this page."},
    {.name = "cursor",
     .type = FIELD_STR,
     .min = 1,
     .max = 1500,
     .doc = "next_cursor of the page before; with the same filters and order."},
    {0},
};

static const struct field *find(const struct field *rows, const char *name, size_t n)
{
    for (; rows && rows->name; rows++)
        if (strlen(rows->name) == n && memcmp(rows->name, name, n) == 0)
            return rows;
    return NULL;
}

/* Given members against their rows. */
static bool given(const struct field *rows, const json_t *object, struct buf *at, struct faults *f)
{
    size_t back = at->n;
    bool good = true;
    const char *name;
    json_t *v;

    json_object_foreach((json_t *)object, name, v)
    {
        const struct field *row = find(rows, name, strlen(name));
        if (at->n + strlen(name) + 2 < at->cap)
            buf_fmt(at, "/%s", name);
        if (row)
            good &= value_check(row, v, at, f);
        else
            good = fault_add(f, at->p, "unknown_field", "is not a field of this request");
        at->n = back;
        at->p[back] = '\0';
    }
    return good;
}

static bool missing(const struct field *rows, const json_t *object, const struct buf *at,
                    struct faults *f)
{
    bool good = true;

    for (; rows && rows->name; rows++) {
        char pointer[POINTER];
        struct buf b = BUF(pointer);
        if (!(rows->flags & F_REQUIRED) || json_object_get(object, rows->name))
            continue;
        buf_fmt(&b, "%s/%s", at->p, rows->name);
        good = fault_add(f, pointer, "required", "is missing");
    }
    return good;
}

bool schema_members(const struct field *rows, const json_t *object, struct buf *at,
                    struct faults *f)
{
    bool good = given(rows, object, at, f);

    return missing(rows, object, at, f) && good;
}

static bool no_memory(struct err *e)
{
    return err_set(e, ERR_UNAVAILABLE, "no memory for the request");
}

bool schema_fill(const struct field *rows, json_t *object, struct err *e)
{
    for (; rows && rows->name; rows++) {
        if (!rows->def || json_object_get(object, rows->name))
            continue;
        json_t *v = json_loads(rows->def, JSON_DECODE_ANY, NULL);
        if (json_object_set_new(object, rows->name, v) != 0) /* also refuses a NULL value */
            return no_memory(e);
    }
    return true;
}

bool schema_body(const struct field *rows, bool partial, json_t *body, struct faults *f,
                 struct err *e)
{
    char pointer[POINTER] = "";
    struct buf at = BUF(pointer);

    if (!json_is_object(body))
        return fault_add(f, "", "wrong_type", "must be an object") ||
               err_set(e, ERR_INVALID, "the body must be an object");
    bool good = given(rows, body, &at, f);
    if (partial && json_object_size(body) == 0)
        good = fault_add(f, "", "required", "give at least one field to change");
    if (!partial)
        good = missing(rows, body, &at, f) && good;
    if (!good)
        return err_set(e, ERR_INVALID, "the body has values we cannot accept");
    return partial || schema_fill(rows, body, e);
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* One percent-decoded piece; false for broken escapes, bad UTF-8, NUL, or too much. */
static bool decode(struct str s, char out[QUERY_VALUE], struct str *piece)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int c = s.p[i] == '+' ? ' ' : (unsigned char)s.p[i];
        if (c == '%') {
            int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
            int low = high < 0 ? -1 : hex_digit(s.p[i + 2]);
            if (low < 0)
                return false;
            c = high << 4 | low;
            i += 2;
        }
        if (c == 0 || n == QUERY_VALUE)
            return false;
        out[n++] = (char)c;
    }
    *piece = (struct str){out, n};
    return str_utf8(*piece);
}

/* The typed value of a query parameter, or NULL with a fault (or without memory). */
static json_t *typed(const struct field *row, struct str s, struct faults *f)
{
    int64_t whole;

    switch (row->type) {
    case FIELD_INT:
        if (!str_int(s, INT64_MIN, INT64_MAX, &whole)) {
            fault_add(f, row->name, "wrong_type", "must be %s", value_wanted(row));
            return NULL;
        }
        if ((double)whole < row->min || (row->max > 0 && (double)whole > row->max)) {
            fault_add(f, row->name, "out_of_range", "must be from %.15g to %.15g", row->min,
                      row->max);
            return NULL;
        }
        return json_integer(whole);
    case FIELD_BOOL:
        if (str_is(s, "true") || str_is(s, "false"))
            return json_boolean(str_is(s, "true"));
        fault_add(f, row->name, "wrong_type", "must be true or false");
        return NULL;
    case FIELD_TIME:
        if (!value_text(row, s, row->name, f) || !clock_parse(s, &whole))
            return NULL;
        return json_integer(whole);
    default:
        return value_text(row, s, row->name, f) ? json_stringn_nocheck(s.p, s.n) : NULL;
    }
}

/* Takes one "name=value" into `object`. */
static bool parameter(const struct field *rows, bool is_list, struct str pair, struct faults *f,
                      json_t *object, struct err *e)
{
    char name_z[QUERY_VALUE], value_z[QUERY_VALUE], shown[64];
    struct str raw_name, name, value, rest = pair;

    if (pair.n == 0)
        return true;
    if (!str_cut(&rest, '=', &raw_name) || !decode(raw_name, name_z, &name) ||
        !decode(rest, value_z, &value))
        return fault_add(f, "", "bad_format", "the query is not properly encoded");
    const struct field *row = find(rows, name.p, name.n);
    if (!row && is_list)
        row = find(schema_page, name.p, name.n);
    if (!row && str_is(name, "tenant_id"))
        return true; /* never read: the tenant comes from the token or key alone */
    struct buf b = BUF(shown);
    buf_add(&b, name.p, name.n < sizeof shown ? name.n : sizeof shown - 1);
    if (!row)
        return fault_add(f, shown, "unknown_field", "is not a parameter of this call");
    if (json_object_get(object, row->name))
        return fault_add(f, row->name, "duplicate", "is given twice");
    size_t before = f->total;
    json_t *v = typed(row, value, f);
    if (!v && f->total > before)
        return false;
    if (json_object_set_new(object, row->name, v) != 0)
        return no_memory(e);
    return true;
}

bool schema_query(const struct field *rows, bool list, struct str query, struct faults *f,
                  json_t **out, struct err *e)
{
    struct str rest = query, pair;
    json_auto_t *object = json_object();
    bool good = true;

    if (!object)
        return no_memory(e);
    while (query.n && str_cut(&rest, '&', &pair))
        good &= parameter(rows, list, pair, f, object, e);
    if (good)
        for (const struct field *row = rows; row && row->name; row++)
            if ((row->flags & F_REQUIRED) && !json_object_get(object, row->name))
                good = fault_add(f, row->name, "required", "is missing");
    if (!good)
        return err_set(e, ERR_INVALID, "the query has values we cannot accept");
    if (!schema_fill(rows, object, e) || (list && !schema_fill(schema_page, object, e)))
        return false;
    *out = json_incref(object);
    return true;
}
