/* A signed-in person's second factor: set up, prove again, replace backup codes, give up. */
#include "api/factor.h"
#include "api/identify.h"
#include "api/sign_in.h"
#include "store/mfa_store.h"
#include "store/session_store.h"

static bool myself(struct request *q, struct account *a, struct err *e)
{
    request_target(q, "user", q->actor.id, q->actor.name);
    return account_load(request_tx(q), q->actor.id, q->mem, a, e);
}

/* The session's factor is fresh from here on: *token says so. */
static bool prove(struct request *q, char token[TOKEN_TEXT], struct err *e)
{
    int64_t mfa_at_s;

    return session_prove(request_tx(q), q->actor.session_id, &mfa_at_s, e) &&
           sign_in_token(q, q->actor.id, q->actor.session_id, mfa_at_s, token, e);
}

static bool enroll(struct request *q, struct err *e)
{
    struct account a;

    return myself(q, &a, e) && factor_password(q, &a, body_text(q, "password"), e) &&
           factor_offer(q, &a, e);
}

static bool confirm(struct request *q, struct err *e)
{
    char token[TOKEN_TEXT];
    json_t *codes = NULL;
    struct account a;

    if (!myself(q, &a, e) || !factor_confirm(q, &a, body_text(q, "code"), e) ||
        !factor_backup_new(q, &a, &codes, e))
        return false;
    bool done =
        session_revoke_all(request_tx(q), a.id, q->actor.session_id, "second factor set up", e) &&
        prove(q, token, e);
    if (!done) {
        json_decref(codes);
        return false;
    }
    identify_forget(q, q->actor.tenant, q->actor.session_id);
    return answer_json_take(q,
                            json_pack("{so ss ss si}", "backup_codes", codes, "access_token", token,
                                      "token_type", "Bearer", "expires_in", TOKEN_LIFE_S),
                            e);
}

static bool not_enrolled(const struct account *a, struct err *e)
{
    return !a->mfa_enabled && !err_set(e, ERR_CONFLICT, "no second factor is set up");
}

static bool step_up(struct request *q, struct err *e)
{
    char token[TOKEN_TEXT];
    struct factor f;
    struct account a;

    if (!factor_read(q, &f, e) || !myself(q, &a, e))
        return false;
    if (!a.mfa_enabled)
        return err_set(e, ERR_MFA_ENROLL, "set up a second factor in your settings first");
    if (!factor_demand(q, &a, &f, e) || !prove(q, token, e))
        return false;
    identify_forget(q, q->actor.tenant, q->actor.session_id);
    return answer_json_take(q,
                            json_pack("{ss ss si}", "access_token", token, "token_type", "Bearer",
                                      "expires_in", TOKEN_LIFE_S),
                            e);
}

static bool backup_codes(struct request *q, struct err *e)
{
    struct factor f = {.code = body_text(q, "code")};
    json_t *codes = NULL;
    struct account a;

    if (!myself(q, &a, e) || not_enrolled(&a, e) || !factor_demand(q, &a, &f, e) ||
        !factor_backup_new(q, &a, &codes, e))
        return false;
    return answer_json_take(q, json_pack("{so}", "backup_codes", codes), e);
}

static bool disable(struct request *q, struct err *e)
{
    struct factor f;
    struct account a;

    if (!factor_read(q, &f, e) || !myself(q, &a, e) || not_enrolled(&a, e))
        return false;
    if (!factor_password(q, &a, body_text(q, "password"), e) || !factor_demand(q, &a, &f, e))
        return false;
    if (!mfa_drop(request_tx(q), a.id, e) ||
        !session_revoke_all(request_tx(q), a.id, q->actor.session_id, "second factor given up", e))
        return false;
    identify_forget(q, q->actor.tenant, q->actor.session_id);
    return answer_none(q);
}

/* Absent passwords are refused like wrong ones: by the handler. */
static const struct field password_fields[] = {
    {"password", FIELD_STR, .flags = F_FREE | F_SECRET, .min = 1, .max = 128,
     .doc = "Your password, once more."},
    {0},
};
static const struct field code_fields[] = {
    {"code", FIELD_STR, .flags = F_REQUIRED | F_SECRET, .min = 1, .max = 12,
     .doc = "Code of the phone."},
    {0},
};
static const struct field either_fields[] = {
    {"code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 12, .doc = "Code of the phone."},
    {"backup_code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 20,
     .doc = "A backup code instead."},
    {0},
};
static const struct field disable_fields[] = {
    {"password", FIELD_STR, .flags = F_FREE | F_SECRET, .min = 1, .max = 128,
     .doc = "Your password, once more."},
    {"code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 12, .doc = "Code of the phone."},
    {"backup_code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 20,
     .doc = "A backup code instead."},
    {0},
};
static const struct field offer_answer[] = {
    {"secret", FIELD_STR, .flags = F_SECRET, .doc = "Seed in base32, to type by hand."},
    {"otpauth_uri", FIELD_STR, .flags = F_SECRET, .doc = "Seed as an address for phones."},
    {"qr_svg", FIELD_STR, .flags = F_SECRET, .doc = "The address as a QR code: an SVG document."},
    {0},
};
static const struct field code_item[] = {{.name = "code", .type = FIELD_STR}, {0}};
static const struct field confirm_answer[] = {
    {"backup_codes", FIELD_LIST, .flags = F_SECRET, .of = code_item,
     .doc = "Ten codes for when the phone is lost; each works once."},
    {"access_token", FIELD_STR, .flags = F_SECRET, .doc = "Its second factor is fresh."},
    {"token_type", FIELD_STR, .doc = "Bearer."},
    {"expires_in", FIELD_INT, .doc = "Seconds."},
    {0},
};
static const struct field codes_answer[] = {
    {"backup_codes", FIELD_LIST, .flags = F_SECRET, .of = code_item,
     .doc = "Ten codes for when the phone is lost; each works once."},
    {0},
};
static const struct field token_answer[] = {
    {"access_token", FIELD_STR, .flags = F_SECRET, .doc = "Its second factor is fresh."},
    {"token_type", FIELD_STR, .doc = "Bearer."},
    {"expires_in", FIELD_INT, .doc = "Seconds."},
    {0},
};

const struct route api_mfa[] = {
    {"POST", "/api/v1/auth/mfa/enroll", PERM_PERSON, enroll, POOL_AUTH, RATE_SIGN_IN,
     MFA_FRESH_IF_ENROLLED, .audit = "auth.mfa_enroll", .body = password_fields,
     .answer = offer_answer, .doc = "Begin to set up a second factor."},
    {"POST", "/api/v1/auth/mfa/confirm", PERM_PERSON, confirm, POOL_AUTH, RATE_SIGN_IN,
     MFA_FRESH_IF_ENROLLED, .audit = "auth.mfa_confirm", .body = code_fields,
     .answer = confirm_answer, .doc = "Finish setting up: the phone shows the right code."},
    {"POST", "/api/v1/auth/mfa/disable", PERM_PERSON, disable, POOL_AUTH, RATE_SIGN_IN,
     MFA_FRESH_IF_ENROLLED, .audit = "auth.mfa_disable", .body = disable_fields, .status = 204,
     .doc = "Give up the second factor."},
    {"POST", "/api/v1/auth/mfa/backup-codes", PERM_PERSON, backup_codes, POOL_AUTH, RATE_SIGN_IN,
     .audit = "auth.mfa_backup_codes", .body = code_fields, .answer = codes_answer,
     .doc = "Replace all backup codes."},
    {"POST", "/api/v1/auth/mfa/step-up", PERM_PERSON, step_up, POOL_AUTH, RATE_SIGN_IN,
     .audit = "auth.mfa_step_up", .body = either_fields, .answer = token_answer,
     .doc = "Prove the second factor again, for what asks for a fresh one."},
    {0},
};
