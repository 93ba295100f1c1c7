/* Parameters of a validated query. */
#include "api/request.h"

bool query_has(const struct request *q, const char *name)
{
    return json_object_get(q->query, name) != NULL;
}

const char *query_text(const struct request *q, const char *name)
{
    return json_string_value(json_object_get(q->query, name));
}

int64_t query_int(const struct request *q, const char *name)
{
    return json_integer_value(json_object_get(q->query, name));
}

bool query_bool(const struct request *q, const char *name)
{
    return json_is_true(json_object_get(q->query, name));
}

int64_t query_time_us(const struct request *q, const char *name)
{
    return query_int(q, name);
}
