/* One label to look for. */
#include "api/label_query.h"

bool label_query(struct request *q, const char **name, const char **value, struct err *e)
{
    struct str rest = str_of(query_text(q, "label")), before;

    *name = *value = NULL;
    if (!query_text(q, "label") || !str_cut(&rest, '=', &before))
        return true;
    *name = arena_str(q->mem, before, e);
    if (rest.p)
        *value = arena_str(q->mem, rest, e);
    return *name && (!rest.p || *value);
}
