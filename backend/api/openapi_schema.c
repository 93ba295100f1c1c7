/* JSON Schema of schema rows. */
#include "api/openapi_schema.h"

#include <string.h>

#include "api/schema.h"
#include "base/param.h"

static void pair(struct jout *w, const char *name, const char *value)
{
    jout_name(w, name);
    jout_z(w, value);
}

static void number(struct jout *w, const char *name, double v)
{
    jout_name(w, name);
    jout_num(w, v);
}

/* "integer", or ["integer", "null"]. */
static void type(struct jout *w, const struct field *row, const char *name)
{
    jout_name(w, "type");
    if (!(row->flags & F_NULL)) {
        jout_z(w, name);
        return;
    }
    jout_open(w, '[');
    jout_z(w, name);
    jout_z(w, "null");
    jout_close(w, ']');
}

static void choices(struct jout *w, const struct field *row)
{
    struct str rest = str_of(row->choices), one;

    jout_name(w, "enum");
    jout_open(w, '[');
    while (str_cut(&rest, '|', &one))
        jout_text(w, one);
    if (row->flags & F_NULL)
        jout_null(w);
    jout_close(w, ']');
}

static void bounds(struct jout *w, const struct field *row, const char *low, const char *high)
{
    if (row->min != 0 || row->max != 0)
        number(w, low, row->min);
    if (row->max != 0)
        number(w, high, row->max);
}

static void text(struct jout *w, const struct field *row, bool answer)
{
    type(w, row, "string");
    switch (row->type) {
    case FIELD_ENUM:
        choices(w, row);
        break;
    case FIELD_TIME:
        pair(w, "format", "date-time");
        break;
    case FIELD_EMAIL:
        pair(w, "format", "email");
        break;
    case FIELD_SLUG:
        pair(w, "pattern", "^[a-z0-9][a-z0-9_-]*$");
        break;
    case FIELD_DECIMAL:
        pair(w, "pattern", "^[0-9]{1,12}(\\.[0-9]+)?$");
        break;
    default:
        if (!answer)
            bounds(w, row, "minLength", "maxLength");
    }
}

static void shape(struct jout *w, const struct field *row, bool answer)
{
    switch (row->type) {
    case FIELD_INT:
        type(w, row, "integer");
        bounds(w, row, "minimum", "maximum");
        break;
    case FIELD_NUM:
        type(w, row, "number");
        bounds(w, row, "minimum", "maximum");
        break;
    case FIELD_BOOL:
        type(w, row, "boolean");
        break;
    case FIELD_LIST:
        type(w, row, "array");
        bounds(w, row, "minItems", "maxItems");
        jout_name(w, "items");
        openapi_schema_value(w, row->of, answer);
        break;
    case FIELD_MAP:
        type(w, row, "object");
        bounds(w, row, "minProperties", "maxProperties");
        jout_name(w, "additionalProperties");
        openapi_schema_value(w, row->of, answer);
        break;
    case FIELD_JSON:
        type(w, row, "object");
        jout_name(w, "additionalProperties");
        jout_bool(w, true);
        break;
    default:
        text(w, row, answer);
    }
}

void openapi_schema_value(struct jout *w, const struct field *row, bool answer)
{
    if (row->type == FIELD_OBJECT && !(row->flags & F_NULL)) {
        openapi_schema_object(w, row->of, answer, false);
        return;
    }
    jout_open(w, '{');
    if (row->type == FIELD_OBJECT) {
        jout_name(w, "oneOf");
        jout_open(w, '[');
        openapi_schema_object(w, row->of, answer, false);
        jout_open(w, '{');
        pair(w, "type", "null");
        jout_close(w, '}');
        jout_close(w, ']');
    } else {
        shape(w, row, answer);
    }
    if (row->def && !answer) {
        jout_name(w, "default");
        jout_raw(w, str_of(row->def));
    }
    if (row->doc)
        pair(w, "description", row->doc);
    jout_close(w, '}');
}

void openapi_schema_object(struct jout *w, const struct field *rows, bool answer, bool partial)
{
    bool any = false;

    jout_open(w, '{');
    pair(w, "type", "object");
    jout_name(w, "properties");
    jout_open(w, '{');
    for (const struct field *row = rows; row && row->name; row++) {
        jout_name(w, row->name);
        openapi_schema_value(w, row, answer);
        any |= answer ? !(row->flags & F_SECRET) : (row->flags & F_REQUIRED) != 0;
    }
    jout_close(w, '}');
    if (any && !partial) {
        jout_name(w, "required");
        jout_open(w, '[');
        for (const struct field *row = rows; row->name; row++)
            if (answer ? !(row->flags & F_SECRET) : (row->flags & F_REQUIRED) != 0)
                jout_z(w, row->name);
        jout_close(w, ']');
    }
    if (!answer) {
        jout_name(w, "additionalProperties");
        jout_bool(w, false);
    }
    if (partial)
        number(w, "minProperties", 1);
    jout_close(w, '}');
}
