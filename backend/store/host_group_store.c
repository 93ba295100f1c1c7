/* Counting hosts by a column or a label: one constant statement for each, and for each kind of
 * label filter. */
#include "store/host_group_store.h"

#define RANKED                                                                                  \
    "FROM host h LEFT JOIN (SELECT c.host_id, count(*) AS total, "                              \
    "count(*) FILTER (WHERE c.enabled) AS enabled, "                                            \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'up') AS up, "                             \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'degraded') AS degraded, "                 \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'down') AS down, "                         \
    "count(*) FILTER (WHERE c.enabled AND s.status = 'unknown') AS unknown "                    \
    "FROM host_check c LEFT JOIN check_state s "                                                \
    "ON s.tenant_id = c.tenant_id AND s.check_id = c.id "                                       \
    "WHERE c.tenant_id = $1 GROUP BY c.host_id) n ON n.host_id = h.id "                         \
    "CROSS JOIN LATERAL (SELECT CASE WHEN NOT h.enabled OR (n.total > 0 AND n.enabled = 0) "    \
    "THEN 4 WHEN n.down > 0 THEN 0 WHEN n.degraded > 0 THEN 1 WHEN n.up > 0 AND n.unknown = 0 " \
    "THEN 3 ELSE 2 END AS rank) v "

#define OF_RANK(n) "count(*) FILTER (WHERE v.rank = " n ")"
#define LIST(name_, value, narrow)                                                                 \
    STMT("host_group_" name_,                                                                      \
         "SELECT " value " AS value, count(*) AS \"hosts.total\", " OF_RANK(                       \
             "3") " AS "                                                                           \
                  "\"hosts.up\", " OF_RANK("1") " AS \"hosts.degraded\", " OF_RANK(                \
                      "0") " AS "                                                                  \
                           "\"hosts.down\", " OF_RANK("2") " AS \"hosts.unknown\", " OF_RANK(      \
                               "4") " AS "                                                         \
                                    "\"hosts.paused\" " RANKED "WHERE h.tenant_id = $1 " narrow    \
                                    "AND (strpos(lower(h.name), lower($3)) > 0 OR "                \
                                    "strpos(lower(h.address), lower($3)) > 0) "                    \
                                    "AND v.rank = ANY ($4) AND $5 IS NOT NULL AND $6 IS NOT NULL " \
                                    "AND $7 IS NOT NULL "                                          \
                                    "GROUP BY " value                                              \
                                    " ORDER BY min(v.rank), " OF_RANK("0") " DESC, " OF_RANK(      \
                                        "1") " DESC, " OF_RANK("2") " DESC, " value " LIMIT $2",   \
         6)

#define HAS_LABEL \
    "AND h.id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $6) "
#define LABEL_IS                                                                         \
    "AND h.id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $6 " \
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

bool host_group_list(struct tx *t, const struct host_group_filter *f, struct arena *mem,
                     PGresult **out, struct err *e)
{
    static const int32_t all[HOST_GROUP_RANKS] = {0, 1, 2, 3, 4};
    int variant = f->label_value ? 2 : f->label_name ? 1 : 0;
    struct arg ranks;

    if (!arg_int4s(mem, f->ranks ? f->ranks : all, f->ranks ? f->nranks : HOST_GROUP_RANKS, &ranks,
                   e))
        return false;
    return tx_run(
        t, &lists[f->by][variant],
        ARGS(INT8(f->fetch), TEXT(f->q ? f->q : ""), ranks, TEXT(f->by_label ? f->by_label : ""),
             TEXT(f->label_name ? f->label_name : ""), TEXT(f->label_value ? f->label_value : "")),
        out, e);
}

bool host_group_labels(struct tx *t, const char *after, int64_t fetch, PGresult **out,
                       struct err *e)
{
    return tx_run(t, &LABELS, ARGS(TEXT(after), INT8(fetch)), out, e);
}
