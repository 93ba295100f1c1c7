/* The query parameter and the audit row's detail. */
#include "api/room.h"

#include "store/capacity_store.h"

const struct field room_query[] = {
    {.name = "override",
     .type = FIELD_ENUM,
     .choices = "capacity",
     .doc =
         "`capacity`: go ahead although the checkers would have more to do than they can in time."},
    {0},
};

bool room_override(struct request *q, struct err *e)
{
    if (!query_has(q, "override"))
        return true;
    request_detail(q, "override", json_string(query_text(q, "override")));
    return capacity_override(request_tx(q), e);
}
