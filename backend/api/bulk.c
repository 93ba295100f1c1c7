/* Many at once. Invariant: rows are locked in the order of their ids, so that two such calls wait
 * for each other and never stand in each other's way. */
#include "api/bulk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/rows.h"

static const struct field id_item = {.name = "", .type = FIELD_INT, .min = 1};
const struct field bulk_ids_body[] = {
    {.name = "ids",
     .type = FIELD_LIST,
     .flags = F_REQUIRED,
     .min = 1,
     .max = BULK_MAX,
     .of = &id_item,
     .doc = "Each once; if one is not there, nothing happens."},
    {0},
};
const struct field bulk_deleted[] = {
    {.name = "deleted", .type = FIELD_INT, .doc = "How many are gone now."},
    {0},
};

static const struct field before_fields[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "before",
     .type = FIELD_JSON,
     .doc = "The members that were given, as they were; send them to undo."},
    {0},
};
const struct field bulk_before_item = {.name = "", .type = FIELD_OBJECT, .of = before_fields};
const struct field bulk_before_answer[] = {
    {.name = "items", .type = FIELD_LIST, .of = &bulk_before_item, .doc = "By id."},
    {0},
};

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool each_once(struct request *q, struct bulk *b, const char *field, struct err *e)
{
    qsort(b->ids, b->n, sizeof *b->ids, ascending);
    for (size_t i = 1; i < b->n; i++)
        if (b->ids[i] == b->ids[i - 1])
            return request_fault(q, e, field, "duplicate", "has %" PRId64 " twice", b->ids[i]);
    return true;
}

bool bulk_ids(struct request *q, struct bulk *out, struct err *e)
{
    const json_t *list = body_json(q, "ids"), *item;
    size_t i;

    out->n = json_array_size(list);
    out->ids = arena_array(q->mem, out->n, sizeof *out->ids, e);
    if (!out->ids)
        return false;
    json_array_foreach(list, i, item) out->ids[i] = json_integer_value(item);
    return each_once(q, out, "/ids", e);
}

/* The names of what the items change, each once. */
static json_t *changed_fields(const json_t *items)
{
    json_auto_t *seen = json_object();
    json_t *names = json_array(), *item, *value;
    const char *name;
    size_t i;

    json_array_foreach(items, i, item)
    {
        json_object_foreach(item, name, value)
        {
            if (strcmp(name, "id") == 0 || json_object_get(seen, name))
                continue;
            json_object_set_new(seen, name, json_true());
            json_array_append_new(names, json_string(name));
        }
    }
    return names;
}

bool bulk_items(struct request *q, struct bulk *out, struct err *e)
{
    const json_t *list = body_json(q, "items"), *item;
    size_t i;

    out->n = json_array_size(list);
    out->ids = arena_array(q->mem, out->n, sizeof *out->ids, e);
    if (!out->ids)
        return false;
    json_array_foreach(list, i, item)
    {
        char at[32];
        snprintf(at, sizeof at, "/items/%zu", i);
        if (json_object_size(item) < 2)
            return request_fault(q, e, at, "required", "give at least one field to change");
        out->ids[i] = json_integer_value(json_object_get(item, "id"));
    }
    request_detail(q, "fields", changed_fields(list));
    return each_once(q, out, "/items", e);
}

bool bulk_found(struct request *q, const struct bulk *b, const PGresult *r, const char *kind,
                struct err *e)
{
    char many[40];
    json_t *ids = json_array();

    for (size_t i = 0; i < b->n; i++)
        json_array_append_new(ids, json_integer(b->ids[i]));
    request_detail(q, "ids", ids);
    snprintf(many, sizeof many, "%zu %ss", b->n, kind);
    request_target_text(q, kind, NULL, many);
    for (size_t i = 0; i < b->n; i++)
        if ((int)i >= PQntuples(r) || row_int(r, (int)i, 0) != b->ids[i])
            return err_set(e, ERR_NOT_FOUND, "%s %" PRId64, kind, b->ids[i]);
    return true;
}

void bulk_detail(struct request *q, const char *detail, const PGresult *r, const char *column)
{
    int col = PQfnumber(r, column);
    json_t *list = json_array();

    for (int i = 0; i < PQntuples(r); i++)
        json_array_append_new(list, json_string(row_text(r, i, col)));
    request_detail(q, detail, list);
}

bool bulk_answer(struct request *q, const struct field *fields, const PGresult *r, struct err *e)
{
    struct jout *w = &q->answer->out;

    jout_open(w, '{');
    jout_name(w, "items");
    bool good = rows_array(w, fields, r, PQntuples(r), e);
    jout_close(w, '}');
    q->answer->done = true;
    return good && jout_ok(w, e);
}

bool bulk_gone(struct request *q, const struct bulk *b, struct err *e)
{
    return answer_json_take(q, json_pack("{s:I}", "deleted", (json_int_t)b->n), e);
}
