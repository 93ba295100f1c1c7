/* One result row as a JSON object. */
#include "api/object.h"

#include "base/clock.h"
#include "store/row.h"

static json_t *cell(const struct field *f, const PGresult *r, int col)
{
    char z[CLOCK_TEXT];

    if (row_null(r, 0, col))
        return json_null();
    switch (f->type) {
    case FIELD_INT:
        return json_integer(row_int(r, 0, col));
    case FIELD_NUM:
        return json_real(row_double(r, 0, col));
    case FIELD_BOOL:
        return json_boolean(row_bool(r, 0, col));
    case FIELD_TIME:
        clock_rfc3339(row_time_us(r, 0, col), z);
        return json_string(z);
    case FIELD_OBJECT:
    case FIELD_LIST:
    case FIELD_MAP:
    case FIELD_JSON:
        return json_loads(row_text(r, 0, col), 0, NULL);
    default:
        return json_string(row_text(r, 0, col));
    }
}

json_t *object_of_row(const struct field *rows, const PGresult *r)
{
    json_t *o = json_object();

    for (; o && rows->name; rows++) {
        int col = PQfnumber(r, rows->name);
        if (col < 0 && (rows->flags & F_SECRET))
            continue;
        if (col < 0 || json_object_set_new(o, rows->name, cell(rows, r, col)) != 0) {
            json_decref(o);
            return NULL;
        }
    }
    return o;
}
