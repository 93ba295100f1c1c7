/* The kinds of checks from kinds.json, which `tocsin kinds --json` wrote at build. */
#include "api/kinds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "io/addr.h"
#include "io/http.h"
#include "io/url.h"

enum { POINTER = 200, KINDS_PATH_MAX = 2000 };

static const char text[] =
#include "api/kinds.inc"
    ;

struct kinds {
    json_t *all;   /* by name */
    json_t *shown; /* the answer of /check-types */
};

/* The parameters as they are described to clients: how a text is judged is our own affair. */
static json_t *described(const json_t *kind)
{
    json_t *params = json_deep_copy(json_object_get(kind, "params")), *row;
    size_t i;

    json_array_foreach(params, i, row) json_object_del(row, "format");
    return params;
}

static bool sort_in(struct kinds *k, const json_t *kind)
{
    const char *name = json_string_value(json_object_get(kind, "name"));
    json_t *items = json_object_get(k->shown, "items");

    if (!name || json_object_set(k->all, name, (json_t *)kind) != 0)
        return false;
    if (json_is_true(json_object_get(kind, "internal")))
        return true;
    json_t *row = json_pack("{s:O, s:O, s:o}", "name", json_object_get(kind, "name"), "summary",
                            json_object_get(kind, "summary"), "params", described(kind));
    return row && json_array_append_new(items, row) == 0;
}

struct kinds *kinds_new(struct err *e)
{
    struct kinds *k = calloc(1, sizeof *k);
    json_auto_t *file = json_loadb(text, sizeof text - 1, JSON_REJECT_DUPLICATES, NULL);
    const json_t *kind;
    size_t i;
    bool good = k != NULL && file != NULL;

    if (good) {
        k->all = json_object();
        k->shown = json_pack("{s:[]}", "items");
        good = k->all && k->shown;
        json_array_foreach(json_object_get(file, "checks"), i, kind) good =
            good && sort_in(k, kind);
    }
    if (good)
        return k;
    kinds_free(k);
    err_set(e, ERR_INTERNAL, "the list of check types cannot be read");
    return NULL;
}

void kinds_free(struct kinds *k)
{
    if (!k)
        return;
    json_decref(k->all);
    json_decref(k->shown);
    free(k);
}

const json_t *kinds_list(const struct kinds *k)
{
    return k->shown;
}

static const json_t *find(const struct kinds *k, const char *type)
{
    return type ? json_object_get(k->all, type) : NULL;
}

bool kinds_has(const struct kinds *k, const char *type)
{
    const json_t *kind = find(k, type);

    return kind && !json_is_true(json_object_get(kind, "internal"));
}

bool kinds_is_passive(const struct kinds *k, const char *type)
{
    return json_is_true(json_object_get(find(k, type), "passive"));
}

static const char *row_text(const json_t *row, const char *name)
{
    const char *z = json_string_value(json_object_get(row, name));

    return z ? z : "";
}

static bool in_bounds(const json_t *row, double v, const char *at, const char *what,
                      struct faults *f)
{
    double min = json_number_value(json_object_get(row, "min"));
    double max = json_number_value(json_object_get(row, "max"));

    if (v >= min && v <= max)
        return true;
    return fault_add(f, at, "out_of_range", "%s from %.15g to %.15g", what, min, max);
}

static bool all_text(const json_t *v)
{
    const json_t *item;
    const char *name;
    size_t i;

    if (json_is_array(v)) {
        json_array_foreach(v, i, item) if (!json_is_string(item)) return false;
        return true;
    }
    json_object_foreach((json_t *)v, name, item) if (!json_is_string(item)) return false;
    return true;
}

static bool one_of(const json_t *row, const json_t *v, const char *at, struct faults *f)
{
    const json_t *choice;
    size_t i;

    json_array_foreach(json_object_get(row, "choices"), i,
                       choice) if (json_equal(choice, v)) return true;
    return fault_add(f, at, "bad_choice", "must be one of the choices of this parameter");
}

static bool wrong_type(const char *at, const char *type, struct faults *f)
{
    return fault_add(f, at, "wrong_type", "must be of type %s", type);
}

/* One given value against its row. */
static bool judge(const json_t *row, const json_t *v, const char *at, struct faults *f)
{
    const char *type = row_text(row, "type");

    if (strcmp(type, "string") == 0)
        return json_is_string(v)
                   ? in_bounds(row, (double)json_string_length(v), at, "must have a length", f)
                   : wrong_type(at, type, f);
    if (strcmp(type, "integer") == 0)
        return json_is_integer(v) ? in_bounds(row, (double)json_integer_value(v), at, "must be", f)
                                  : wrong_type(at, type, f);
    if (strcmp(type, "number") == 0)
        return json_is_number(v) ? in_bounds(row, json_number_value(v), at, "must be", f)
                                 : wrong_type(at, type, f);
    if (strcmp(type, "boolean") == 0)
        return json_is_boolean(v) || wrong_type(at, type, f);
    if (strcmp(type, "enum") == 0)
        return json_is_string(v) ? one_of(row, v, at, f) : wrong_type(at, type, f);
    if (strcmp(type, "map") == 0 ? !json_is_object(v) : !json_is_array(v))
        return wrong_type(at, type, f);
    if (!all_text(v))
        return fault_add(f, at, "wrong_type", "must hold texts only");
    size_t n = json_is_object(v) ? json_object_size(v) : json_array_size(v);
    return (double)n <= json_number_value(json_object_get(row, "max")) ||
           fault_add(f, at, "out_of_range", "has too many entries");
}

static bool header_list(const json_t *v, struct err *e)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)v, name, value)
    {
        if (!http_header_check(name, json_string_value(value), e))
            return false;
    }
    return true;
}

/* Whether a text that says where to go can be read as that; an empty one is no choice made. What
 * it leads to is judged when it is connected to, not here. */
static bool readable(const char *format, const json_t *v, struct err *e)
{
    struct str given = {json_string_value(v), json_string_length(v)}, host = given;
    char made[KINDS_PATH_MAX + 16];
    enum addr_host kind;
    struct addr addr;
    struct url url;
    int64_t port;

    if (strcmp(format, "headers") == 0)
        return header_list(v, e);
    if (given.n == 0)
        return true;
    if (strcmp(format, "url") == 0)
        return url_parse(given, &url, e);
    if (strcmp(format, "path") == 0) {
        snprintf(made, sizeof made, "http://x%s", given.p);
        return (given.p[0] == '/' && given.n <= KINDS_PATH_MAX &&
                url_parse(str_of(made), &url, e)) ||
               err_set(e, ERR_INVALID, "it begins with / and is percent-encoded ASCII");
    }
    if (strcmp(format, "server") == 0 && !addr_split(given, &host, &port))
        return err_set(e, ERR_INVALID, "it reads ADDRESS or ADDRESS:PORT");
    return addr_host(host, &kind, &addr, e);
}

static bool judge_format(const json_t *row, const json_t *v, const char *at, struct faults *f)
{
    const char *format = json_string_value(json_object_get(row, "format"));
    struct err e = {0};

    return !format || readable(format, v, &e) || fault_add(f, at, "bad_format", "%s", e.msg);
}

static const json_t *row_of(const json_t *params, const char *name)
{
    const json_t *row;
    size_t i;

    json_array_foreach(params, i, row) if (strcmp(row_text(row, "name"), name) == 0) return row;
    return NULL;
}

bool kinds_judge(const struct kinds *k, const char *type, const json_t *params, struct faults *f)
{
    const json_t *rows = json_object_get(find(k, type), "params"), *row;
    char at[POINTER];
    const char *name;
    json_t *v;
    bool good = true;
    size_t i;

    json_object_foreach((json_t *)params, name, v)
    {
        struct buf b = BUF(at);
        buf_fmt(&b, "/params/%.100s", name);
        row = row_of(rows, name);
        good &= row ? judge(row, v, at, f) && judge_format(row, v, at, f)
                    : fault_add(f, at, "unknown_field", "is not a parameter of this type");
    }
    json_array_foreach(rows, i, row)
    {
        struct buf b = BUF(at);
        if (!json_is_true(json_object_get(row, "required")) ||
            json_object_get(params, row_text(row, "name")))
            continue;
        buf_fmt(&b, "/params/%.100s", row_text(row, "name"));
        good = fault_add(f, at, "required", "is missing");
    }
    return good;
}
