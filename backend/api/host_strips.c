/* /host-strips: the recent past of the hosts a page shows. Apart from /hosts, so that a list costs
 * nothing for rows that nobody sees. */
#include "store/strip_store.h"

#include "api/request.h"
#include "base/clock.h"

enum { MOST = 200 };

static const struct field query[] = {
    {.name = "ids",
     .type = FIELD_STR,
     .flags = F_REQUIRED,
     .min = 1,
     .max = 2000,
     .doc = "Ids of hosts with commas between them, at most 200; those that are not there are left "
            "out."},
    {.name = "range_s",
     .type = FIELD_INT,
     .min = 300,
     .max = 604800,
     .def = "3600",
     .doc = "How far back."},
    {0},
};

static const struct field letter = {.name = "", .type = FIELD_STR};
static const struct field answer[] = {
    {.name = "id", .type = FIELD_INT},
    {.name = "strip",
     .type = FIELD_LIST,
     .of = &letter,
     .doc = "30 letters, oldest first: the worst state of its enabled checks in a thirtieth of the "
            "range; u up, g degraded, d down, ? unknown, - no result."},
    {0},
};

static bool ids_of(struct request *q, int64_t ids[MOST], size_t *n, struct err *e)
{
    struct str rest = str_of(query_text(q, "ids")), one;

    for (*n = 0; str_cut(&rest, ',', &one); (*n)++) {
        if (*n == MOST)
            return request_fault(q, e, "ids", "too_many", "may name at most %d hosts", MOST);
        if (!str_int(one, 1, INT64_MAX, &ids[*n]))
            return request_fault(q, e, "ids", "bad_format", "must be numbers with commas between");
    }
    return true;
}

/* Parts begin at multiples of their length, so that a strip moves a whole part at a time. */
static bool list(struct request *q, struct err *e)
{
    int64_t ids[MOST], part_us = query_int(q, "range_s") * 1000000 / STRIP_PARTS;
    int64_t from_us = (clock_wall_us() / part_us + 1 - STRIP_PARTS) * part_us;
    AUTO_RES r = NULL;
    size_t n;

    return ids_of(q, ids, &n, e) &&
           strip_hosts(request_tx(q), ids, n, from_us, part_us, q->mem, &r, e) &&
           answer_rows(q, r, NULL, e);
}

const struct route api_host_strips[] = {
    {.method = "GET",
     .path = "/api/v1/host-strips",
     .permission = RESULT_READ,
     .handler = list,
     .flags = ROUTE_WHOLE | ROUTE_KEPT,
     .query = query,
     .answer = answer,
     .doc = "The recent past of some hosts, as letters."},
    {0},
};
