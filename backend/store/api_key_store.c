/* API keys. */
#include "store/api_key_store.h"

#define LIVE "k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > tocsin_now())"
#define WITH_MAKER \
    "FROM api_key k LEFT JOIN account m ON m.tenant_id = k.tenant_id AND m.id = k.created_by "
/* The lower of the key's role and its maker's of today. */
#define RANKS "ARRAY['viewer', 'operator', 'admin', 'owner']"
#define LOWER_ROLE                                                               \
    "(" RANKS ")[least(array_position(" RANKS ", k.role), array_position(" RANKS \
    ", CASE WHEN m.platform_admin THEN 'owner' ELSE m.role END))]"

static const struct stmt ADD = STMT(
    "api_key_add",
    "INSERT INTO api_key (tenant_id, name, prefix, role, scopes, cidrs, expires_at, "
    "created_by, hash) VALUES ($1, $2, $3, $4, string_to_array($5, ','), "
    "(SELECT array_agg(network(n::inet)) FROM unnest(string_to_array($6, ',')) AS u (n)), $7, "
    "coalesce(nullif($8, 0), (SELECT created_by FROM api_key WHERE tenant_id = $1 AND id = $10)), "
    "$9) RETURNING id",
    9);
static const struct stmt WITHIN =
    STMT("api_key_within",
         "SELECT coalesce((k.expires_at IS NULL OR $3::timestamptz <= k.expires_at) AND (k.cidrs "
         "IS NULL OR ($4 <> '' AND NOT EXISTS (SELECT FROM unnest(string_to_array($4, ',')) AS u "
         "(n) WHERE NOT coalesce(network(n::inet) <<= ANY (k.cidrs), false)))), false) FROM "
         "api_key k WHERE k.tenant_id = $1 AND k.id = $2 AND " LIVE,
         3);
#define KEY_COLUMNS                                                                                \
    "SELECT k.id, k.name, k.prefix, k.role, k.platform_admin, to_json(k.scopes) AS scopes, "       \
    "k.expires_at, to_json(k.cidrs::text[]) AS cidrs, k.created_at, k.last_used_at, CASE WHEN "    \
    "k.created_by IS NOT NULL THEN json_build_object('id', k.created_by, 'email', m.email, "       \
    "'name', m.name, 'status', coalesce(m.status, 'deleted')) END AS created_by, '' AS page_key, " \
    "k.id AS page_id " WITH_MAKER "WHERE k.tenant_id = $1 AND k.revoked_at IS NULL "
static const struct stmt GET = STMT("api_key_get", KEY_COLUMNS "AND k.id = $2", 1);
static const struct stmt LIST =
    STMT("api_key_list", KEY_COLUMNS "AND k.id < $2 ORDER BY k.id DESC LIMIT $3", 2);
static const struct stmt COUNT_OF = STMT(
    "api_key_count_of",
    "SELECT count(*) FROM api_key k WHERE k.tenant_id = $1 AND k.created_by = $2 AND " LIVE, 1);
static const struct stmt REVOKE_OF = STMT(
    "api_key_revoke_of",
    "UPDATE api_key SET revoked_at = tocsin_now() WHERE tenant_id = $1 AND created_by = $2 AND "
    "revoked_at IS NULL",
    1);
static const struct stmt REVOKE =
    STMT("api_key_revoke",
         "UPDATE api_key SET revoked_at = tocsin_now() WHERE tenant_id = $1 AND id = $2 AND "
         "revoked_at IS NULL RETURNING name",
         1);
static const struct stmt IDENTITY =
    STMT("api_key_identity",
         "SELECT k.name, " LOWER_ROLE ", array_to_string(k.scopes, ','), t.slug, t.status, "
         "k.platform_admin, k.cidrs IS NULL OR coalesce($3::inet <<= ANY (k.cidrs), false), "
         "k.hash, k.last_used_at IS NULL OR k.last_used_at < tocsin_now() - interval '1 "
         "minute' " WITH_MAKER
         "JOIN tenant t ON t.tenant_id = k.tenant_id WHERE k.tenant_id = $1 AND k.id = $2 AND "
         "(k.created_by IS NULL OR m.status <> 'disabled') AND " LIVE,
         2);
static const struct stmt USED =
    STMT("api_key_used",
         "UPDATE api_key SET last_used_at = tocsin_now() WHERE tenant_id = $1 AND id = $2", 1);

bool api_key_add(struct tx *t, const struct api_key_new *n, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD,
                ARGS(TEXT(n->name), TEXT(n->prefix), TEXT(n->role), TEXT(n->scopes), TEXT(n->cidrs),
                     n->expires_us ? TIME(n->expires_us) : SQL_NULL, INT8(n->created_by),
                     BYTES(n->hash, API_KEY_HASH), INT8(n->made_with)),
                &r, e))
        return false;
    *id = row_int(r, 0, 0);
    return true;
}

bool api_key_within(struct tx *t, int64_t maker, const struct api_key_new *n, bool *within,
                    struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &WITHIN,
                ARGS(INT8(maker), n->expires_us ? TIME(n->expires_us) : SQL_NULL,
                     TEXT(n->cidrs ? n->cidrs : "")),
                &r, e))
        return false;
    *within = PQntuples(r) == 1 && row_bool(r, 0, 0);
    return true;
}

bool api_key_get(struct tx *t, int64_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &GET, ARGS(INT8(id)), out, e);
}

bool api_key_list(struct tx *t, int64_t below, int64_t fetch, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST, ARGS(INT8(below), INT8(fetch)), out, e);
}

bool api_key_count_of(struct tx *t, int64_t account, int64_t *n, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &COUNT_OF, ARGS(INT8(account)), &r, e))
        return false;
    *n = row_int(r, 0, 0);
    return true;
}

bool api_key_revoke_of(struct tx *t, int64_t account, struct err *e)
{
    return tx_run(t, &REVOKE_OF, ARGS(INT8(account)), NULL, e);
}

static const char *keep(const PGresult *r, int col, struct arena *mem, struct err *e)
{
    const char *z = row_text(r, 0, col);
    return z ? arena_str(mem, str_of(z), e) : NULL;
}

bool api_key_revoke(struct tx *t, int64_t id, struct arena *mem, const char **name, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &REVOKE, ARGS(INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "no such API key");
    *name = keep(r, 0, mem, e);
    return *name != NULL;
}

bool api_key_identity(struct db *d, int32_t tenant, int64_t id, const char *ip, struct arena *mem,
                      struct api_key_identity *out, bool *found, struct err *e)
{
    struct api_key_identity k = {0};
    AUTO_RES r = NULL;

    if (!tx_once(d, tenant, &IDENTITY, ARGS(INT8(id), INET(ip && *ip ? ip : NULL)), &r, e))
        return false;
    *found = PQntuples(r) == 1;
    if (!*found)
        return true;
    k.name = keep(r, 0, mem, e);
    k.role = keep(r, 1, mem, e);
    k.scopes = keep(r, 2, mem, e);
    k.tenant_slug = keep(r, 3, mem, e);
    k.tenant_status = keep(r, 4, mem, e);
    k.platform_admin = row_bool(r, 0, 5);
    k.from_here = row_bool(r, 0, 6);
    if (e->code != ERR_NONE || !row_bytes(r, 0, 7, k.hash, sizeof k.hash, e))
        return false;
    if (row_bool(r, 0, 8) && !tx_once(d, tenant, &USED, ARGS(INT8(id)), NULL, e))
        return false;
    *out = k;
    return true;
}
