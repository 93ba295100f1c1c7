/* Which hosts are meant. */
#include "api/host_query.h"

#include "store/host_list_store.h"

bool host_query_ranks(struct request *q, unsigned *ranks, struct err *e)
{
    static const char *const names[HOST_RANKS] = {[HOST_DOWN] = "down",
                                                  [HOST_DEGRADED] = "degraded",
                                                  [HOST_UNKNOWN] = "unknown",
                                                  [HOST_UP] = "up",
                                                  [HOST_PAUSED] = "paused"};
    struct str rest = str_of(query_text(q, "status")), one;

    while (query_text(q, "status") && str_cut(&rest, ',', &one)) {
        int rank = 0;
        while (rank < HOST_RANKS && !str_is(one, names[rank]))
            rank++;
        if (rank == HOST_RANKS)
            return request_fault(q, e, "status", "bad_choice",
                                 "must be some of up, degraded, down, unknown, paused");
        *ranks |= 1U << rank;
    }
    return true;
}

bool host_query_label(struct request *q, const char **name, const char **value, struct err *e)
{
    struct str rest = str_of(query_text(q, "label")), before;

    if (!query_text(q, "label") || !str_cut(&rest, '=', &before))
        return true;
    *name = arena_str(q->mem, before, e);
    if (rest.p)
        *value = arena_str(q->mem, rest, e);
    return *name && (!rest.p || *value);
}
