/* /host-groups and /labels: what hosts have in common, and how well it goes. */
#include "store/host_group_store.h"

#include <string.h>

#include "api/host_query.h"
#include "api/request.h"

enum { GROUPS_MAX = 500 };

static const struct field list_query[] = {
    {.name = "by",
     .type = FIELD_STR,
     .min = 1,
     .max = 106,
     .def = "\"group\"",
     .doc = "`group`, `criticality`, `sla_tier`, or `label:NAME` for the values of a label."},
    {.name = "q",
     .type = FIELD_STR,
     .min = 1,
     .max = 200,
     .doc = "Only hosts with this part in their name or address, any case."},
    HOST_QUERY_STATUS,
    HOST_QUERY_LABEL,
    {0},
};

static const struct field host_counts[] = {
    {.name = "total", .type = FIELD_INT},
    {.name = "up", .type = FIELD_INT},
    {.name = "degraded", .type = FIELD_INT},
    {.name = "down", .type = FIELD_INT},
    {.name = "unknown", .type = FIELD_INT},
    {.name = "paused", .type = FIELD_INT},
    {0},
};

static const struct field group_answer[] = {
    {.name = "value",
     .type = FIELD_STR,
     .flags = F_NULL,
     .doc = "What these hosts have in common; null: they have none."},
    {.name = "hosts", .type = FIELD_OBJECT, .of = host_counts, .doc = "Hosts by state."},
    {0},
};

static const struct field label_answer[] = {
    {.name = "name", .type = FIELD_STR},
    {.name = "values", .type = FIELD_INT, .doc = "How many different ones."},
    {.name = "hosts", .type = FIELD_INT, .doc = "How many hosts have it."},
    {0},
};

static bool by(struct request *q, struct host_group_filter *f, struct err *e)
{
    static const char *const names[HOST_GROUP_LABEL] = {[HOST_GROUP_GROUP] = "group",
                                                        [HOST_GROUP_CRITICALITY] = "criticality",
                                                        [HOST_GROUP_SLA_TIER] = "sla_tier"};
    static const char label[] = "label:";
    const char *asked = query_text(q, "by");

    for (int i = 0; i < HOST_GROUP_LABEL; i++)
        if (strcmp(asked, names[i]) == 0) {
            f->by = (enum host_group_by)i;
            return true;
        }
    f->by = HOST_GROUP_LABEL;
    f->by_label = asked + sizeof label - 1;
    return (strncmp(asked, label, sizeof label - 1) == 0 && *f->by_label) ||
           request_fault(q, e, "by", "bad_choice",
                         "must be group, criticality, sla_tier or label:NAME");
}

static bool groups(struct request *q, struct err *e)
{
    struct host_group_filter f = {.q = query_text(q, "q"), .fetch = GROUPS_MAX};
    AUTO_RES r = NULL;

    return by(q, &f, e) && host_query_ranks(q, &f.ranks, e) &&
           host_query_label(q, &f.label_name, &f.label_value, e) &&
           host_group_list(request_tx(q), &f, &r, e) && answer_rows(q, r, NULL, e);
}

static bool labels(struct request *q, struct err *e)
{
    struct page page;
    AUTO_RES r = NULL;

    return request_page(q, &page, e) &&
           host_group_labels(request_tx(q), page.key, page.fetch, &r, e) &&
           answer_rows(q, r, &page, e);
}

const struct route api_host_groups[] = {
    {.method = "GET",
     .path = "/api/v1/host-groups",
     .permission = HOST_READ,
     .handler = groups,
     .pool = POOL_HEAVY,
     .flags = ROUTE_WHOLE | ROUTE_KEPT,
     .query = list_query,
     .answer = group_answer,
     .doc = "Count hosts by group, criticality, tier or a label; the worst first, at most 500."},
    {.method = "GET",
     .path = "/api/v1/labels",
     .permission = HOST_READ,
     .handler = labels,
     .pool = POOL_HEAVY,
     .flags = ROUTE_LIST | ROUTE_KEPT,
     .answer = label_answer,
     .doc = "List the names of labels in use."},
    {0},
};
