/* Tenants. */
#include "store/tenant_store.h"

#define TENANT_COLUMNS                                                                        \
    "SELECT slug AS tenant_id, name, description, quota_hosts, quota_checks_per_hour, "       \
    "quota_users, data_retention_days, plan, trim_scale(cost_per_host) AS cost_per_host, "    \
    "trim_scale(cost_per_check) AS cost_per_check, status, created_at, version AS revision, " \
    "slug AS page_key, tenant_id AS page_id FROM "

static const struct stmt GET = STMT("tenant_get", TENANT_COLUMNS "tenant WHERE tenant_id = $1", 0);
static const struct stmt LOCK =
    STMT("tenant_lock", "SELECT FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE", 0);
static const struct stmt UPDATE =
    STMT("tenant_update",
         "UPDATE tenant SET name = coalesce($2, name), description = coalesce($3, description), "
         "plan = coalesce($4, plan), status = coalesce($5, status), "
         "cost_per_host = coalesce($6::numeric, cost_per_host), "
         "cost_per_check = coalesce($7::numeric, cost_per_check), "
         "quota_hosts = CASE WHEN $8 THEN nullif($9, -1)::int ELSE quota_hosts END, "
         "quota_checks_per_hour = CASE WHEN $10 THEN nullif($11, -1)::int ELSE "
         "quota_checks_per_hour END, "
         "quota_users = CASE WHEN $12 THEN nullif($13, -1)::int ELSE quota_users END, "
         "data_retention_days = coalesce(nullif($14, 0)::int, data_retention_days) "
         "WHERE tenant_id = $1 RETURNING tenant_id",
         13);
static const struct stmt USAGE =
    STMT("tenant_usage",
         "SELECT slug AS tenant_id, (SELECT count(*) FROM host h WHERE h.tenant_id = $1) AS "
         "\"hosts.used\", quota_hosts AS \"hosts.quota\", (SELECT ceil(coalesce(sum(3600.0 / "
         "interval_s), 0))::bigint FROM host_check c WHERE c.tenant_id = $1 AND enabled) AS "
         "\"checks_per_hour.used\", quota_checks_per_hour AS \"checks_per_hour.quota\", (SELECT "
         "count(*) FROM account a WHERE a.tenant_id = $1) AS \"users.used\", quota_users AS "
         "\"users.quota\" FROM tenant WHERE tenant_id = $1",
         0);
static const struct stmt FIND =
    STMT_SYSTEM("tenant_find", "SELECT tenant_id FROM tenant_find($1)", 1);
static const struct stmt LIST = STMT_SYSTEM("tenant_list", TENANT_COLUMNS "tenant_list($1, $2)", 2);
static const struct stmt READ = STMT_SYSTEM("tenant_read", TENANT_COLUMNS "tenant_read($1)", 1);
static const struct stmt CREATE =
    STMT_SYSTEM("tenant_create",
                "SELECT tenant_id, account_id, expires_at FROM tenant_create($1, $2, $3, $4, $5, "
                "$6, $7)",
                7);
static const struct stmt NEEDED = STMT_SYSTEM("tenant_setup_needed", "SELECT setup_needed()", 0);
static const struct stmt LINK = STMT_SYSTEM("tenant_setup_link", "SELECT setup_link_holds($1)", 1);
static const struct stmt FINISH =
    STMT_SYSTEM("tenant_setup_finish",
                "SELECT tenant_id, account_id FROM setup_finish($1, $2, $3, $4, $5, $6, $7)", 7);

bool tenant_get(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &GET, NO_ARGS, out, e);
}

bool tenant_lock(struct tx *t, struct err *e)
{
    return tx_run(t, &LOCK, NO_ARGS, NULL, e);
}

bool tenant_update(struct tx *t, const struct tenant_change *c, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &UPDATE,
                ARGS(TEXT(c->name), TEXT(c->description), TEXT(c->plan), TEXT(c->status),
                     TEXT(c->cost_per_host), TEXT(c->cost_per_check), BOOL(c->set_hosts),
                     INT8(c->quota_hosts), BOOL(c->set_checks), INT8(c->quota_checks_per_hour),
                     BOOL(c->set_users), INT8(c->quota_users), INT8(c->data_retention_days)),
                &r, e))
        return false;
    return PQntuples(r) == 1 || err_set(e, ERR_NOT_FOUND, "no such tenant");
}

bool tenant_usage(struct tx *t, PGresult **out, struct err *e)
{
    return tx_run(t, &USAGE, NO_ARGS, out, e);
}

bool tenant_find(struct tx *t, const char *slug, int32_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &FIND, ARGS(TEXT(slug)), &r, e))
        return false;
    *id = PQntuples(r) == 1 ? (int32_t)row_int(r, 0, 0) : 0;
    return true;
}

bool tenant_list(struct tx *t, const char *after_slug, int64_t fetch, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST, ARGS(TEXT(after_slug), INT8(fetch)), out, e);
}

bool tenant_read(struct tx *t, int32_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &READ, ARGS(INT4(id)), out, e);
}

bool tenant_create(struct tx *t, const struct tenant_new *n, int32_t *id, int64_t *expires_us,
                   struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &CREATE,
                ARGS(TEXT(n->slug), TEXT(n->name), JSONB(n->settings), TEXT(n->email),
                     TEXT(n->person), BYTES(n->link, 32), INT4(n->valid_s)),
                &r, e))
        return false;
    *id = (int32_t)row_int(r, 0, 0);
    *expires_us = row_time_us(r, 0, 2);
    return true;
}

bool tenant_setup_needed(struct tx *t, bool *needed, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &NEEDED, NO_ARGS, &r, e))
        return false;
    *needed = row_bool(r, 0, 0);
    return true;
}

bool tenant_setup_link(struct tx *t, const uint8_t digest[32], bool *holds, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &LINK, ARGS(BYTES(digest, 32)), &r, e))
        return false;
    *holds = row_bool(r, 0, 0);
    return true;
}

bool tenant_setup_finish(struct tx *t, const struct tenant_setup *s, int32_t *tenant,
                         int64_t *account, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &FINISH,
                ARGS(BYTES(s->hash, 32), TEXT(s->slug), TEXT(s->name), TEXT(s->email),
                     TEXT(s->person), TEXT(s->password_hash), INET(*s->ip ? s->ip : NULL)),
                &r, e))
        return false;
    if (PQntuples(r) != 1)
        return err_set(e, ERR_UNAUTHENTICATED, "the set-up link is not valid or has expired");
    *tenant = (int32_t)row_int(r, 0, 0);
    *account = row_int(r, 0, 1);
    return true;
}
