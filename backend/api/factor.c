/* The second factor. A code is used up by one conditional update, so it works once whoever asks
 * and however often at the same time. */
#include "api/factor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/identify.h"
#include "api/sign_in.h"
#include "api/tries.h"
#include "base/buf.h"
#include "base/clock.h"
#include "io/otp.h"
#include "store/mfa_store.h"

const struct field factor_fields[] = {
    {"code", FIELD_STR, .flags = F_SECRET, .min = 6, .max = 6, .doc = "Code of the phone."},
    {"backup_code", FIELD_STR, .flags = F_SECRET, .min = 8, .max = 12,
     .doc = "One of the backup codes, instead of code."},
    {0},
};

bool factor_read(struct request *q, struct factor *out, struct err *e)
{
    *out = (struct factor){.code = body_text(q, "code"), .backup = body_text(q, "backup_code")};
    if (!out->code == !out->backup)
        return request_fault(q, e, "/code", "required", "give code or backup_code, one of them");
    return true;
}

/* Ties a sealed seed to its row. */
static struct str context(const struct request *q, int64_t account, struct buf *b)
{
    buf_fmt(b, "account_secret totp %" PRId32 " %" PRId64, q->actor.tenant, account);
    return buf_view(b);
}

static bool seed_open(struct request *q, int64_t account, const uint8_t *sealed, size_t n,
                      uint8_t seed[OTP_SEED], struct err *e)
{
    char z[80];
    struct buf b = BUF(z);

    if (n == OTP_SEED + CRYPTO_SEAL_EXTRA &&
        crypto_open(q->app->identity->totp_key, context(q, account, &b), sealed, n, seed))
        return true;
    return err_set(e, ERR_INTERNAL, "the seed of user %" PRId64 " does not open", account);
}

static bool judge_code(struct request *q, const struct account *a, const char *code, bool *good,
                       struct err *e)
{
    uint8_t seed[OTP_SEED];
    int64_t step;

    *good = false;
    if (!a->has_totp)
        return true;
    if (!seed_open(q, a->id, a->totp, a->totp_n, seed, e))
        return false;
    bool match = otp_match(seed, str_of(code), clock_wall_s(), &step);
    crypto_wipe(seed, sizeof seed);
    return !match || mfa_use_step(request_tx(q), a->id, step, good, e);
}

static bool judge_backup(struct request *q, const struct account *a, const char *typed, bool *good,
                         struct err *e)
{
    char code[OTP_BACKUP_TEXT];
    uint8_t hash[CRYPTO_SHA256];

    *good = false;
    if (!a->has_backup || !otp_backup_read(str_of(typed), code))
        return true;
    bool done = crypto_code_hash(str_of(code), a->backup_salt, hash, e) &&
                mfa_use_backup(request_tx(q), a->id, hash, good, e);
    crypto_wipe(code, sizeof code);
    return done;
}

bool factor_judge(struct request *q, const struct account *a, const struct factor *f, bool *good,
                  struct err *e)
{
    struct throttle w;

    tries_code(q->actor.tenant, a->id, &w);
    if (!tries_take(q, &w, e))
        return false;
    if (!(f->code ? judge_code(q, a, f->code, good, e) : judge_backup(q, a, f->backup, good, e)))
        return false;
    return !*good || throttle_give(request_tx(q), &w, e);
}

/* The refusal's audit row is the framework's. */
static bool demand(struct request *q, const struct account *a, bool good, const char *what,
                   const char *say, struct err *e)
{
    if (good)
        return true;
    request_target(q, "user", a->id, a->email);
    request_detail(q, "reason", json_string(what));
    return err_set(e, ERR_FORBIDDEN, "%s", say);
}

bool factor_demand(struct request *q, const struct account *a, const struct factor *f,
                   struct err *e)
{
    bool good;

    return factor_judge(q, a, f, &good, e) &&
           demand(q, a, good, "wrong code", "the code is not right, or was used before", e);
}

bool factor_password(struct request *q, const struct account *a, const char *password,
                     struct err *e)
{
    struct throttle w;

    tries_password(q->actor.tenant, a->id, &w);
    if (!tries_take(q, &w, e))
        return false;
    bool good = password && crypto_password_verify(a->password_hash, str_of(password));
    if (good && !throttle_give(request_tx(q), &w, e))
        return false;
    return demand(q, a, good, "wrong password", "the password is not right", e);
}

bool factor_offer(struct request *q, const struct account *a, struct err *e)
{
    uint8_t seed[OTP_SEED], sealed[OTP_SEED + CRYPTO_SEAL_EXTRA];
    char text[OTP_SEED_TEXT], z[80];
    struct buf b = BUF(z);

    otp_seed_new(seed);
    crypto_seal(q->app->identity->totp_key, context(q, a->id, &b), seed, sizeof seed, sealed);
    otp_seed_text(seed, text);
    char *uri = otp_uri(seed, a->email, q->mem, e);
    crypto_wipe(seed, sizeof seed);
    char *svg = uri ? otp_qr_svg(uri, q->mem, e) : NULL;
    bool done =
        svg && mfa_set_pending(request_tx(q), a->id, sealed, sizeof sealed, e) &&
        answer_json_take(
            q, json_pack("{ss ss ss}", "secret", text, "otpauth_uri", uri, "qr_svg", svg), e);
    crypto_wipe(text, sizeof text);
    return done;
}

bool factor_confirm(struct request *q, const struct account *a, const char *code, struct err *e)
{
    uint8_t seed[OTP_SEED];
    struct throttle w;
    int64_t step = 0;

    if (!a->has_pending)
        return err_set(e, ERR_CONFLICT, "there is no second factor waiting; start again");
    tries_code(q->actor.tenant, a->id, &w);
    if (!tries_take(q, &w, e) || !seed_open(q, a->id, a->pending, a->pending_n, seed, e))
        return false;
    bool match = otp_match(seed, str_of(code), clock_wall_s(), &step);
    crypto_wipe(seed, sizeof seed);
    if (!demand(q, a, match, "wrong code", "the code is not right", e))
        return false;
    return throttle_give(request_tx(q), &w, e) && mfa_confirm(request_tx(q), a->id, step, e);
}

bool factor_backup_new(struct request *q, const struct account *a, json_t **out, struct err *e)
{
    uint8_t salt[CRYPTO_SALT], hashes[OTP_BACKUP_CODES][CRYPTO_SHA256];
    json_t *list = json_array();
    bool done = list != NULL;

    crypto_random(salt, sizeof salt);
    for (size_t i = 0; done && i < OTP_BACKUP_CODES; i++) {
        char code[OTP_BACKUP_TEXT];
        otp_backup_new(code);
        done = crypto_code_hash(str_of(code), salt, hashes[i], e) &&
               json_array_append_new(list, json_string(code)) == 0;
        crypto_wipe(code, sizeof code);
    }
    if (done && mfa_set_backup(request_tx(q), a->id, salt, (const uint8_t(*)[MFA_HASH])hashes,
                               OTP_BACKUP_CODES, e)) {
        *out = list;
        return true;
    }
    json_decref(list);
    return err_set(e, ERR_UNAVAILABLE, "the backup codes could not be made");
}
