/* Ways in and out after the password (login.c): second factor of a login, invitation, refresh,
 * logout. Whatever is wrong with an account, a stranger reads the same answer after the same work.
 */
#include <string.h>

#include "api/factor.h"
#include "api/identify.h"
#include "api/login.h"
#include "api/passwords.h"
#include "api/sign_in.h"
#include "store/invite_store.h"
#include "store/mfa_store.h"
#include "store/session_store.h"

/* --- the second factor of a login --- */

static bool challenge_over(struct err *e)
{
    return err_set(e, ERR_UNAUTHENTICATED,
                   "the code is not right, or it is too late; sign in again");
}

static bool verify(struct request *q, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    struct account a;
    struct factor f;
    int32_t tenant;
    int64_t id, account;
    bool good;

    if (!factor_read(q, &f, e))
        return false;
    if (!sign_in_secret_read(str_of(body_text(q, "mfa_token")), &tenant, digest))
        return challenge_over(e);
    if (!request_enter(q, tenant, e) || !mfa_challenge_try(request_tx(q), digest, &id, &account, e))
        return false;
    if (id == 0)
        return challenge_over(e);
    if (!account_load(request_tx(q), account, q->mem, &a, e))
        return false;
    if (strcmp(a.tenant_status, "active") != 0)
        return err_set(e, ERR_FORBIDDEN, "this tenant is suspended");
    if (!factor_judge(q, &a, &f, &good, e))
        return false;
    if (!good || strcmp(a.status, "active") != 0)
        return sign_in_note(q, &a, "auth.mfa_verify", "failed", "wrong code", e) &&
               request_commit(q, e) && challenge_over(e);
    bool mine;
    return mfa_challenge_drop(request_tx(q), id, &mine, e) &&
           (mine ? sign_in_complete(q, &a, true, e) : challenge_over(e));
}

/* --- invitation --- */

static bool link_over(struct err *e)
{
    return err_set(e, ERR_UNAUTHENTICATED,
                   "this link was used, replaced, or is older than 15 minutes");
}

static bool invite(struct request *q, struct err *e)
{
    const char *password = body_text(q, "password"), *name = body_text(q, "name");
    char hash[CRYPTO_PASSWORD_TEXT];
    uint8_t digest[CRYPTO_SHA256];
    struct account a;
    int32_t tenant;
    int64_t id;
    bool used;

    if (!sign_in_secret_read(str_of(body_text(q, "token")), &tenant, digest))
        return link_over(e);
    if (!request_enter(q, tenant, e) || !invite_find(request_tx(q), digest, &id, e))
        return false;
    if (id == 0)
        return link_over(e);
    if (!account_load(request_tx(q), id, q->mem, &a, e))
        return false;
    if (strcmp(a.status, "disabled") == 0 || strcmp(a.tenant_status, "active") != 0)
        return link_over(e);
    if (!passwords_accept(q, "/password", password, a.email, e) ||
        !crypto_password_hash(str_of(password), hash, e) ||
        !invite_use(request_tx(q), digest, &used, e))
        return false;
    if (!used)
        return link_over(e);
    if (!account_set_password(request_tx(q), id, hash, e) ||
        (name && !account_update(request_tx(q), id, name, NULL, NULL, NULL, e)) ||
        !session_revoke_all(request_tx(q), id, 0, "password set by link", e))
        return false;
    if (!a.mfa_enabled)
        return sign_in_complete(q, &a, false, e);
    /* The link stands for the password only. */
    return sign_in_note(q, &a, "auth.invite_accept", "ok", "second factor still asked", e) &&
           sign_in_challenge(q, &a, e);
}

/* --- refresh and logout: the only two that look at the cookie --- */

static bool session_over(struct request *q, struct err *e)
{
    return sign_in_cookie_drop(q, e) &&
           err_set(e, ERR_UNAUTHENTICATED, "this session is over; sign in again");
}

static bool reused(struct request *q, const struct session_rotation *s, struct err *e)
{
    struct account a;

    if (!account_load(request_tx(q), s->account, q->mem, &a, e) ||
        !sign_in_note(q, &a, "auth.refresh_reuse", "denied", "old refresh token", e) ||
        !request_commit(q, e))
        return false;
    identify_forget(q, q->actor.tenant, s->id);
    return session_over(q, e);
}

static bool refresh(struct request *q, struct err *e)
{
    uint8_t old[CRYPTO_SHA256], fresh[CRYPTO_SHA256];
    char secret[CRYPTO_SECRET_TEXT];
    struct session_rotation s;
    struct account a;
    int32_t tenant;

    if (!sign_in_same_origin(q, e))
        return false;
    if (!sign_in_cookie(q, &tenant, old))
        return session_over(q, e);
    crypto_secret_new(secret, fresh);
    if (!request_enter(q, tenant, e) || !session_rotate(request_tx(q), old, fresh, &s, e))
        return false;
    switch (s.turn) {
    case SESSION_UNKNOWN:
        return session_over(q, e);
    case SESSION_JUST_ROTATED:
        return err_set(e, ERR_CONFLICT, "this token was rotated a moment ago");
    case SESSION_REUSED:
        return reused(q, &s, e);
    case SESSION_ROTATED:
        break;
    }
    if (!account_load(request_tx(q), s.account, q->mem, &a, e))
        return false;
    if (strcmp(a.tenant_status, "active") != 0)
        return err_set(e, ERR_FORBIDDEN, "this tenant is suspended");
    bool done = sign_in_go_on(q, &a, s.id, s.mfa_at_s, secret, s.left_s, e);
    crypto_wipe(secret, sizeof secret);
    return done;
}

/* Ends a session, if it lives, and says so in the trail. */
static bool end_session(struct request *q, int64_t session, int64_t account, struct err *e)
{
    struct account a;
    bool done;

    if (!session_revoke(request_tx(q), account, session, "logout", &done, e))
        return false;
    if (done && (!account_load(request_tx(q), account, q->mem, &a, e) ||
                 !sign_in_note(q, &a, "auth.logout", "ok", NULL, e)))
        return false;
    if (!request_commit(q, e))
        return false;
    identify_forget(q, q->actor.tenant, session);
    return true;
}

static bool logout(struct request *q, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    struct err not_signed_in = {0};
    int32_t tenant;
    int64_t session = 0, account = 0;

    if (!sign_in_same_origin(q, e))
        return false;
    if (sign_in_cookie(q, &tenant, digest)) {
        if (!request_enter(q, tenant, e) ||
            !session_of_token(request_tx(q), digest, &session, &account, e) ||
            (session && !end_session(q, session, account, e)))
            return false;
    }
    /* The access token's session too, where that is another or the cookie was lost. */
    if (identify(q, &not_signed_in) && q->actor.kind == ACTOR_USER) {
        struct actor who = q->actor;
        if (!request_enter(q, who.tenant, e) || !end_session(q, who.session_id, who.id, e))
            return false;
    }
    q->actor.kind = ACTOR_ANONYMOUS;
    return sign_in_cookie_drop(q, e) && answer_none(q);
}

/* --- the rows --- */

static const struct field login_fields[] = {
    {"email", FIELD_EMAIL, .flags = F_REQUIRED, .doc = "Address, in any case."},
    {"password", FIELD_STR, .flags = F_REQUIRED | F_FREE | F_SECRET, .min = 1, .max = 128,
     .doc = "Password."},
    {"tenant", FIELD_SLUG, .doc = "Tenant; needed where the password fits in several."},
    {0},
};
static const struct field verify_fields[] = {
    {"mfa_token", FIELD_STR, .flags = F_REQUIRED | F_SECRET, .min = 1, .max = 100,
     .doc = "From the answer of login."},
    {"code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 12, .doc = "Code of the phone."},
    {"backup_code", FIELD_STR, .flags = F_SECRET, .min = 1, .max = 20,
     .doc = "A backup code instead."},
    {0},
};
static const struct field invite_fields[] = {
    {"token", FIELD_STR, .flags = F_REQUIRED | F_SECRET, .min = 1, .max = 100,
     .doc = "What follows # in the link."},
    {"password", FIELD_STR, .flags = F_REQUIRED | F_FREE | F_SECRET, .min = 12, .max = 128,
     .doc = "The password to be."},
    {"name", FIELD_STR, .min = 1, .max = 200, .doc = "What people shall call you."},
    {0},
};

const struct route api_auth[] = {
    {"POST", "/api/v1/auth/login", PERM_PUBLIC, login_post, POOL_AUTH, RATE_SIGN_IN,
     .audit = "auth.login", .body = login_fields, .answer = sign_in_answer_fields,
     .doc = "Sign in with address and password."},
    {"POST", "/api/v1/auth/mfa/verify", PERM_PUBLIC, verify, POOL_AUTH, RATE_SIGN_IN,
     .audit = "auth.mfa_verify", .body = verify_fields, .answer = sign_in_answer_fields,
     .doc = "Finish a sign-in with the second factor."},
    {"POST", "/api/v1/auth/invite", PERM_PUBLIC, invite, POOL_AUTH, RATE_SIGN_IN,
     .audit = "auth.invite_accept", .body = invite_fields, .answer = sign_in_answer_fields,
     .doc = "Set a password by a one-time link, and sign in."},
    {"POST", "/api/v1/auth/refresh", PERM_PUBLIC, refresh, POOL_FAST, RATE_SIGN_IN,
     .flags = ROUTE_NO_AUDIT, .answer = sign_in_answer_fields,
     .doc = "Exchange the refresh cookie for a new one and an access token."},
    {"POST", "/api/v1/auth/logout", PERM_PUBLIC, logout, POOL_FAST, RATE_SIGN_IN,
     .flags = ROUTE_NO_AUDIT, .status = 204, .doc = "End this session."},
    {0},
};
