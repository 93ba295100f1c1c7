/* Judging parameters: first each for itself, then those that go together. */
#include "io/params.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "io/format.h"

enum { CLAUSE = 220 };

struct judging {
    const struct param *rows;
    const json_t *given;
    params_tell *tell;
    void *data;
};

/* Always false. */
PRINTF(4, 5)
static bool refuse(const struct judging *j, const char *name, const char *code, const char *fmt,
                   ...)
{
    char clause[CLAUSE];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(clause, sizeof clause, fmt, ap);
    va_end(ap);
    j->tell(name, code, clause, j->data);
    return false;
}

static bool wrong_type(const struct judging *j, const struct param *row)
{
    return refuse(j, row->name, "wrong_type", "must be of type %s", param_type_name(row->type));
}

static bool in_bounds(const struct judging *j, const struct param *row, double v, const char *what)
{
    return (v >= row->min && v <= row->max) ||
           refuse(j, row->name, "out_of_range", "%s from %.15g to %.15g", what, row->min, row->max);
}

/* A text without NUL: what is behind one would be lost. */
static bool is_text(const json_t *v)
{
    return json_is_string(v) && strlen(json_string_value(v)) == json_string_length(v);
}

static bool many_fit(const struct judging *j, const struct param *row, const json_t *v)
{
    bool map = row->type == PARAM_MAP, texts = true;
    const json_t *one;
    const char *name;
    size_t i;

    if (map ? !json_is_object(v) : !json_is_array(v))
        return wrong_type(j, row);
    if (map)
        json_object_foreach((json_t *)(uintptr_t)v, name, one) texts &= is_text(one);
    else
        json_array_foreach(v, i, one) texts &= is_text(one);
    if (!texts)
        return refuse(j, row->name, "wrong_type", "must hold texts only");
    return (double)(map ? json_object_size(v) : json_array_size(v)) <= row->max ||
           refuse(j, row->name, "out_of_range", "has more than %.0f entries", row->max);
}

static bool value_fits(const struct judging *j, const struct param *row, const json_t *v)
{
    switch (row->type) {
    case PARAM_INT:
        return json_is_integer(v) ? in_bounds(j, row, (double)json_integer_value(v), "must be")
                                  : wrong_type(j, row);
    case PARAM_NUMBER:
        return json_is_number(v) ? in_bounds(j, row, json_number_value(v), "must be")
                                 : wrong_type(j, row);
    case PARAM_BOOL:
        return json_is_boolean(v) || wrong_type(j, row);
    case PARAM_STRING:
        return is_text(v) ? in_bounds(j, row, (double)json_string_length(v), "must have a length")
                          : wrong_type(j, row);
    case PARAM_ENUM:
        return is_text(v)
                   ? param_choice(row->choices, str_of(json_string_value(v))) ||
                         refuse(j, row->name, "bad_choice", "must be one of %s", row->choices)
                   : wrong_type(j, row);
    case PARAM_MAP:
    case PARAM_LIST:
        break;
    }
    return many_fit(j, row, v);
}

/* The text of a parameter, given or not; NULL where what is given is none. */
static const char *text_of(const struct judging *j, const char *name)
{
    const struct param *row = param_find(j->rows, str_of(name));
    const json_t *v = json_object_get(j->given, name);

    if (v)
        return json_string_value(v);
    return row && row->def ? row->def : "";
}

/* The number of a parameter, given or not. */
static bool number_of(const struct judging *j, const char *name, double *out)
{
    const struct param *row = param_find(j->rows, str_of(name));
    const json_t *v = json_object_get(j->given, name);

    *out = json_number_value(v);
    return v ? json_is_number(v) : row && row->def && str_double(str_of(row->def), out);
}

static bool format_fits(const struct judging *j, const struct param *row, const json_t *v)
{
    const char *with = row->with ? text_of(j, row->with) : "";
    const struct param *other = row->with ? param_find(j->rows, str_of(row->with)) : NULL;
    struct err e = {0};

    if (!row->format || !with ||
        (other && other->choices && !param_choice(other->choices, str_of(with))))
        return true; /* the fault of the other is told there */
    return format_judge(row->format, v, with, &e) ||
           refuse(j, row->name, row->with ? "bad_combination" : "bad_format", "%s", e.msg);
}

static bool stands_alone(const struct judging *j, const struct param *row, const json_t *v)
{
    struct str rest = str_of(row->without), one;
    char name[40];

    if (!row->without || json_string_length(v) == 0)
        return true;
    while (str_cut(&rest, '|', &one)) {
        snprintf(name, sizeof name, "%.*s", STR_ARG(one));
        if (json_object_get(j->given, name))
            return refuse(j, row->name, "bad_combination", "is given, and %s beside it", name);
    }
    return true;
}

/* Judged where either of the two is given. */
static bool order_fits(const struct judging *j, const struct param *row)
{
    double mine, limit;

    if (!row->at_most ||
        (!json_object_get(j->given, row->name) && !json_object_get(j->given, row->at_most)))
        return true;
    return !number_of(j, row->name, &mine) || !number_of(j, row->at_most, &limit) ||
           mine <= limit ||
           refuse(j, row->name, "bad_combination", "is more than %s", row->at_most);
}

bool params_judge(const struct param *rows, const json_t *given, params_tell *tell, void *data)
{
    const struct judging j = {rows, given, tell, data};
    bool good = true;
    const char *name;
    json_t *v;

    json_object_foreach((json_t *)(uintptr_t)given, name, v)
    {
        const struct param *row = param_find(rows, str_of(name));
        good &= row ? value_fits(&j, row, v) && format_fits(&j, row, v) && stands_alone(&j, row, v)
                    : refuse(&j, name, "unknown_field", "is not a parameter of this type");
    }
    for (; rows->name; rows++) {
        if (rows->required && !json_object_get(given, rows->name))
            good = refuse(&j, rows->name, "required", "is missing");
        good &= order_fits(&j, rows);
    }
    return good;
}
