/* Which account an address and a password mean. Without the tenant's name the password is judged
 * against every account of that address, so that nobody is locked out by an account of his address
 * in another tenant. Invariant: as many passwords are hashed for a stranger as for anybody. */
#include "api/login.h"

#include <string.h>

#include "api/passwords.h"
#include "api/sign_in.h"
#include "api/tries.h"
#include "store/throttle_store.h"

static const char WRONG[] = "the e-mail address or the password is not right";

struct candidate {
    int32_t tenant;
    struct account a;
    struct throttle tries; /* of this account alone; empty where there is only one */
    bool judged, match;
};

struct login {
    struct str password;
    const char *email, *slug;
    struct throttle named; /* tries at the account as it was named, known or not */
    struct candidate of[ACCOUNT_CANDIDATES];
    size_t n, matches;
};

static bool look_up(struct request *q, struct login *l, struct err *e)
{
    struct account_place at[ACCOUNT_CANDIDATES];

    if (l->slug) {
        int32_t tenant;
        if (!account_tenant(request_tx(q), l->slug, &tenant, e))
            return false;
        if (tenant == TENANT_NONE)
            return true;
        at[0].tenant = tenant;
        if (!request_enter(q, tenant, e) ||
            !account_by_email(request_tx(q), l->email, &at[0].id, e))
            return false;
        l->n = at[0].id != 0;
    } else if (!account_candidates(request_tx(q), l->email, at, &l->n, e)) {
        return false;
    }
    for (size_t i = 0; i < l->n; i++) {
        l->of[i] = (struct candidate){.tenant = at[i].tenant, .judged = true};
        if (!request_enter(q, at[i].tenant, e) ||
            !account_load(request_tx(q), at[i].id, q->mem, &l->of[i].a, e))
            return false;
    }
    return true;
}

/* Of several accounts each has a limit of its own: who may set the password of one cannot, by
 * signing in to it, go on trying passwords of another. One without tries left is passed over in
 * silence, since a refusal would tell that it exists. */
static bool take_each(struct request *q, struct login *l, struct err *e)
{
    for (size_t i = 0; l->n > 1 && i < l->n; i++) {
        struct candidate *c = &l->of[i];
        struct err full = {0};
        tries_candidate(q, c->tenant, c->a.id, &c->tries);
        c->judged = throttle_take(request_tx(q), q->app->cache, &c->tries, &full);
        if (!c->judged && full.code != ERR_THROTTLED) {
            *e = full;
            return false;
        }
    }
    return l->n <= 1 || request_commit(q, e);
}

static void judge(struct login *l)
{
    size_t rounds = l->slug ? 1 : ACCOUNT_CANDIDATES;

    for (size_t i = 0; i < rounds; i++) {
        struct candidate *c = &l->of[i];
        bool real = i < l->n && c->judged;
        bool match = crypto_password_verify(real ? c->a.password_hash : NULL, l->password);
        c->match = real && match && strcmp(c->a.status, "active") == 0;
        l->matches += c->match;
    }
}

/* One row either way: in the tenant's trail for somebody we know, in the hour's sum for nobody.
 * Where several may be meant, no tenant learns from where one of the others was tried. */
static bool turn_away(struct request *q, const struct login *l, struct err *e)
{
    if (l->n == 0 && (!throttle_count_refusal(request_tx(q), "auth.login", "unknown account", e) ||
                      !request_commit(q, e)))
        return false;
    for (size_t i = 0; i < l->n; i++) {
        const struct account *a = &l->of[i].a;
        if (!request_enter(q, l->of[i].tenant, e) ||
            !sign_in_note_from(q, a, l->n == 1 ? q->ip : NULL, "auth.login", "failed",
                               "wrong password", e) ||
            !request_commit(q, e))
            return false;
    }
    return err_set(e, ERR_UNAUTHENTICATED, "%s", WRONG);
}

/* Gives the tries back that were right. */
static bool give_back(struct request *q, const struct login *l, struct err *e)
{
    if (!throttle_give(request_tx(q), &l->named, e))
        return false;
    for (size_t i = 0; l->n > 1 && i < l->n; i++)
        if (l->of[i].match && !throttle_give(request_tx(q), &l->of[i].tries, e))
            return false;
    return true;
}

/* Only who knows the password hears that it fits twice. */
static bool ask_which(struct request *q, const struct login *l, struct err *e)
{
    return give_back(q, l, e) && request_commit(q, e) &&
           request_fault(q, e, "/tenant", "required",
                         "this address and password fit several tenants; name yours");
}

static bool rehash(struct request *q, const struct account *a, struct str password, struct err *e)
{
    char hash[CRYPTO_PASSWORD_TEXT];

    if (!crypto_password_stale(a->password_hash))
        return true;
    return crypto_password_hash(password, hash, e) &&
           account_set_password(request_tx(q), a->id, hash, e);
}

/* The password was right. */
static bool let_in(struct request *q, const struct account *a, struct err *e)
{
    if (strcmp(a->tenant_status, "active") != 0)
        return sign_in_note(q, a, "auth.login", "denied", "tenant suspended", e) &&
               request_commit(q, e) && err_set(e, ERR_FORBIDDEN, "this tenant is suspended");
    return a->mfa_enabled ? sign_in_challenge(q, a, e) : sign_in_complete(q, a, false, e);
}

bool login_post(struct request *q, struct err *e)
{
    struct login l = {.password = str_of(body_text(q, "password")),
                      .slug = body_text(q, "tenant"),
                      .email = passwords_fold(q, body_text(q, "email"), e)};

    if (!l.email || !tries_sign_in(q, l.slug, l.email, &l.named, e) ||
        !tries_take(q, &l.named, e) || !look_up(q, &l, e) || !take_each(q, &l, e))
        return false;
    judge(&l);
    if (l.matches == 0)
        return turn_away(q, &l, e);
    if (l.matches > 1)
        return ask_which(q, &l, e);
    size_t i = 0;
    while (!l.of[i].match)
        i++;
    const struct account *a = &l.of[i].a;
    return request_enter(q, l.of[i].tenant, e) && give_back(q, &l, e) &&
           rehash(q, a, l.password, e) && let_in(q, a, e);
}
