/* Parameter rows and their check of text values. */
#include "base/param.h"

const char *param_type_name(enum param_type type)
{
    static const char *const names[] = {"string", "integer", "number", "boolean",
                                        "enum",   "map",     "list"};
    return names[type];
}

const struct param *param_find(const struct param *rows, struct str name)
{
    for (; rows->name; rows++)
        if (str_is(name, rows->name))
            return rows;
    return NULL;
}

bool param_choice(const char *choices, struct str value)
{
    struct str rest = str_of(choices), one;

    while (str_cut(&rest, '|', &one))
        if (str_eq(one, value))
            return true;
    return false;
}

bool param_check_text(const struct param *row, struct str value, struct err *e)
{
    int64_t i;
    double d;

    switch (row->type) {
    case PARAM_STRING:
        if ((double)value.n < row->min || (double)value.n > row->max || !str_utf8(value))
            return err_field(e, ERR_INVALID, row->name, "%s takes %.0f to %.0f bytes of UTF-8 text",
                             row->name, row->min, row->max);
        return true;
    case PARAM_INT:
        if (!str_int(value, (int64_t)row->min, (int64_t)row->max, &i))
            return err_field(e, ERR_INVALID, row->name, "%s takes a whole number from %.0f to %.0f",
                             row->name, row->min, row->max);
        return true;
    case PARAM_NUMBER:
        if (!str_double(value, &d) || d < row->min || d > row->max)
            return err_field(e, ERR_INVALID, row->name, "%s takes a number from %g to %g",
                             row->name, row->min, row->max);
        return true;
    case PARAM_BOOL:
        if (!str_is(value, "true") && !str_is(value, "false"))
            return err_field(e, ERR_INVALID, row->name, "%s takes true or false", row->name);
        return true;
    case PARAM_ENUM:
        if (!param_choice(row->choices, value))
            return err_field(e, ERR_INVALID, row->name, "%s takes one of %s", row->name,
                             row->choices);
        return true;
    case PARAM_MAP:
    case PARAM_LIST:
        break;
    }
    return err_field(e, ERR_INVALID, row->name, "%s cannot be given as plain text", row->name);
}
