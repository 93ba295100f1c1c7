/* The caller himself: who he is, what he may, his sessions, his password. */
#include "api/factor.h"
#include "api/identify.h"
#include "api/passwords.h"
#include "api/person.h"
#include "api/preferences.h"
#include "base/clock.h"
#include "store/session_store.h"
#include "store/tenant_store.h"

enum { FRESH_S = 300 };

static json_t *permissions(const struct request *q)
{
    json_t *list = json_array();

    for (int p = 0; list && p < PERM__COUNT; p++) {
        const char *name = permission_row((enum permission)p)->name;
        if (name && request_may(q, (enum permission)p))
            json_array_append_new(list, json_string(name));
    }
    return list;
}

static json_t *fresh_until(const struct request *q)
{
    char z[CLOCK_TEXT];
    int64_t until_s = q->actor.mfa_at_s + FRESH_S;

    if (q->actor.mfa_at_s == 0 || until_s < clock_wall_s())
        return json_null();
    clock_rfc3339(until_s * 1000000, z);
    return json_string(z);
}

static bool person(struct request *q, json_t **out, struct err *e)
{
    AUTO_RES r = NULL;

    if (q->actor.kind != ACTOR_USER) {
        *out = json_null();
        return true;
    }
    if (!account_get(request_tx(q), q->actor.id, &r, e))
        return false;
    if (PQntuples(r) != 1)
        return err_set(e, ERR_UNAUTHENTICATED, "this account is gone");
    *out = person_json(r);
    return true;
}

static bool show(struct request *q, struct err *e)
{
    AUTO_JSON user = NULL;
    AUTO_JSON preferences = NULL;
    AUTO_RES r = NULL;

    if (!tenant_get(request_tx(q), &r, e) || !person(q, &user, e) ||
        !preferences_read(q, &preferences, e))
        return false;
    if (PQntuples(r) != 1)
        return err_set(e, ERR_INTERNAL, "the tenant is gone");
    json_t *tenant = person_tenant_json(row_text(r, 0, PQfnumber(r, "tenant_id")),
                                        row_text(r, 0, PQfnumber(r, "name")));
    return answer_json_take(
        q,
        json_pack("{sO so so so ss sO}", "user", user, "tenant", tenant, "permissions",
                  permissions(q), "mfa_fresh_until", fresh_until(q), "auth",
                  q->actor.kind == ACTOR_USER ? "session" : "api_key", "preferences", preferences),
        e);
}

static bool change(struct request *q, struct err *e)
{
    request_target(q, "user", q->actor.id, q->actor.name);
    request_detail_fields(q);
    if (body_has(q, "name") &&
        !account_update(request_tx(q), q->actor.id, body_text(q, "name"), NULL, NULL, NULL, e))
        return false;
    return (!body_has(q, "preferences") || preferences_write(q, e)) && show(q, e);
}

static bool sessions(struct request *q, struct err *e)
{
    AUTO_RES r = NULL;

    return session_list(request_tx(q), q->actor.id, q->actor.session_id, &r, e) &&
           answer_rows(q, r, NULL, e);
}

static bool end_session(struct request *q, struct err *e)
{
    bool done;

    request_target(q, "session", q->ids[0], NULL);
    if (!session_revoke(request_tx(q), q->actor.id, q->ids[0], "ended by its person", &done, e))
        return false;
    if (!done)
        return err_set(e, ERR_NOT_FOUND, "no such session");
    identify_forget(q, q->actor.tenant, q->ids[0]);
    return answer_none(q);
}

static bool password(struct request *q, struct err *e)
{
    const char *fresh = body_text(q, "new_password");
    char hash[CRYPTO_PASSWORD_TEXT];
    struct account a;

    request_target(q, "user", q->actor.id, q->actor.name);
    if (!account_load(request_tx(q), q->actor.id, q->mem, &a, e) ||
        !factor_password(q, &a, body_text(q, "current_password"), e) ||
        !passwords_accept(q, "/new_password", fresh, a.email, e) ||
        !crypto_password_hash(str_of(fresh), hash, e))
        return false;
    return account_set_password(request_tx(q), a.id, hash, e) &&
           session_revoke_all(request_tx(q), a.id, q->actor.session_id, "password changed", e) &&
           answer_none(q);
}

static const struct field permission_item[] = {{.name = "permission", .type = FIELD_STR}, {0}};
static const struct field me_answer[] = {
    {"user", FIELD_OBJECT, .flags = F_NULL, .of = person_fields, .doc = "Null for an API key."},
    {"tenant", FIELD_OBJECT, .of = person_tenant_fields, .doc = "The tenant."},
    {"permissions", FIELD_LIST, .of = permission_item, .doc = "All that is allowed now."},
    {"mfa_fresh_until", FIELD_TIME, .flags = F_NULL, .doc = "Until then no step-up is asked for."},
    {"auth", FIELD_ENUM, .choices = "session|api_key", .doc = "How the caller is known."},
    {"preferences", FIELD_OBJECT, .of = preferences_answer, .doc = "How you want the dashboard."},
    {0},
};
static const struct field profile_fields[] = {
    {"name", FIELD_STR, .min = 1, .max = 200, .doc = "What people shall call you."},
    {"preferences", FIELD_OBJECT, .of = preferences_body,
     .doc = "Merged into what is kept, inner objects too; null takes away. 8 KiB in all."},
    {0},
};
static const struct field session_answer[] = {
    {"id", FIELD_INT, .doc = "Number of the session."},
    {"created_at", FIELD_TIME, .doc = "Sign-in."},
    {"last_used_at", FIELD_TIME, .doc = "Last refresh."},
    {"expires_at", FIELD_TIME, .doc = "When it ends unless refreshed."},
    {"ip", FIELD_STR, .flags = F_NULL, .doc = "Address of the sign-in."},
    {"user_agent", FIELD_STR, .doc = "Browser of the sign-in."},
    {"current", FIELD_BOOL, .doc = "Whether it is the one that asks."},
    {0},
};
static const struct field password_fields[] = {
    {"current_password", FIELD_STR, .flags = F_FREE | F_SECRET, .min = 1, .max = 128,
     .doc = "The password of now."},
    {"new_password", FIELD_STR, .flags = F_REQUIRED | F_FREE | F_SECRET, .min = 12, .max = 128,
     .doc = "The password to be."},
    {0},
};

const struct route api_me[] = {
    {"GET", "/api/v1/auth/me", PERM_SIGNED_IN, show, POOL_FAST, RATE_READ, .answer = me_answer,
     .doc = "Who you are and what you may do."},
    {"PATCH", "/api/v1/auth/me", PERM_PERSON, change, POOL_FAST, RATE_WRITE, .flags = ROUTE_PARTIAL,
     .audit = "auth.profile", .body = profile_fields, .answer = me_answer,
     .doc = "Change your own name and preferences."},
    {"GET", "/api/v1/auth/sessions", PERM_PERSON, sessions, POOL_FAST, RATE_READ,
     .flags = ROUTE_LIST, .answer = session_answer, .doc = "Your sessions that are alive."},
    {"DELETE", "/api/v1/auth/sessions/{id}", PERM_PERSON, end_session, POOL_FAST, RATE_WRITE,
     .audit = "auth.session_end", .status = 204, .doc = "End one of your sessions."},
    {"POST", "/api/v1/auth/password", PERM_PERSON, password, POOL_AUTH, RATE_SIGN_IN,
     MFA_FRESH_IF_ENROLLED, .audit = "auth.password_change", .body = password_fields, .status = 204,
     .doc = "Change your password; your other sessions end."},
    {0},
};
