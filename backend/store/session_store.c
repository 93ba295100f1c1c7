/* Sessions. "Alive" is one condition, written once. */
#include "store/session_store.h"

#define ALIVE  "revoked_at IS NULL AND expires_at > tocsin_now() AND idle_until > tocsin_now()"
#define MFA_AT "coalesce(floor(extract(epoch FROM mfa_at)), 0)::bigint"

static const struct stmt ADD =
    STMT("session_add",
         "WITH s AS (INSERT INTO session (tenant_id, account_id, expires_at, idle_until, mfa_at, "
         "ip, user_agent) VALUES ($1, $2, tocsin_now() + make_interval(secs => $3), tocsin_now() + "
         "make_interval(secs => $4), CASE WHEN $5 THEN tocsin_now() END, $6, $7) "
         "RETURNING tenant_id, id, mfa_at) SELECT id, " MFA_AT " FROM s",
         6);
static const struct stmt ADD_TOKEN =
    STMT("session_add_token",
         "INSERT INTO refresh_token (tenant_id, session_id, seq, hash) VALUES ($1, $2, $3, $4)", 3);
static const struct stmt IDENTITY =
    STMT("session_identity",
         "SELECT s.account_id, a.email, a.role, array_to_string(a.permissions, ','), t.slug, "
         "t.status, a.platform_admin, a.mfa_enabled, " MFA_AT " FROM session s JOIN account a ON "
         "a.tenant_id = s.tenant_id AND a.id = s.account_id JOIN tenant t ON t.tenant_id = "
         "s.tenant_id WHERE s.tenant_id = $1 AND s.id = $2 AND a.status = 'active' AND " ALIVE,
         1);
static const struct stmt OF_TOKEN =
    STMT("session_of_token",
         "SELECT r.session_id, s.account_id FROM refresh_token r JOIN session s ON s.tenant_id = "
         "r.tenant_id AND s.id = r.session_id WHERE r.tenant_id = $1 AND r.hash = $2",
         1);
static const struct stmt LOCK =
    STMT("session_lock",
         "SELECT s.account_id, s.refresh_seq, s.rotated_at > tocsin_now() - make_interval(secs => "
         "$3), floor(extract(epoch FROM s.expires_at - tocsin_now()))::bigint, " MFA_AT ", " ALIVE
         " AND EXISTS (SELECT FROM account a WHERE a.tenant_id = s.tenant_id AND a.id = "
         "s.account_id AND a.status = 'active') FROM session s WHERE s.tenant_id = $1 AND s.id = "
         "$2 FOR UPDATE",
         2);
static const struct stmt SEQ =
    STMT("session_token_seq",
         "SELECT seq FROM refresh_token WHERE tenant_id = $1 AND session_id = $2 AND hash = $3", 2);
static const struct stmt TURN =
    STMT("session_turn",
         "UPDATE session SET refresh_seq = $3, rotated_at = tocsin_now(), last_used_at = "
         "tocsin_now(), idle_until = least(expires_at, tocsin_now() + make_interval(secs => $4)) "
         "WHERE tenant_id = $1 AND id = $2",
         3);
static const struct stmt PROVE =
    STMT("session_prove",
         "UPDATE session SET mfa_at = tocsin_now() WHERE tenant_id = $1 AND id = $2 AND " ALIVE
         " RETURNING " MFA_AT,
         1);
static const struct stmt REVOKE =
    STMT("session_revoke",
         "UPDATE session SET revoked_at = tocsin_now(), revoked_for = $4 WHERE tenant_id = $1 AND "
         "account_id = $2 AND id = $3 AND " ALIVE " RETURNING id",
         3);
static const struct stmt REVOKE_ALL =
    STMT("session_revoke_all",
         "UPDATE session SET revoked_at = tocsin_now(), revoked_for = $4 WHERE tenant_id = $1 AND "
         "account_id = $2 AND id <> $3 AND revoked_at IS NULL",
         3);
static const struct stmt LIST =
    STMT("session_list",
         "SELECT id, created_at, last_used_at, least(expires_at, idle_until) AS expires_at, "
         "host(ip) AS ip, user_agent, id = $3 AS current FROM session WHERE tenant_id = $1 AND "
         "account_id = $2 AND " ALIVE " ORDER BY last_used_at DESC, id DESC LIMIT 500",
         2);

static bool token_add(struct tx *t, int64_t id, int32_t seq, const uint8_t *hash, struct err *e)
{
    return tx_run(t, &ADD_TOKEN, ARGS(INT8(id), INT4(seq), BYTES(hash, SESSION_HASH)), NULL, e);
}

bool session_add(struct tx *t, const struct session_new *n, int64_t *id, int64_t *mfa_at_s,
                 struct err *e)
{
    double life = n->administers ? SESSION_ADMIN_LIFE_S : SESSION_LIFE_S;
    double idle = n->administers ? SESSION_ADMIN_LIFE_S : SESSION_IDLE_S;
    AUTO_RES r = NULL;

    if (!tx_run(t, &ADD,
                ARGS(INT8(n->account), FLOAT8(life), FLOAT8(idle), BOOL(n->mfa),
                     INET(n->ip && *n->ip ? n->ip : NULL), TEXT(n->user_agent)),
                &r, e))
        return false;
    *id = row_int(r, 0, 0);
    *mfa_at_s = row_int(r, 0, 1);
    return token_add(t, *id, 1, n->hash, e);
}

static const char *keep(const PGresult *r, int col, struct arena *mem, struct err *e)
{
    return arena_str(mem, str_of(row_text(r, 0, col)), e);
}

bool session_identity(struct db *d, int32_t tenant, int64_t id, struct arena *mem,
                      struct session_identity *out, bool *found, struct err *e)
{
    struct session_identity s = {0};
    AUTO_RES r = NULL;

    if (!tx_once(d, tenant, &IDENTITY, ARGS(INT8(id)), &r, e))
        return false;
    *found = PQntuples(r) == 1;
    if (!*found)
        return true;
    s.account = row_int(r, 0, 0);
    s.email = keep(r, 1, mem, e);
    s.role = keep(r, 2, mem, e);
    s.permissions = keep(r, 3, mem, e);
    s.tenant_slug = keep(r, 4, mem, e);
    s.tenant_status = keep(r, 5, mem, e);
    s.platform_admin = row_bool(r, 0, 6);
    s.mfa_enabled = row_bool(r, 0, 7);
    s.mfa_at_s = row_int(r, 0, 8);
    if (e->code != ERR_NONE)
        return false;
    *out = s;
    return true;
}

bool session_of_token(struct tx *t, const uint8_t hash[SESSION_HASH], int64_t *id, int64_t *account,
                      struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &OF_TOKEN, ARGS(BYTES(hash, SESSION_HASH)), &r, e))
        return false;
    bool found = PQntuples(r) == 1;
    *id = found ? row_int(r, 0, 0) : 0;
    *account = found ? row_int(r, 0, 1) : 0;
    return true;
}

/* The session is locked and alive; `seq` is the number of the token that was shown. */
static bool turn(struct tx *t, int64_t seq, int64_t newest, bool in_grace,
                 const uint8_t fresh[SESSION_HASH], struct session_rotation *out, struct err *e)
{
    if (seq == newest) {
        out->turn = SESSION_ROTATED;
        return token_add(t, out->id, (int32_t)newest + 1, fresh, e) &&
               tx_run(t, &TURN,
                      ARGS(INT8(out->id), INT4((int32_t)newest + 1), FLOAT8(SESSION_IDLE_S)), NULL,
                      e);
    }
    if (seq == newest - 1 && in_grace) {
        out->turn = SESSION_JUST_ROTATED;
        return true;
    }
    bool done;
    out->turn = SESSION_REUSED;
    return session_revoke(t, out->account, out->id, "refresh token reused", &done, e);
}

bool session_rotate(struct tx *t, const uint8_t old[SESSION_HASH],
                    const uint8_t fresh[SESSION_HASH], struct session_rotation *out, struct err *e)
{
    struct session_rotation s = {.turn = SESSION_UNKNOWN};
    AUTO_RES row = NULL;
    AUTO_RES token = NULL;

    if (!session_of_token(t, old, &s.id, &s.account, e))
        return false;
    if (s.id == 0) {
        *out = s;
        return true;
    }
    if (!tx_run(t, &LOCK, ARGS(INT8(s.id), FLOAT8(SESSION_GRACE_S)), &row, e) ||
        !tx_run(t, &SEQ, ARGS(INT8(s.id), BYTES(old, SESSION_HASH)), &token, e))
        return false;
    bool alive = PQntuples(row) == 1 && PQntuples(token) == 1 && row_bool(row, 0, 5);
    if (alive) {
        s.left_s = row_int(row, 0, 3);
        s.mfa_at_s = row_int(row, 0, 4);
        if (!turn(t, row_int(token, 0, 0), row_int(row, 0, 1), row_bool(row, 0, 2), fresh, &s, e))
            return false;
    }
    *out = s;
    return true;
}

bool session_prove(struct tx *t, int64_t id, int64_t *mfa_at_s, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &PROVE, ARGS(INT8(id)), &r, e))
        return false;
    if (PQntuples(r) == 0)
        return err_set(e, ERR_UNAUTHENTICATED, "this session is over");
    *mfa_at_s = row_int(r, 0, 0);
    return true;
}

bool session_revoke(struct tx *t, int64_t account, int64_t id, const char *why, bool *done,
                    struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &REVOKE, ARGS(INT8(account), INT8(id), TEXT(why)), &r, e))
        return false;
    *done = PQntuples(r) == 1;
    return true;
}

bool session_revoke_all(struct tx *t, int64_t account, int64_t but, const char *why, struct err *e)
{
    return tx_run(t, &REVOKE_ALL, ARGS(INT8(account), INT8(but), TEXT(why)), NULL, e);
}

bool session_list(struct tx *t, int64_t account, int64_t current, PGresult **out, struct err *e)
{
    return tx_run(t, &LIST, ARGS(INT8(account), INT8(current)), out, e);
}
