/* Lists of checks. The page is found in check_order; what is shown of its checks is looked up for
 * them and for no others. */
#include "store/check_list_store.h"

#include "store/check_columns.h"

/* An order: its columns, the same downwards, their values where a page goes on, and the key for it.
 */
#define WORST        "o.rank, o.name_key, o.check_id"
#define WORST_DOWN   "o.rank DESC, o.name_key DESC, o.check_id DESC"
#define WORST_AT     "left($6, 1)::int2, substr($6, 2), $7"
#define WORST_KEY    "o.rank || o.name_key"
#define NAME         "o.name_key, o.check_id"
#define NAME_DOWN    "o.name_key DESC, o.check_id DESC"
#define NAME_KEY     "o.name_key"
#define TYPE         "o.type, o.check_id"
#define TYPE_DOWN    "o.type DESC, o.check_id DESC"
#define TYPE_KEY     "o.type"
#define HOST         "o.host_key, o.check_id"
#define HOST_DOWN    "o.host_key DESC, o.check_id DESC"
#define HOST_KEY     "o.host_key"
#define TEXT_AT      "$6, $7"
#define LATENCY      "o.latency, o.check_id"
#define LATENCY_DOWN "o.latency DESC, o.check_id DESC"
#define LATENCY_KEY  "o.latency"
#define NUMBER_AT    "$6::float8, $7"
#define SEEN         "o.seen, o.check_id"
#define SEEN_DOWN    "o.seen DESC, o.check_id DESC"
#define SEEN_KEY     "o.seen"
#define TIME_AT      "$6::timestamptz, $7"

#define PLACES "check_order o "
/* The orders without an index: those would have to be written with every result. */
#define PLACES_SEEN                                                            \
    "(SELECT p.*, coalesce(k.latency_ms, '-infinity')::float8 AS latency, "    \
    "coalesce(k.last_ts, '-infinity') AS seen FROM check_order p "             \
    "LEFT JOIN check_state k ON k.tenant_id = $1 AND k.check_id = p.check_id " \
    "WHERE p.tenant_id = $1) o "

#define MATCHES                                                                     \
    "o.tenant_id = $1 AND ($4 >> o.rank) & 1 <> 0 "                                 \
    "AND (strpos(o.name_key, lower($3)) > 0 OR strpos(o.host_key, lower($3)) > 0) " \
    "AND ($5 = '' OR o.type = $5) "
/* As in host_list_store.c: a range only where ranks lead the order. */
#define RANKED  "AND o.rank BETWEEN $9 AND $10 "
#define OF_HOST "AND o.host_id = $8 "

#define LIST(name_, from, range, columns, at, key, cmp, order, narrow)                            \
    STMT("check_list_" name_,                                                                     \
         "SELECT " CHECK_COLUMNS ", " CHECK_STRIP ", " key " AS page_key, o.check_id AS page_id " \
         "FROM (SELECT o.* FROM " from "WHERE " MATCHES range narrow "AND (" columns ") " cmp     \
         " (" at ") ORDER BY " order                                                              \
         " LIMIT $2) o CROSS JOIN LATERAL (SELECT * FROM host_check c "                           \
         "WHERE c.tenant_id = $1 AND c.id = o.check_id LIMIT 1) c CROSS JOIN LATERAL "            \
         "(SELECT * FROM host h WHERE h.tenant_id = $1 AND h.id = o.host_id LIMIT 1) h "          \
         "LEFT JOIN LATERAL (SELECT * FROM check_state s WHERE s.tenant_id = $1 "                 \
         "AND s.check_id = o.check_id LIMIT 1) s ON true " CHECK_STATUS "ORDER BY " order,        \
         9)
#define TOTAL(name_, narrow) \
    STMT("check_total" name_, "SELECT count(*) FROM check_order o WHERE " MATCHES narrow, 9)

#define VARIANTS(...)                                             \
    {                                                             \
        LIST(__VA_ARGS__, ""), LIST("host_" __VA_ARGS__, OF_HOST) \
    }
enum { LIST_ARGS = 9 };

static const struct stmt lists[CHECK_SORT__COUNT][2] = {
    [CHECK_SORT_STATUS] = VARIANTS("worst", PLACES, RANKED, WORST, WORST_AT, WORST_KEY, ">", WORST),
    [CHECK_SORT_BEST] =
        VARIANTS("best", PLACES, RANKED, WORST, WORST_AT, WORST_KEY, "<", WORST_DOWN),
    [CHECK_SORT_NAME] = VARIANTS("name", PLACES, "", NAME, TEXT_AT, NAME_KEY, ">", NAME),
    [CHECK_SORT_NAME_DOWN] =
        VARIANTS("name_down", PLACES, "", NAME, TEXT_AT, NAME_KEY, "<", NAME_DOWN),
    [CHECK_SORT_TYPE] = VARIANTS("type", PLACES, "", TYPE, TEXT_AT, TYPE_KEY, ">", TYPE),
    [CHECK_SORT_TYPE_DOWN] =
        VARIANTS("type_down", PLACES, "", TYPE, TEXT_AT, TYPE_KEY, "<", TYPE_DOWN),
    [CHECK_SORT_HOST] = VARIANTS("host", PLACES, "", HOST, TEXT_AT, HOST_KEY, ">", HOST),
    [CHECK_SORT_HOST_DOWN] =
        VARIANTS("host_down", PLACES, "", HOST, TEXT_AT, HOST_KEY, "<", HOST_DOWN),
    [CHECK_SORT_LATENCY] =
        VARIANTS("latency", PLACES_SEEN, "", LATENCY, NUMBER_AT, LATENCY_KEY, ">", LATENCY),
    [CHECK_SORT_LATENCY_DOWN] = VARIANTS("latency_down", PLACES_SEEN, "", LATENCY, NUMBER_AT,
                                         LATENCY_KEY, "<", LATENCY_DOWN),
    [CHECK_SORT_SEEN] = VARIANTS("seen", PLACES_SEEN, "", SEEN, TIME_AT, SEEN_KEY, ">", SEEN),
    [CHECK_SORT_SEEN_DOWN] =
        VARIANTS("seen_down", PLACES_SEEN, "", SEEN, TIME_AT, SEEN_KEY, "<", SEEN_DOWN),
};
static const struct stmt totals[2] = {TOTAL("", ""), TOTAL("_host", OF_HOST)};

/* Where an order begins; every second goes downwards. */
static const char *start(enum check_sort sort)
{
    bool down = sort % 2 == 1;

    if (sort >= CHECK_SORT_LATENCY)
        return down ? "infinity" : "-infinity";
    if (sort <= CHECK_SORT_BEST)
        return down ? "9" : "0";
    return down ? "\U0010ffff" : "";
}

static void fill(const struct check_filter *f, struct arg args[LIST_ARGS])
{
    bool down = f->sort % 2 == 1, all = f->rank == CHECK_ANY;
    const struct arg given[LIST_ARGS] = {
        INT8(f->fetch),
        TEXT(f->q ? f->q : ""),
        INT4(all ? (1 << CHECK_ANY) - 1 : 1 << f->rank),
        TEXT(f->type ? f->type : ""),
        TEXT(f->after ? f->key : start(f->sort)),
        INT8(f->after ? f->id
             : down   ? INT64_MAX
                      : 0),
        INT8(f->host_id),
        INT4(all ? 0 : (int32_t)f->rank),
        INT4(all ? CHECK_ANY - 1 : (int32_t)f->rank),
    };

    for (int i = 0; i < LIST_ARGS; i++)
        args[i] = given[i];
}

bool check_list(struct tx *t, const struct check_filter *f, PGresult **out, struct err *e)
{
    struct arg args[LIST_ARGS];

    fill(f, args);
    return tx_run(t, &lists[f->sort][f->host_id != 0], args, LIST_ARGS, out, e);
}

bool check_list_total(struct tx *t, const struct check_filter *f, int64_t *total, struct err *e)
{
    struct arg args[LIST_ARGS];
    AUTO_RES r = NULL;

    fill(f, args);
    if (!tx_run(t, &totals[f->host_id != 0], args, LIST_ARGS, &r, e))
        return false;
    *total = row_int(r, 0, 0);
    return true;
}
