/* The kinds of checks from kinds.json, which `tocsin kinds --json` wrote at build. */
#include "api/kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "io/params.h"

enum { POINTER = 200, CHOICES = 500, ARENA_BYTES = 1 << 20 };

static const char file[] =
#include "api/kinds.inc"
    ;

struct kind {
    const char *name;
    bool passive, internal;
    struct param *rows;
};

struct kinds {
    json_t *file;  /* the texts below live in it */
    json_t *shown; /* the answer of /check-types */
    struct arena mem;
    struct kind *list;
    size_t n;
};

static const char *text_of(const json_t *o, const char *name)
{
    return json_string_value(json_object_get(o, name));
}

/* "a|b|c" of a list of texts; NULL of none. */
static bool join(struct arena *mem, const json_t *list, const char **out, struct err *e)
{
    char text[CHOICES];
    struct buf b = BUF(text);
    const json_t *one;
    size_t i;

    json_array_foreach(list, i, one) buf_fmt(&b, "%s%s", i ? "|" : "", json_string_value(one));
    *out = json_is_array(list) && buf_ok(&b) ? arena_str(mem, buf_view(&b), e) : NULL;
    return *out || !json_is_array(list);
}

/* A default as text again. */
static bool plain(struct arena *mem, const json_t *def, const char **out, struct err *e)
{
    *out = NULL;
    if (json_is_integer(def))
        *out = arena_fmt(mem, e, "%" JSON_INTEGER_FORMAT, json_integer_value(def));
    else if (json_is_real(def))
        *out = arena_fmt(mem, e, "%.17g", json_real_value(def));
    else if (json_is_boolean(def))
        *out = json_is_true(def) ? "true" : "false";
    else
        *out = json_string_value(def);
    return *out || json_is_null(def);
}

static bool type_of(const char *name, enum param_type *out)
{
    for (enum param_type t = PARAM_STRING; name && t <= PARAM_LIST; t++)
        if (strcmp(param_type_name(t), name) == 0) {
            *out = t;
            return true;
        }
    return false;
}

static bool read_row(struct arena *mem, const json_t *from, struct param *row, struct err *e)
{
    const json_t *rules = json_object_get(from, "rules");

    *row = (struct param){.name = text_of(from, "name"),
                          .min = json_number_value(json_object_get(from, "min")),
                          .max = json_number_value(json_object_get(from, "max")),
                          .required = json_is_true(json_object_get(from, "required")),
                          .format = text_of(rules, "format"),
                          .with = text_of(rules, "with"),
                          .without = text_of(rules, "without"),
                          .at_most = text_of(rules, "at_most"),
                          .help = text_of(from, "help")};
    return row->name && type_of(text_of(from, "type"), &row->type) &&
           join(mem, json_object_get(from, "choices"), &row->choices, e) &&
           plain(mem, json_object_get(from, "default"), &row->def, e);
}

/* The parameters as they are described to clients: how they are judged is our own affair. */
static json_t *described(const json_t *kind)
{
    json_t *params = json_deep_copy(json_object_get(kind, "params")), *row;
    size_t i;

    json_array_foreach(params, i, row) json_object_del(row, "rules");
    return params;
}

static bool show(struct kinds *k, const json_t *from)
{
    json_t *row = json_pack("{s:O, s:O, s:o}", "name", json_object_get(from, "name"), "summary",
                            json_object_get(from, "summary"), "params", described(from));

    return row && json_array_append_new(json_object_get(k->shown, "items"), row) == 0;
}

static bool read_kind(struct kinds *k, const json_t *from, struct err *e)
{
    const json_t *params = json_object_get(from, "params"), *row;
    struct kind *to = &k->list[k->n++];
    size_t i;

    to->name = text_of(from, "name");
    to->passive = json_is_true(json_object_get(from, "passive"));
    to->internal = json_is_true(json_object_get(from, "internal"));
    to->rows = arena_array(&k->mem, json_array_size(params) + 1, sizeof *to->rows, e);
    if (!to->name || !to->rows)
        return false;
    json_array_foreach(params, i, row)
    {
        if (!read_row(&k->mem, row, &to->rows[i], e))
            return false;
    }
    return to->internal || show(k, from);
}

static bool read_file(struct kinds *k, struct err *e)
{
    const json_t *kinds, *one;
    size_t i;

    arena_init(&k->mem, ARENA_BYTES);
    k->file = json_loadb(file, sizeof file - 1, JSON_REJECT_DUPLICATES, NULL);
    k->shown = json_pack("{s:[]}", "items");
    kinds = json_object_get(k->file, "checks");
    k->list = arena_array(&k->mem, json_array_size(kinds) + 1, sizeof *k->list, e);
    if (!k->shown || !json_is_array(kinds) || !k->list)
        return false;
    json_array_foreach(kinds, i, one)
    {
        if (!read_kind(k, one, e))
            return false;
    }
    return true;
}

struct kinds *kinds_new(struct err *e)
{
    struct kinds *k = calloc(1, sizeof *k);

    if (k && read_file(k, e))
        return k;
    kinds_free(k);
    err_set(e, ERR_INTERNAL, "the list of check types cannot be read");
    return NULL;
}

void kinds_free(struct kinds *k)
{
    if (!k)
        return;
    arena_clear(&k->mem);
    json_decref(k->file);
    json_decref(k->shown);
    free(k);
}

const json_t *kinds_list(const struct kinds *k)
{
    return k->shown;
}

static const struct kind *find(const struct kinds *k, const char *type)
{
    for (size_t i = 0; type && i < k->n; i++)
        if (strcmp(k->list[i].name, type) == 0)
            return &k->list[i];
    return NULL;
}

bool kinds_has(const struct kinds *k, const char *type)
{
    const struct kind *kind = find(k, type);

    return kind && !kind->internal;
}

bool kinds_is_passive(const struct kinds *k, const char *type)
{
    const struct kind *kind = find(k, type);

    return kind && kind->passive;
}

static void tell(const char *name, const char *code, const char *clause, void *data)
{
    char at[POINTER];
    struct buf b = BUF(at);

    buf_fmt(&b, "/params/%.100s", name);
    fault_add(data, at, code, "%s", clause);
}

bool kinds_judge(const struct kinds *k, const char *type, const json_t *params, struct faults *f)
{
    return params_judge(find(k, type)->rows, params, tell, f);
}
