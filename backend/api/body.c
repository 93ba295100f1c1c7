/* Members of a validated body. */
#include "api/request.h"

bool body_has(const struct request *q, const char *name)
{
    return json_object_get(q->body, name) != NULL;
}

const char *body_text(const struct request *q, const char *name)
{
    return json_string_value(json_object_get(q->body, name));
}

int64_t body_int(const struct request *q, const char *name)
{
    return json_integer_value(json_object_get(q->body, name));
}

bool body_bool(const struct request *q, const char *name)
{
    return json_is_true(json_object_get(q->body, name));
}

const json_t *body_json(const struct request *q, const char *name)
{
    return json_object_get(q->body, name);
}
