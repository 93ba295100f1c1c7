/* Profiles and passwords. */
#include "store/account_store.h"

static const struct stmt CANDIDATES =
    STMT_SYSTEM("account_candidates", "SELECT tenant_id, account_id FROM login_find($1)", 1);
static const struct stmt TENANT =
    STMT_SYSTEM("account_tenant", "SELECT tenant_id FROM tenant_find($1)", 1);
static const struct stmt BY_EMAIL =
    STMT("account_by_email", "SELECT id FROM account WHERE tenant_id = $1 AND email = $2", 1);
static const struct stmt LOAD = STMT(
    "account_load",
    "SELECT a.id, a.email, a.role, a.status, a.platform_admin, a.mfa_enabled, t.slug, t.status, "
    "s.password_hash, encode(s.totp_sealed, 'hex'), CASE WHEN s.totp_pending_at > tocsin_now() - "
    "interval '10 minutes' THEN encode(s.totp_pending, 'hex') END, s.backup_salt, "
    "array_to_string(a.permissions, ',') "
    "FROM account a JOIN tenant t ON t.tenant_id = a.tenant_id LEFT JOIN account_secret s ON "
    "s.tenant_id = a.tenant_id AND s.account_id = a.id WHERE a.tenant_id = $1 AND a.id = $2",
    1);
static const struct stmt LOCK =
    STMT("account_lock",
         "SELECT FROM account WHERE tenant_id = $1 AND (id = $2 OR role = 'owner') ORDER BY id "
         "FOR NO KEY UPDATE",
         1);

#define USER_COLUMNS                                                                        \
    "SELECT id, email, name, role, platform_admin, status, mfa_enabled, "                   \
    "to_json(permissions) AS permissions, created_at, last_login_at, version AS revision, " \
    "email AS page_key, id AS page_id FROM account WHERE tenant_id = $1 "
static const struct stmt GET = STMT("account_get", USER_COLUMNS "AND id = $2", 1);
static const struct stmt LIST =
    STMT("account_list",
         USER_COLUMNS "AND (position(lower($2) in email) > 0 OR position(lower($2) in lower(name)) "
                      "> 0) AND starts_with(status, $3) AND (email, id) > ($4, $5) "
                      "ORDER BY email, id LIMIT $6",
         5);
static const struct stmt ADD =
    STMT("account_add",
         "INSERT INTO account (tenant_id, email, name, role, permissions) VALUES ($1, $2, $3, $4, "
         "string_to_array($5, ',')) RETURNING id",
         4);
static const struct stmt ADD_SECRET = STMT(
    "account_add_secret", "INSERT INTO account_secret (tenant_id, account_id) VALUES ($1, $2)", 1);
static const struct stmt UPDATE =
    STMT("account_update",
         "UPDATE account SET name = coalesce($3, name), role = coalesce($4, role), "
         "status = coalesce($5, status), permissions = coalesce(string_to_array($6, ','), "
         "permissions) WHERE tenant_id = $1 AND id = $2 RETURNING id",
         5);
static const struct stmt REMOVE =
    STMT("account_remove", "DELETE FROM account WHERE tenant_id = $1 AND id = $2 RETURNING id", 1);
static const struct stmt OWNERS =
    STMT("account_other_owners",
         "SELECT count(*) FILTER (WHERE id <> $2) FROM (SELECT id FROM account WHERE "
         "tenant_id = $1 AND role = 'owner' AND status = 'active' ORDER BY id FOR UPDATE) o",
         1);
static const struct stmt SET_PASSWORD =
    STMT("account_set_password",
         "WITH s AS (UPDATE account_secret SET password_hash = $3 WHERE tenant_id = $1 AND "
         "account_id = $2), c AS (DELETE FROM mfa_challenge WHERE tenant_id = $1 AND "
         "account_id = $2) UPDATE account SET status = 'active' WHERE tenant_id = $1 AND id = $2 "
         "AND status = 'invited'",
         2);
static const struct stmt DROP_PASSWORD =
    STMT("account_drop_password",
         "WITH s AS (UPDATE account_secret SET password_hash = NULL WHERE tenant_id = $1 AND "
         "account_id = $2) UPDATE account SET status = 'invited' WHERE tenant_id = $1 AND id = $2",
         1);
static const struct stmt SIGNED_IN =
    STMT("account_signed_in",
         "UPDATE account SET last_login_at = tocsin_now() WHERE tenant_id = $1 AND id = $2", 1);

bool account_candidates(struct tx *t, const char *email,
                        struct account_place out[ACCOUNT_CANDIDATES], size_t *n, struct err *e)
{
    AUTO_RES r = NULL;

    *n = 0;
    if (!tx_run(t, &CANDIDATES, ARGS(TEXT(email)), &r, e))
        return false;
    for (int i = 0; i < PQntuples(r) && *n < ACCOUNT_CANDIDATES; i++)
        out[(*n)++] = (struct account_place){(int32_t)row_int(r, i, 0), row_int(r, i, 1)};
    return true;
}

bool account_tenant(struct tx *t, const char *slug, int32_t *tenant, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &TENANT, ARGS(TEXT(slug)), &r, e))
        return false;
    *tenant = PQntuples(r) == 1 ? (int32_t)row_int(r, 0, 0) : TENANT_NONE;
    return true;
}

bool account_by_email(struct tx *t, const char *email, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &BY_EMAIL, ARGS(TEXT(email)), &r, e))
        return false;
    *id = PQntuples(r) == 1 ? row_int(r, 0, 0) : 0;
    return true;
}

static const char *keep(const PGresult *r, int col, struct arena *mem, struct err *e)
{
    const char *z = row_text(r, 0, col);
    return z ? arena_str(mem, str_of(z), e) : NULL;
}

static bool sealed(const PGresult *r, int col, uint8_t out[ACCOUNT_SECRET_MAX], size_t *n)
{
    struct str hex = str_of(row_text(r, 0, col));

    *n = hex.n / 2;
    return hex.n > 0 && *n <= ACCOUNT_SECRET_MAX && str_unhex(hex, out, *n);
}

bool account_load(struct tx *t, int64_t id, struct arena *mem, struct account *out, struct err *e)
{
    struct account a = {0};
    AUTO_RES r = NULL;

    if (!tx_run(t, &LOAD, ARGS(INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_NOT_FOUND, "no such user");
    a.id = id;
    a.email = keep(r, 1, mem, e);
    a.role = keep(r, 2, mem, e);
    a.status = keep(r, 3, mem, e);
    a.platform_admin = row_bool(r, 0, 4);
    a.mfa_enabled = row_bool(r, 0, 5);
    a.tenant_slug = keep(r, 6, mem, e);
    a.tenant_status = keep(r, 7, mem, e);
    a.password_hash = keep(r, 8, mem, e);
    a.has_totp = sealed(r, 9, a.totp, &a.totp_n);
    a.has_pending = sealed(r, 10, a.pending, &a.pending_n);
    a.has_backup = !row_null(r, 0, 11);
    a.permissions = keep(r, 12, mem, e);
    if (a.has_backup && !row_bytes(r, 0, 11, a.backup_salt, sizeof a.backup_salt, e))
        return false;
    if (e->code != ERR_NONE)
        return false;
    *out = a;
    return true;
}

bool account_lock(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &LOCK, ARGS(INT8(id)), NULL, e);
}

bool account_get(struct tx *t, int64_t id, PGresult **out, struct err *e)
{
    return tx_run(t, &GET, ARGS(INT8(id)), out, e);
}

bool account_list(struct tx *t, const char *text, const char *status, const char *after_email,
                  int64_t after_id, int64_t fetch, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST,
                  ARGS(TEXT(text), TEXT(status), TEXT(after_email), INT8(after_id), INT8(fetch)),
                  out, e);
}

bool account_add(struct tx *t, const char *email, const char *name, const char *role,
                 const char *permissions, int64_t *id, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD, ARGS(TEXT(email), TEXT(name), TEXT(role), TEXT(permissions)), &r, e))
        return false;
    *id = row_int(r, 0, 0);
    return tx_run(t, &ADD_SECRET, ARGS(INT8(*id)), NULL, e);
}

/* For statements that return a row of what they changed. */
static bool changed(struct tx *t, const struct stmt *s, const struct arg *args, size_t n,
                    struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, s, args, n, &r, e))
        return false;
    return PQntuples(r) == 1 || err_set(e, ERR_NOT_FOUND, "no such user");
}

bool account_update(struct tx *t, int64_t id, const char *name, const char *role,
                    const char *status, const char *permissions, struct err *e)
{
    return changed(t, &UPDATE,
                   ARGS(INT8(id), TEXT(name), TEXT(role), TEXT(status), TEXT(permissions)), e);
}

bool account_remove(struct tx *t, int64_t id, struct err *e)
{
    return changed(t, &REMOVE, ARGS(INT8(id)), e);
}

bool account_other_owners(struct tx *t, int64_t id, int64_t *n, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &OWNERS, ARGS(INT8(id)), &r, e))
        return false;
    *n = row_int(r, 0, 0);
    return true;
}

bool account_set_password(struct tx *t, int64_t id, const char *hash, struct err *e)
{
    return tx_run(t, &SET_PASSWORD, ARGS(INT8(id), TEXT(hash)), NULL, e);
}

bool account_drop_password(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &DROP_PASSWORD, ARGS(INT8(id)), NULL, e);
}

bool account_signed_in(struct tx *t, int64_t id, struct err *e)
{
    return tx_run(t, &SIGNED_IN, ARGS(INT8(id)), NULL, e);
}
