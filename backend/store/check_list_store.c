/* Lists of checks. The page is found first; past results are read for its checks and for no others.
 */
#include "store/check_list_store.h"

#include "store/check_columns.h"

#define WORST                                                                               \
    "(CASE v.status WHEN 'down' THEN '0' WHEN 'degraded' THEN '1' WHEN 'unknown' THEN '2' " \
    "WHEN 'pending' THEN '3' WHEN 'up' THEN '4' ELSE '5' END || lower(c.name))"
#define NAME    "lower(c.name)"
#define TYPE    "c.type"
#define HOST    "lower(h.name)"
#define LATENCY "coalesce(s.latency_ms, '-infinity')::float8"
#define SEEN    "coalesce(s.last_ts, '-infinity')"

#define MATCHES                                                                           \
    "c.tenant_id = $1 "                                                                   \
    "AND (strpos(lower(c.name), lower($3)) > 0 OR strpos(lower(h.name), lower($3)) > 0) " \
    "AND strpos($4, v.status) > 0 AND ($5 = '' OR c.type = $5) "
#define OF_HOST "AND c.host_id = $8 "

#define LIST(name_, by, as, cmp, dir, narrow)                                                   \
    STMT("check_list_" name_,                                                                   \
         "SELECT c.*, " CHECK_STRIP ", c.id AS page_id FROM (SELECT " CHECK_COLUMNS ", " by     \
         " AS page_key " CHECK_FROM "WHERE " MATCHES narrow "AND (" by ", c.id) " cmp " ($6" as \
         ", $7) ORDER BY " by " " dir ", c.id " dir " LIMIT $2) c ORDER BY c.page_key " dir     \
         ", c.id " dir,                                                                         \
         7)
#define TOTAL(name_, narrow) \
    STMT("check_total" name_, "SELECT count(*) " CHECK_FROM "WHERE " MATCHES narrow, 7)

#define VARIANTS(name_, by, as, cmp, dir)                                                 \
    {                                                                                     \
        LIST(name_, by, as, cmp, dir, ""), LIST(name_ "_host", by, as, cmp, dir, OF_HOST) \
    }
#define BOTH(sort, name_, by, as)                 \
    [sort] = VARIANTS(name_, by, as, ">", "ASC"), \
    [sort + 1] = VARIANTS(name_ "_down", by, as, "<", "DESC")

static const struct stmt lists[CHECK_SORT__COUNT][2] = {
    BOTH(CHECK_SORT_STATUS, "worst", WORST, ""),
    BOTH(CHECK_SORT_NAME, "name", NAME, ""),
    BOTH(CHECK_SORT_TYPE, "type", TYPE, ""),
    BOTH(CHECK_SORT_HOST, "host", HOST, ""),
    BOTH(CHECK_SORT_LATENCY, "latency", LATENCY, "::float8"),
    BOTH(CHECK_SORT_SEEN, "seen", SEEN, "::timestamptz"),
};
static const struct stmt totals[2] = {TOTAL("", ""), TOTAL("_host", OF_HOST)};
enum { LIST_ARGS = 7 };

/* Where an order begins; every second goes downwards. */
static const char *start(enum check_sort sort)
{
    bool down = sort % 2 == 1;

    if (sort >= CHECK_SORT_LATENCY)
        return down ? "infinity" : "-infinity";
    return down ? "\U0010ffff" : "";
}

static void fill(const struct check_filter *f, struct arg args[LIST_ARGS])
{
    const struct arg all[LIST_ARGS] = {
        INT8(f->fetch),
        TEXT(f->q ? f->q : ""),
        TEXT(f->status ? f->status : "down degraded unknown up paused pending"),
        TEXT(f->type ? f->type : ""),
        TEXT(f->after ? f->key : start(f->sort)),
        INT8(f->after           ? f->id
             : f->sort % 2 == 1 ? INT64_MAX
                                : 0),
        INT8(f->host_id),
    };

    for (int i = 0; i < LIST_ARGS; i++)
        args[i] = all[i];
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
