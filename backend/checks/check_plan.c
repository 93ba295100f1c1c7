/* Parameters of a kind, read from JSON by its rows and judged once. */
#include "checks/kind.h"

#include <stdlib.h>
#include <string.h>

static bool refuse_type(const struct param *row, struct err *e)
{
    return err_field(e, ERR_INVALID, row->name, "%s is not of type %s", row->name,
                     param_type_name(row->type));
}

static bool refuse_range(const struct param *row, struct err *e)
{
    return err_field(e, ERR_INVALID, row->name, "%s takes %g to %g", row->name, row->min, row->max);
}

static bool read_number(const struct param *row, const json_t *j, struct check_value *v,
                        struct err *e)
{
    double d = json_number_value(j);

    if (row->type == PARAM_INT ? !json_is_integer(j) : !json_is_number(j))
        return refuse_type(row, e);
    if (d < row->min || d > row->max)
        return refuse_range(row, e);
    if (row->type == PARAM_INT)
        v->i = json_integer_value(j);
    else
        v->d = d;
    return true;
}

static bool read_text(const struct param *row, const json_t *j, struct check_value *v,
                      struct err *e)
{
    if (!json_is_string(j))
        return refuse_type(row, e);
    struct str s = {json_string_value(j), json_string_length(j)};
    if (memchr(s.p, '\0', s.n))
        return err_field(e, ERR_INVALID, row->name, "%s contains a NUL", row->name);
    v->s = s.p;
    return param_check_text(row, s, e);
}

static bool read_many(const struct param *row, const json_t *j, struct check_value *v,
                      struct err *e)
{
    bool map = row->type == PARAM_MAP;
    const json_t *one;
    const char *key;
    size_t i;

    if (map ? !json_is_object(j) : !json_is_array(j))
        return refuse_type(row, e);
    if ((double)(map ? json_object_size(j) : json_array_size(j)) > row->max)
        return refuse_range(row, e);
    if (map) {
        json_object_foreach((json_t *)j, key,
                            one) if (!json_is_string(one) ||
                                     strlen(json_string_value(one)) !=
                                         json_string_length(one)) return refuse_type(row, e);
    } else {
        json_array_foreach(j, i, one) if (!json_is_string(one) ||
                                          strlen(json_string_value(one)) !=
                                              json_string_length(one)) return refuse_type(row, e);
    }
    v->j = j;
    return true;
}

static bool read_value(const struct param *row, const json_t *j, struct check_value *v,
                       struct err *e)
{
    v->given = true;
    switch (row->type) {
    case PARAM_INT:
    case PARAM_NUMBER:
        return read_number(row, j, v, e);
    case PARAM_BOOL:
        v->b = json_is_true(j);
        return json_is_boolean(j) || refuse_type(row, e);
    case PARAM_STRING:
    case PARAM_ENUM:
        return read_text(row, j, v, e);
    case PARAM_MAP:
    case PARAM_LIST:
        break;
    }
    return read_many(row, j, v, e);
}

static bool take_default(const struct param *row, struct check_value *v, struct err *e)
{
    struct str def = str_of(row->def);

    if (row->required)
        return err_field(e, ERR_INVALID, row->name, "%s is missing", row->name);
    switch (row->type) {
    case PARAM_INT:
        return !row->def || str_int(def, INT64_MIN, INT64_MAX, &v->i);
    case PARAM_NUMBER:
        return !row->def || str_double(def, &v->d);
    case PARAM_BOOL:
        v->b = str_is(def, "true");
        return true;
    case PARAM_STRING:
    case PARAM_ENUM:
        v->s = row->def ? row->def : "";
        return true;
    case PARAM_MAP:
    case PARAM_LIST:
        break;
    }
    return true;
}

static bool read_all(struct check_plan *p, struct err *e)
{
    const struct param *rows = p->kind->params;
    const char *key;
    json_t *j;

    json_object_foreach(p->params, key, j)
    {
        const struct param *row = param_find(rows, str_of(key));
        if (!row)
            return err_field(e, ERR_INVALID, "params", "there is no parameter %.60s", key);
        if (json_is_null(j))
            return refuse_type(row, e);
    }
    for (size_t i = 0; rows[i].name; i++) {
        j = json_object_get(p->params, rows[i].name);
        if (!(j ? read_value(&rows[i], j, &p->values[i], e)
                : take_default(&rows[i], &p->values[i], e)))
            return err_field(e, ERR_INTERNAL, rows[i].name, "a default cannot be read");
    }
    return !p->kind->validate || p->kind->validate(p, e);
}

struct check_plan *check_plan_new(const struct check_kind *k, const json_t *params, struct err *e)
{
    size_t n = 0;

    if (params && !json_is_object(params)) {
        err_field(e, ERR_INVALID, "params", "the parameters are not an object");
        return NULL;
    }
    while (k->params[n].name)
        n++;
    struct check_plan *p = calloc(1, sizeof *p + n * sizeof p->values[0]);
    if (p)
        p->params = params ? json_deep_copy(params) : json_object();
    if (!p || !p->params) {
        free(p);
        err_set(e, ERR_UNAVAILABLE, "no memory for a check");
        return NULL;
    }
    p->kind = k;
    p->holders = 1;
    if (!read_all(p, e)) {
        check_plan_free(p);
        return NULL;
    }
    return p;
}

void check_plan_free(struct check_plan *p)
{
    if (!p || --p->holders > 0)
        return;
    json_decref(p->params);
    free(p->own);
    free(p);
}
