/* Counting hosts by a column or a label: one constant statement for each, and for each kind of
 * label filter. */
#include "store/host_group_store.h"

#include "store/host_list_store.h"

/* Ranks as host_list_store.h numbers them. */
#define DOWN     "count(*) FILTER (WHERE s.rank = 0) "
#define DEGRADED "count(*) FILTER (WHERE s.rank = 1) "
#define UNKNOWN  "count(*) FILTER (WHERE s.rank = 2) "
#define COUNTS                                                                                     \
    "count(*) AS \"hosts.total\", "                                                                \
    "count(*) FILTER (WHERE s.rank = 3) AS \"hosts.up\", " DEGRADED "AS \"hosts.degraded\", " DOWN \
    "AS \"hosts.down\", " UNKNOWN "AS \"hosts.unknown\", "                                         \
    "count(*) FILTER (WHERE s.rank = 4) AS \"hosts.paused\" "
/* Every statement knows all arguments, those it has no use for too. */
#define MATCHES                                                                        \
    "s.tenant_id = $1 AND ($4 >> s.rank) & 1 <> 0 "                                    \
    "AND (strpos(s.name_key, lower($3)) > 0 OR strpos(s.address_key, lower($3)) > 0) " \
    "AND $5 IS NOT NULL AND $6 IS NOT NULL AND $7 IS NOT NULL "
#define WORST "min(s.rank), " DOWN "DESC, " DEGRADED "DESC, " UNKNOWN "DESC, "
#define LIST(name_, value, narrow)                                                          \
    STMT("host_group_" name_,                                                               \
         "SELECT " value " AS value, " COUNTS                                               \
         "FROM host_state s JOIN host h ON h.tenant_id = s.tenant_id AND h.id = s.host_id " \
         "WHERE " MATCHES narrow "GROUP BY " value " ORDER BY " WORST value " LIMIT $2",    \
         6)

#define HAS_LABEL \
    "AND s.host_id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $6) "
#define LABEL_IS                                                                              \
    "AND s.host_id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $6 " \
    "AND l.value = $7) "
#define VARIANTS(name_, value)                                        \
    {                                                                 \
        LIST(name_, value, ""), LIST(name_ "_has", value, HAS_LABEL), \
            LIST(name_ "_label", value, LABEL_IS)                     \
    }
static const struct stmt lists[HOST_GROUP__COUNT][3] = {
    [HOST_GROUP_GROUP] = VARIANTS("group", "h.host_group"),
    [HOST_GROUP_CRITICALITY] = VARIANTS("criticality", "h.criticality"),
    [HOST_GROUP_SLA_TIER] = VARIANTS("sla_tier", "h.sla_tier"),
    [HOST_GROUP_LABEL] = VARIANTS("label", "(h.labels->>$5)"),
};

static const struct stmt LABELS =
    STMT("host_group_labels",
         "SELECT l.name, count(DISTINCT l.value) AS values, count(*) AS hosts, "
         "l.name AS page_key, 0 AS page_id FROM label l WHERE l.tenant_id = $1 AND l.name > $2 "
         "GROUP BY l.name ORDER BY l.name LIMIT $3",
         2);

bool host_group_list(struct tx *t, const struct host_group_filter *f, PGresult **out, struct err *e)
{
    int variant = f->label_value ? 2 : f->label_name ? 1 : 0;

    return tx_run(
        t, &lists[f->by][variant],
        ARGS(INT8(f->fetch), TEXT(f->q ? f->q : ""),
             INT4((int32_t)(f->ranks ? f->ranks : HOST_ANY)), TEXT(f->by_label ? f->by_label : ""),
             TEXT(f->label_name ? f->label_name : ""), TEXT(f->label_value ? f->label_value : "")),
        out, e);
}

bool host_group_labels(struct tx *t, const char *after, int64_t fetch, PGresult **out,
                       struct err *e)
{
    return tx_run(t, &LABELS, ARGS(TEXT(after), INT8(fetch)), out, e);
}
