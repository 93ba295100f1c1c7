/* Lists of hosts. One constant statement for each order and each filter that has an index of its
 * own; filters that only narrow what is read anyway take a neutral value instead. The page is found
 * in host_state alone; what is shown of its hosts is looked up for them and for no others. */
#include "store/host_list_store.h"

#include "store/host_columns.h"

/* An order: its columns, the same downwards, their values where a page goes on, and the key for it.
 */
#define WORST        "s.rank, s.name_key, s.host_id"
#define WORST_DOWN   "s.rank DESC, s.name_key DESC, s.host_id DESC"
#define WORST_AT     "left($5, 1)::int2, substr($5, 2), $6"
#define WORST_KEY    "s.rank || s.name_key"
#define NAME         "s.name_key, s.host_id"
#define NAME_DOWN    "s.name_key DESC, s.host_id DESC"
#define NAME_KEY     "s.name_key"
#define ADDRESS      "s.address_key, s.host_id"
#define ADDRESS_DOWN "s.address_key DESC, s.host_id DESC"
#define ADDRESS_KEY  "s.address_key"
#define GROUP        "s.group_key, s.host_id"
#define GROUP_DOWN   "s.group_key DESC, s.host_id DESC"
#define GROUP_KEY    "s.group_key"
#define TEXT_AT      "$5, $6"
#define CREATED      "s.created_at, s.host_id"
#define CREATED_DOWN "s.created_at DESC, s.host_id DESC"
#define CREATED_KEY  "s.created_at"
#define SEEN         "s.seen, s.host_id"
#define SEEN_DOWN    "s.seen DESC, s.host_id DESC"
#define SEEN_KEY     "s.seen"
#define TIME_AT      "$5::timestamptz, $6"

#define STATES "host_state s "
/* The only order without an index: that would have to be written with every result. */
#define STATES_SEEN                                                             \
    "(SELECT t.*, coalesce(z.last_ts, '-infinity') AS seen FROM host_state t "  \
    "LEFT JOIN (SELECT c.host_id, max(k.last_ts) AS last_ts FROM host_check c " \
    "JOIN check_state k ON k.tenant_id = c.tenant_id AND k.check_id = c.id "    \
    "WHERE c.tenant_id = $1 GROUP BY c.host_id) z ON z.host_id = t.host_id "    \
    "WHERE t.tenant_id = $1) s "

/* Ranks one by one; where they lead the order also as a range, which the index can follow. The
 * planner guesses a range to be narrow, so the other orders must not have it. */
#define MATCHES                                     \
    "s.tenant_id = $1 AND ($4 >> s.rank) & 1 <> 0 " \
    "AND (strpos(s.name_key, lower($3)) > 0 OR strpos(s.address_key, lower($3)) > 0) "
#define RANKED   "AND s.rank BETWEEN $10 AND $11 "
#define IN_GROUP "AND s.group_key = $7 "
#define HAS_LABEL \
    "AND s.host_id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $8) "
#define LABEL_IS                                                                              \
    "AND s.host_id IN (SELECT l.host_id FROM label l WHERE l.tenant_id = $1 AND l.name = $8 " \
    "AND l.value = $9) "

#define LIST(name_, from, range, columns, at, key, cmp, order, narrow)                          \
    STMT("host_list_" name_,                                                                    \
         "SELECT " HOST_COLUMNS ", " key " AS page_key, s.host_id AS page_id "                  \
         "FROM (SELECT s.* FROM " from "WHERE " MATCHES range narrow "AND (" columns ") " cmp   \
         " (" at ") ORDER BY " order " LIMIT $2) s CROSS JOIN LATERAL (SELECT * FROM host h "   \
         "WHERE h.tenant_id = $1 AND h.id = s.host_id LIMIT 1) h " HOST_LAST "ORDER BY " order, \
         10)
#define TOTAL(name_, narrow) \
    STMT("host_total" name_, "SELECT count(*) FROM host_state s WHERE " MATCHES narrow, 10)

/* In the order of variant(). */
#define VARIANTS(...)                                                \
    {                                                                \
        LIST(__VA_ARGS__, ""), LIST("group_" __VA_ARGS__, IN_GROUP), \
            LIST("has_" __VA_ARGS__, HAS_LABEL),                     \
            LIST("group_has_" __VA_ARGS__, IN_GROUP HAS_LABEL),      \
            LIST("label_" __VA_ARGS__, LABEL_IS),                    \
            LIST("group_label_" __VA_ARGS__, IN_GROUP LABEL_IS)      \
    }
enum { VARIANT_COUNT = 6, LIST_ARGS = 10 };

static const struct stmt lists[HOST_SORT__COUNT][VARIANT_COUNT] = {
    [HOST_SORT_STATUS] = VARIANTS("worst", STATES, RANKED, WORST, WORST_AT, WORST_KEY, ">", WORST),
    [HOST_SORT_BEST] =
        VARIANTS("best", STATES, RANKED, WORST, WORST_AT, WORST_KEY, "<", WORST_DOWN),
    [HOST_SORT_NAME] = VARIANTS("name", STATES, "", NAME, TEXT_AT, NAME_KEY, ">", NAME),
    [HOST_SORT_NAME_DOWN] =
        VARIANTS("name_down", STATES, "", NAME, TEXT_AT, NAME_KEY, "<", NAME_DOWN),
    [HOST_SORT_CREATED] =
        VARIANTS("created", STATES, "", CREATED, TIME_AT, CREATED_KEY, ">", CREATED),
    [HOST_SORT_CREATED_DOWN] =
        VARIANTS("created_down", STATES, "", CREATED, TIME_AT, CREATED_KEY, "<", CREATED_DOWN),
    [HOST_SORT_ADDRESS] =
        VARIANTS("address", STATES, "", ADDRESS, TEXT_AT, ADDRESS_KEY, ">", ADDRESS),
    [HOST_SORT_ADDRESS_DOWN] =
        VARIANTS("address_down", STATES, "", ADDRESS, TEXT_AT, ADDRESS_KEY, "<", ADDRESS_DOWN),
    [HOST_SORT_GROUP] = VARIANTS("group", STATES, "", GROUP, TEXT_AT, GROUP_KEY, ">", GROUP),
    [HOST_SORT_GROUP_DOWN] =
        VARIANTS("group_down", STATES, "", GROUP, TEXT_AT, GROUP_KEY, "<", GROUP_DOWN),
    [HOST_SORT_SEEN] = VARIANTS("seen", STATES_SEEN, "", SEEN, TIME_AT, SEEN_KEY, ">", SEEN),
    [HOST_SORT_SEEN_DOWN] =
        VARIANTS("seen_down", STATES_SEEN, "", SEEN, TIME_AT, SEEN_KEY, "<", SEEN_DOWN),
};

static const struct stmt totals[VARIANT_COUNT] = {
    TOTAL("", ""),
    TOTAL("_group", IN_GROUP),
    TOTAL("_has", HAS_LABEL),
    TOTAL("_group_has", IN_GROUP HAS_LABEL),
    TOTAL("_label", LABEL_IS),
    TOTAL("_group_label", IN_GROUP LABEL_IS),
};

/* Where an order begins: before every row. */
#define LAST_TEXT "\U0010ffff"
static const struct {
    const char *key;
    int64_t id;
} start[HOST_SORT__COUNT] = {
    [HOST_SORT_STATUS] = {"0", 0},
    [HOST_SORT_BEST] = {"9", INT64_MAX},
    [HOST_SORT_NAME] = {"", 0},
    [HOST_SORT_NAME_DOWN] = {LAST_TEXT, INT64_MAX},
    [HOST_SORT_CREATED] = {"-infinity", 0},
    [HOST_SORT_CREATED_DOWN] = {"infinity", INT64_MAX},
    [HOST_SORT_ADDRESS] = {"", 0},
    [HOST_SORT_ADDRESS_DOWN] = {LAST_TEXT, INT64_MAX},
    [HOST_SORT_GROUP] = {"", 0},
    [HOST_SORT_GROUP_DOWN] = {LAST_TEXT, INT64_MAX},
    [HOST_SORT_SEEN] = {"-infinity", 0},
    [HOST_SORT_SEEN_DOWN] = {"infinity", INT64_MAX},
};

static const struct stmt COUNTS =
    STMT("host_counts",
         "SELECT count(*) AS total, count(*) FILTER (WHERE s.rank = 3) AS up, "
         "count(*) FILTER (WHERE s.rank = 1) AS degraded, "
         "count(*) FILTER (WHERE s.rank = 0) AS down, "
         "count(*) FILTER (WHERE s.rank = 2) AS unknown, "
         "count(*) FILTER (WHERE s.rank = 4) AS paused FROM host_state s WHERE s.tenant_id = $1",
         0);

static int variant(const struct host_filter *f)
{
    return (f->group ? 1 : 0) + (f->label_value ? 4 : f->label_name ? 2 : 0);
}

static void fill(const struct host_filter *f, struct arg args[LIST_ARGS])
{
    unsigned ranks = f->ranks ? f->ranks : HOST_ANY;
    int first = 0, last = HOST_RANKS - 1;

    while (first < last && !(ranks >> first & 1U))
        first++;
    while (last > first && !(ranks >> last & 1U))
        last--;
    const struct arg all[LIST_ARGS] = {
        INT8(f->fetch),
        TEXT(f->q ? f->q : ""),
        INT4((int32_t)ranks),
        TEXT(f->after ? f->key : start[f->sort].key),
        INT8(f->after ? f->id : start[f->sort].id),
        TEXT(f->group),
        TEXT(f->label_name),
        TEXT(f->label_value),
        INT4(first),
        INT4(last),
    };
    for (int i = 0; i < LIST_ARGS; i++)
        args[i] = all[i];
}

bool host_list(struct tx *t, const struct host_filter *f, PGresult **out, struct err *e)
{
    struct arg args[LIST_ARGS];

    fill(f, args);
    return tx_run(t, &lists[f->sort][variant(f)], args, LIST_ARGS, out, e);
}

bool host_list_total(struct tx *t, const struct host_filter *f, int64_t *total, struct err *e)
{
    struct arg args[LIST_ARGS];
    AUTO_RES r = NULL;

    fill(f, args);
    if (!tx_run(t, &totals[variant(f)], args, LIST_ARGS, &r, e))
        return false;
    *total = row_int(r, 0, 0);
    return true;
}

bool host_list_counts(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &COUNTS, NO_ARGS, out, e);
}
