/* The second factor's rows. */
#include "store/mfa_store.h"

static const struct stmt SET_PENDING =
    STMT("mfa_set_pending",
         "UPDATE account_secret SET totp_pending = $3, totp_pending_at = tocsin_now() "
         "WHERE tenant_id = $1 AND account_id = $2",
         2);
static const struct stmt CONFIRM =
    STMT("mfa_confirm",
         "WITH s AS (UPDATE account_secret SET totp_sealed = totp_pending, totp_pending = NULL, "
         "totp_pending_at = NULL, totp_counter = $3 WHERE tenant_id = $1 AND account_id = $2) "
         "UPDATE account SET mfa_enabled = true WHERE tenant_id = $1 AND id = $2",
         2);
static const struct stmt USE_STEP =
    STMT("mfa_use_step",
         "UPDATE account_secret SET totp_counter = $3 WHERE tenant_id = $1 AND account_id = $2 "
         "AND totp_counter < $3 RETURNING account_id",
         2);
static const struct stmt DROP =
    STMT("mfa_drop",
         "WITH s AS (UPDATE account_secret SET totp_sealed = NULL, totp_pending = NULL, "
         "backup_salt = NULL WHERE tenant_id = $1 AND account_id = $2), b AS (DELETE FROM "
         "backup_code WHERE tenant_id = $1 AND account_id = $2) UPDATE account SET mfa_enabled = "
         "false WHERE tenant_id = $1 AND id = $2",
         1);
static const struct stmt CLEAR_BACKUP =
    STMT("mfa_clear_backup",
         "WITH b AS (DELETE FROM backup_code WHERE tenant_id = $1 AND account_id = $2) "
         "UPDATE account_secret SET backup_salt = $3 WHERE tenant_id = $1 AND account_id = $2",
         2);
static const struct stmt ADD_BACKUP =
    STMT("mfa_add_backup",
         "INSERT INTO backup_code (tenant_id, account_id, hash) VALUES ($1, $2, $3)", 2);
static const struct stmt USE_BACKUP =
    STMT("mfa_use_backup",
         "UPDATE backup_code SET used_at = tocsin_now() WHERE tenant_id = $1 AND account_id = $2 "
         "AND hash = $3 AND used_at IS NULL RETURNING account_id",
         2);
static const struct stmt CHALLENGE_ADD =
    STMT("mfa_challenge_add",
         "INSERT INTO mfa_challenge (tenant_id, account_id, hash, expires_at) VALUES ($1, $2, $3, "
         "tocsin_now() + make_interval(secs => $4))",
         3);
static const struct stmt CHALLENGE_TRY =
    STMT("mfa_challenge_try",
         "UPDATE mfa_challenge SET failures = failures + 1 WHERE tenant_id = $1 AND hash = $2 AND "
         "expires_at > tocsin_now() AND failures < $3 RETURNING id, account_id",
         2);
static const struct stmt CHALLENGE_DROP =
    STMT("mfa_challenge_drop",
         "DELETE FROM mfa_challenge WHERE tenant_id = $1 AND id = $2 RETURNING id", 1);

bool mfa_set_pending(struct tx *t, int64_t account, const void *sealed, size_t n, struct err *e)
{
    return tx_run(t, &SET_PENDING, ARGS(INT8(account), BYTES(sealed, n)), NULL, e);
}

bool mfa_confirm(struct tx *t, int64_t account, int64_t counter, struct err *e)
{
    return tx_run(t, &CONFIRM, ARGS(INT8(account), INT8(counter)), NULL, e);
}

/* Whether a conditional update found its row. */
static bool once(struct tx *t, const struct stmt *s, const struct arg *args, size_t n, bool *fresh,
                 struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, s, args, n, &r, e))
        return false;
    *fresh = PQntuples(r) == 1;
    return true;
}

bool mfa_use_step(struct tx *t, int64_t account, int64_t counter, bool *fresh, struct err *e)
{
    return once(t, &USE_STEP, ARGS(INT8(account), INT8(counter)), fresh, e);
}

bool mfa_drop(struct tx *t, int64_t account, struct err *e)
{
    return tx_run(t, &DROP, ARGS(INT8(account)), NULL, e);
}

bool mfa_set_backup(struct tx *t, int64_t account, const uint8_t salt[MFA_SALT],
                    const uint8_t (*hashes)[MFA_HASH], size_t n, struct err *e)
{
    if (!tx_run(t, &CLEAR_BACKUP, ARGS(INT8(account), BYTES(salt, MFA_SALT)), NULL, e))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!tx_run(t, &ADD_BACKUP, ARGS(INT8(account), BYTES(hashes[i], MFA_HASH)), NULL, e))
            return false;
    return true;
}

bool mfa_use_backup(struct tx *t, int64_t account, const uint8_t hash[MFA_HASH], bool *fresh,
                    struct err *e)
{
    return once(t, &USE_BACKUP, ARGS(INT8(account), BYTES(hash, MFA_HASH)), fresh, e);
}

bool mfa_challenge_add(struct tx *t, int64_t account, const uint8_t hash[MFA_HASH], struct err *e)
{
    return tx_run(t, &CHALLENGE_ADD,
                  ARGS(INT8(account), BYTES(hash, MFA_HASH), FLOAT8(MFA_CHALLENGE_S)), NULL, e);
}

bool mfa_challenge_try(struct tx *t, const uint8_t hash[MFA_HASH], int64_t *id, int64_t *account,
                       struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_run(t, &CHALLENGE_TRY, ARGS(BYTES(hash, MFA_HASH), INT4(MFA_CHALLENGE_TRIES)), &r, e))
        return false;
    bool found = PQntuples(r) == 1;
    *id = found ? row_int(r, 0, 0) : 0;
    *account = found ? row_int(r, 0, 1) : 0;
    return true;
}

bool mfa_challenge_drop(struct tx *t, int64_t id, bool *done, struct err *e)
{
    return once(t, &CHALLENGE_DROP, ARGS(INT8(id)), done, e);
}
