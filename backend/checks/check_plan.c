/* Parameters of a kind: judged by its rows, then taken as values, defaults where none are given. */
#include "checks/kind.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "io/params.h"

struct telling {
    const struct check_kind *kind;
    struct err *e;
};

/* The first fault is the plan's. */
static void tell(const char *name, const char *code, const char *clause, void *data)
{
    const struct telling *t = data;
    const struct param *row = param_find(t->kind->params, str_of(name));

    (void)code;
    err_field(t->e, ERR_INVALID, row ? row->name : "params", "%.60s %s", name, clause);
}

static void take(const struct param *row, const json_t *j, struct check_value *v)
{
    v->given = true;
    switch (row->type) {
    case PARAM_INT:
        v->i = json_integer_value(j);
        break;
    case PARAM_NUMBER:
        v->d = json_number_value(j);
        break;
    case PARAM_BOOL:
        v->b = json_is_true(j);
        break;
    case PARAM_STRING:
    case PARAM_ENUM:
        v->s = json_string_value(j);
        break;
    case PARAM_MAP:
    case PARAM_LIST:
        v->j = j;
        break;
    }
}

static bool take_default(const struct param *row, struct check_value *v)
{
    struct str def = str_of(row->def);

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
    struct telling t = {p->kind, e};
    const struct param *rows = p->kind->params;

    if (!params_judge(rows, p->params, tell, &t))
        return false;
    for (size_t i = 0; rows[i].name; i++) {
        const json_t *j = json_object_get(p->params, rows[i].name);
        if (j)
            take(&rows[i], j, &p->values[i]);
        else if (!take_default(&rows[i], &p->values[i]))
            return err_field(e, ERR_INTERNAL, rows[i].name, "a default cannot be read");
    }
    return !p->kind->prepare || p->kind->prepare(p, e);
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

struct check_plan *check_plan_read(const struct check_kind *k, struct str params, struct err *e)
{
    struct err why = {0};
    AUTO_JSON parsed = params.n ? jin_parse(params, &why) : NULL;

    if (parsed || params.n == 0)
        return check_plan_new(k, parsed, e);
    err_field(e, ERR_INTERNAL, "params", "the parameters cannot be read: %s", why.msg);
    return NULL;
}

int64_t check_plan_int(const struct check_plan *p, const char *name)
{
    const struct param *rows = p->kind->params, *row = param_find(rows, str_of(name));

    return row && row->type == PARAM_INT ? p->values[row - rows].i : 0;
}

void *check_plan_own(struct check_plan *plan, size_t size, struct err *e)
{
    plan->own = calloc(1, size);
    if (!plan->own)
        err_set(e, ERR_UNAVAILABLE, "no memory for a check");
    return plan->own;
}

void check_plan_free(struct check_plan *p)
{
    if (!p || --p->holders > 0)
        return;
    json_decref(p->params);
    free(p->own);
    free(p);
}
