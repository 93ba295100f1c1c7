/* Session, cookie, token, answer. Invariant: the cookie goes only to a browser that proved who
 * sits at it, and its secret is stored nowhere. */
#include "api/sign_in.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/identify.h"
#include "api/person.h"
#include "base/buf.h"
#include "base/clock.h"
#include "store/audit_store.h"
#include "store/mfa_store.h"
#include "store/session_store.h"
#include "store/tenant_store.h"

static const char COOKIE[] = "__Host-tocsin";

static const struct field method_item[] = {{.name = "method", .type = FIELD_STR}, {0}};
const struct field sign_in_answer_fields[] = {
    {"access_token", FIELD_STR, .flags = F_SECRET, .doc = "For the Authorization header."},
    {"token_type", FIELD_STR, .doc = "Bearer."},
    {"expires_in", FIELD_INT, .doc = "Seconds the access token holds."},
    {"user", FIELD_OBJECT, .of = person_fields, .doc = "Who signed in."},
    {"tenant", FIELD_OBJECT, .of = person_tenant_fields, .doc = "The tenant."},
    {"mfa_required", FIELD_BOOL, .doc = "True: nothing above is given yet; verify first."},
    {"mfa_token", FIELD_STR, .flags = F_SECRET, .doc = "For /auth/mfa/verify."},
    {"methods", FIELD_LIST, .of = method_item, .doc = "Second factors that would do."},
    {0},
};

/* --- secrets that say where to look --- */

void sign_in_secret_text(int32_t tenant, const char *secret, char out[SIGN_IN_SECRET])
{
    snprintf(out, SIGN_IN_SECRET, "%" PRId32 ".%s", tenant, secret);
}

bool sign_in_secret_read(struct str text, int32_t *tenant, uint8_t digest[CRYPTO_SHA256])
{
    struct str rest = text, number;
    int64_t n;

    if (text.n >= SIGN_IN_SECRET || !str_cut(&rest, '.', &number) || number.n == 0 ||
        number.p[0] == '0' || !str_int(number, 1, INT32_MAX, &n) || !rest.p ||
        rest.n != CRYPTO_SECRET_TEXT - 1)
        return false;
    *tenant = (int32_t)n;
    crypto_sha256(rest.p, rest.n, digest);
    return true;
}

/* --- the cookie --- */

bool sign_in_cookie(struct request *q, int32_t *tenant, uint8_t digest[CRYPTO_SHA256])
{
    struct str rest = str_of(request_header(q, "HTTP_COOKIE")), pair, name;

    while (str_cut(&rest, ';', &pair)) {
        pair = str_trim(pair);
        if (str_cut(&pair, '=', &name) && str_is(name, COOKIE))
            return sign_in_secret_read(pair, tenant, digest);
    }
    return false;
}

static bool set_cookie(struct request *q, const char *value, int64_t left_s, struct err *e)
{
    char z[300];
    struct buf b = BUF(z);

    buf_fmt(&b, "%s=%s; Path=/; Max-Age=%" PRId64 "; Secure; HttpOnly; SameSite=Strict", COOKIE,
            value, left_s);
    bool done = buf_ok(&b) && answer_header(q, "Set-Cookie", z, e);
    crypto_wipe(z, sizeof z);
    return done || err_set(e, ERR_INTERNAL, "the cookie does not fit");
}

bool sign_in_cookie_drop(struct request *q, struct err *e)
{
    return set_cookie(q, "", 0, e);
}

bool sign_in_same_origin(struct request *q, struct err *e)
{
    const char *origin = request_header(q, "HTTP_ORIGIN");
    const char *with = request_header(q, "HTTP_X_REQUESTED_WITH");

    if (origin && strcmp(origin, q->app->identity->origin) == 0 && with &&
        strcmp(with, "tocsin") == 0)
        return true;
    return err_set(e, ERR_FORBIDDEN,
                   "this call wants our own Origin and the header X-Requested-With: tocsin");
}

/* --- token and answer --- */

bool sign_in_token(struct request *q, int64_t account, int64_t session, int64_t mfa_at_s,
                   char out[], struct err *e)
{
    int64_t now_s = clock_wall_s();
    struct token_claims c = {.tenant = q->actor.tenant,
                             .account = account,
                             .session = session,
                             .mfa = mfa_at_s > 0,
                             .auth_time_s = mfa_at_s > 0 ? mfa_at_s : now_s};

    return token_sign(&q->app->identity->tokens, &c, now_s, out, e);
}

static bool tenant_of(struct request *q, json_t **out, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tenant_get(request_tx(q), &r, e))
        return false;
    if (PQntuples(r) != 1)
        return err_set(e, ERR_INTERNAL, "the tenant is gone");
    *out = person_tenant_json(row_text(r, 0, PQfnumber(r, "tenant_id")),
                              row_text(r, 0, PQfnumber(r, "name")));
    return *out || err_set(e, ERR_UNAVAILABLE, "no memory for the answer");
}

bool sign_in_go_on(struct request *q, const struct account *a, int64_t session, int64_t mfa_at_s,
                   const char *secret, int64_t left_s, struct err *e)
{
    char token[TOKEN_TEXT], cookie[SIGN_IN_SECRET];
    json_t *tenant = NULL;
    AUTO_RES r = NULL;

    sign_in_secret_text(q->actor.tenant, secret, cookie);
    if (!sign_in_token(q, a->id, session, mfa_at_s, token, e) ||
        !set_cookie(q, cookie, left_s, e) || !account_get(request_tx(q), a->id, &r, e) ||
        !tenant_of(q, &tenant, e))
        return false;
    return answer_json_take(q,
                            json_pack("{ss ss si so so}", "access_token", token, "token_type",
                                      "Bearer", "expires_in", TOKEN_LIFE_S, "user", person_json(r),
                                      "tenant", tenant),
                            e);
}

static bool administers(const struct account *a)
{
    return a->platform_admin || permission_role_find(str_of(a->role)) >= ROLE_ADMIN;
}

bool sign_in_complete(struct request *q, const struct account *a, bool mfa, struct err *e)
{
    char secret[CRYPTO_SECRET_TEXT];
    struct session_new s = {.account = a->id,
                            .mfa = mfa,
                            .administers = administers(a),
                            .ip = q->ip,
                            .user_agent = q->user_agent};
    int64_t session, mfa_at_s;

    crypto_secret_new(secret, s.hash);
    if (!session_add(request_tx(q), &s, &session, &mfa_at_s, e) ||
        !account_signed_in(request_tx(q), a->id, e))
        return false;
    int64_t left_s = s.administers ? SESSION_ADMIN_LIFE_S : SESSION_LIFE_S;
    bool done = sign_in_go_on(q, a, session, mfa_at_s, secret, left_s, e);
    crypto_wipe(secret, sizeof secret);
    q->actor.kind = ACTOR_USER;
    q->actor.id = a->id;
    q->actor.name = a->email;
    request_target(q, "user", a->id, a->email);
    return done;
}

bool sign_in_challenge(struct request *q, const struct account *a, struct err *e)
{
    char secret[CRYPTO_SECRET_TEXT], text[SIGN_IN_SECRET];
    uint8_t digest[CRYPTO_SHA256];

    crypto_secret_new(secret, digest);
    sign_in_secret_text(q->actor.tenant, secret, text);
    return mfa_challenge_add(request_tx(q), a->id, digest, e) &&
           answer_json_take(q,
                            json_pack("{sb ss s[ss]}", "mfa_required", 1, "mfa_token", text,
                                      "methods", "totp", "backup_code"),
                            e);
}

bool sign_in_note_from(struct request *q, const struct account *a, const char *ip,
                       const char *action, const char *outcome, const char *reason, struct err *e)
{
    char id[24], detail[200];
    struct buf b = BUF(detail);

    snprintf(id, sizeof id, "%" PRId64, a->id);
    /* `reason` is one of our own words: it needs no escaping. */
    if (reason)
        buf_fmt(&b, "{\"reason\":\"%s\"}", reason);
    struct audit_entry row = {.actor_kind = "user",
                              .actor_id = a->id,
                              .actor_name = a->email,
                              .action = action,
                              .outcome = outcome,
                              .target_kind = "user",
                              .target_id = id,
                              .target_name = a->email,
                              .ip = ip,
                              .request_id = q->id,
                              .detail_json = reason ? detail : NULL};
    return audit_append(request_tx(q), &row, e);
}

bool sign_in_note(struct request *q, const struct account *a, const char *action,
                  const char *outcome, const char *reason, struct err *e)
{
    return sign_in_note_from(q, a, q->ip, action, outcome, reason, e);
}
