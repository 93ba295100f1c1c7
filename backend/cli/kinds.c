/* tocsin kinds: the kinds of checks and their parameters. The build writes them to kinds.json,
 * from which the API, its description and the forms of the web application are made. */
#include <jansson.h>
#include <stdlib.h>

#include "checks/check.h"
#include "cli/command.h"

enum { JSON };

static const struct opt opts[] = {
    [JSON] = {"json", 0, NULL, "everything, as JSON"},
    {0},
};

static json_t *default_of(const struct param *p)
{
    struct str def = str_of(p->def);
    int64_t i;
    double d;

    if (!p->def)
        return json_null();
    switch (p->type) {
    case PARAM_INT:
        return str_int(def, INT64_MIN, INT64_MAX, &i) ? json_integer(i) : NULL;
    case PARAM_NUMBER:
        return str_double(def, &d) ? json_real(d) : NULL;
    case PARAM_BOOL:
        return json_boolean(str_is(def, "true"));
    default:
        return json_string(p->def);
    }
}

static json_t *choices_of(const struct param *p)
{
    struct str rest = str_of(p->choices), one;
    json_t *list = p->choices ? json_array() : json_null();

    while (p->choices && str_cut(&rest, '|', &one))
        if (json_array_append_new(list, json_stringn(one.p, one.n)) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *bound_of(const struct param *p, double bound)
{
    bool has = p->type != PARAM_BOOL && p->type != PARAM_ENUM;

    if (!has)
        return json_null();
    return p->type == PARAM_NUMBER ? json_real(bound) : json_integer((json_int_t)bound);
}

static json_t *param_json(const struct param *p)
{
    return json_pack("{s:s, s:s, s:s?, s:{s:s?, s:s?, s:s?, s:s?}, s:o, s:o, s:o, s:b, s:o, s:s}",
                     "name", p->name, "type", param_type_name(p->type), "unit", p->unit, "rules",
                     "format", p->format, "with", p->with, "without", p->without, "at_most",
                     p->at_most, "min", bound_of(p, p->min), "max", bound_of(p, p->max), "default",
                     default_of(p), "required", p->required, "choices", choices_of(p), "help",
                     p->help);
}

static json_t *kind_json(const struct check_kind *k)
{
    json_t *params = json_array();

    for (const struct param *p = check_params(k); params && p->name; p++)
        if (json_array_append_new(params, param_json(p)) != 0) {
            json_decref(params);
            return NULL;
        }
    return json_pack("{s:s, s:s, s:b, s:b, s:o}", "name", check_name(k), "summary",
                     check_summary(k), "passive", check_is_passive(k), "internal",
                     check_is_internal(k), "params", params);
}

static bool print_json(struct err *e)
{
    json_t *checks = json_array();
    bool ok = checks != NULL;

    for (size_t i = 0; ok && check_registry[i]; i++)
        ok = json_array_append_new(checks, kind_json(check_registry[i])) == 0;
    json_t *all = ok ? json_pack("{s:O}", "checks", checks) : NULL;
    ok = all && json_dumpf(all, stdout, JSON_INDENT(1)) == 0 && printf("\n") == 1;
    json_decref(all);
    json_decref(checks);
    return ok || err_set(e, ERR_UNAVAILABLE, "the kinds cannot be written");
}

static void print_text(void)
{
    for (size_t i = 0; check_registry[i]; i++) {
        const struct check_kind *k = check_registry[i];
        printf("%s%s: %s\n", i ? "\n" : "", check_name(k), check_summary(k));
        for (const struct param *p = check_params(k); p->name; p++)
            printf("  %-18s %-8s %s%s%s%s\n", p->name, param_type_name(p->type), p->help,
                   p->def ? " (default " : "", p->def ? p->def : "", p->def ? ")" : "");
    }
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    (void)argv;
    if (argc > 1) {
        err_set(e, ERR_INVALID, "no arguments are taken");
        return CLI_USAGE;
    }
    if (!values[JSON])
        print_text();
    else if (!print_json(e))
        return CLI_FAILED;
    return CLI_DONE;
}

const struct command cli_kinds = {
    .name = "kinds",
    .summary = "lists the kinds of checks and their parameters",
    .arguments = "",
    .opts = opts,
    .help = "examples:\n  tocsin kinds\n  tocsin kinds --json\n",
    .run = run,
};
