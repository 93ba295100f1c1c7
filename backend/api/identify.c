/* Who asks. A token or key says which tenant to look in; PostgreSQL says whether it still holds,
 * and Redis may repeat that answer for three seconds. Invariant: every path that does not end in
 * a live session or key leaves the actor anonymous. */
#include "api/identify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/callers.h"
#include "api/hearing.h"
#include "api/rate.h"
#include "base/clock.h"
#include "io/key_text.h"
#include "store/api_key_store.h"
#include "store/session_store.h"

enum { CACHE_KEY = 160 };

/* --- start --- */

static char *origin_of(const char *url)
{
    const char *host = strstr(url, "://");
    size_t n = host ? (size_t)(host + 3 - url) : 0;

    return host ? strndup(url, n + strcspn(host + 3, "/?#")) : NULL;
}

static bool read_keys(const struct app *app, struct identity *i, struct err *e)
{
    char hex[2 * CRYPTO_KEY + 2];
    bool good = config_secret(app->config, "jwt", hex, sizeof hex, e) &&
                (token_key_add(&i->tokens, str_of(hex), e) || err_context(e, "the key jwt"));

    if (good && config_secret(app->config, "totp", hex, sizeof hex, e))
        good = str_unhex(str_of(hex), i->totp_key, CRYPTO_KEY) ||
               err_set(e, ERR_INTERNAL, "the key totp is not %d bytes in hex", CRYPTO_KEY);
    crypto_wipe(hex, sizeof hex);
    return good && e->code == ERR_NONE;
}

bool identify_start(struct app *app, struct err *e)
{
    struct identity *i = calloc(1, sizeof *i);

    if (!i)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the keys");
    app->identity = i;
    i->origin = origin_of(config_text(app->config, "public_url"));
    if (!i->origin)
        return err_field(e, ERR_INVALID, "public_url", "public_url is not an address");
    return crypto_start(e) && read_keys(app, i, e);
}

void identify_stop(struct app *app)
{
    if (!app->identity)
        return;
    free((char *)app->identity->origin);
    crypto_wipe(app->identity, sizeof *app->identity);
    free(app->identity);
    app->identity = NULL;
}

/* --- what a role allows, and where --- */

/* In his own tenant a platform administrator acts as its owner. */
static enum role effective(const char *role, bool platform)
{
    return platform ? ROLE_OWNER : permission_role_find(str_of(role));
}

static bool refuse(struct err *e)
{
    return err_set(e, ERR_UNAUTHENTICATED, "the access token or API key is not valid");
}

static bool open_for_business(const char *tenant_status, struct err *e)
{
    if (strcmp(tenant_status, "active") == 0)
        return true;
    return err_set(e, ERR_FORBIDDEN, "this tenant is suspended");
}

/* --- people --- */

static void session_key(int32_t tenant, int64_t session, char out[CACHE_KEY])
{
    snprintf(out, CACHE_KEY, "t:%" PRId32 ":session:%" PRId64, tenant, session);
}

void identify_forget(struct request *q, int32_t tenant, int64_t session)
{
    char key[CACHE_KEY];

    session_key(tenant, session, key);
    (void)cache_del(q->app->cache, key);
}

static const char *kept(struct request *q, const char *z, struct err *e)
{
    return z ? arena_str(q->mem, str_of(z), e) : NULL;
}

/* A cached answer names its tenant and session; another's is no answer. */
static bool session_cached(struct request *q, const struct token_claims *c,
                           struct session_identity *out)
{
    char key[CACHE_KEY];
    struct str text;
    struct err ignored = {0};
    const char *email, *role, *permissions, *slug, *status;
    json_int_t tenant, session, account, mfa_at;
    int platform, enrolled;

    session_key(c->tenant, c->session, key);
    if (!cache_get(q->app->cache, key, q->mem, &text))
        return false;
    AUTO_JSON j = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    if (json_unpack(j, "{sI sI sI ss ss ss ss ss sb sb sI!}", "t", &tenant, "s", &session, "a",
                    &account, "email", &email, "role", &role, "more", &permissions, "slug", &slug,
                    "status", &status, "platform", &platform, "mfa", &enrolled, "mfa_at",
                    &mfa_at) != 0)
        return false;
    if (tenant != c->tenant || session != c->session)
        return false;
    *out = (struct session_identity){.account = account,
                                     .email = kept(q, email, &ignored),
                                     .role = kept(q, role, &ignored),
                                     .permissions = kept(q, permissions, &ignored),
                                     .tenant_slug = kept(q, slug, &ignored),
                                     .tenant_status = kept(q, status, &ignored),
                                     .platform_admin = platform != 0,
                                     .mfa_enabled = enrolled != 0,
                                     .mfa_at_s = mfa_at};
    /* A factor proved since then is not in the cache yet. */
    return ignored.code == ERR_NONE && !(c->mfa && c->auth_time_s > mfa_at);
}

static void session_remember(struct request *q, const struct token_claims *c,
                             const struct session_identity *s)
{
    char key[CACHE_KEY];
    AUTO_JSON j = json_pack("{sI sI sI ss ss ss ss ss sb sb sI}", "t", (json_int_t)c->tenant, "s",
                            (json_int_t)c->session, "a", (json_int_t)s->account, "email", s->email,
                            "role", s->role, "more", s->permissions, "slug", s->tenant_slug,
                            "status", s->tenant_status, "platform", s->platform_admin, "mfa",
                            s->mfa_enabled, "mfa_at", (json_int_t)s->mfa_at_s);
    char *text = j ? json_dumps(j, JSON_COMPACT) : NULL;

    if (text) {
        session_key(c->tenant, c->session, key);
        (void)cache_set(q->app->cache, key, str_of(text), IDENTIFY_CACHE_MS);
    }
    free(text);
}

static void become_person(struct request *q, const struct token_claims *c,
                          const struct session_identity *s)
{
    enum role role = effective(s->role, s->platform_admin);
    /* Both must say so: the token that this proof was made, the session that it was. */
    int64_t mfa_at = c->mfa && s->mfa_at_s > 0 ? s->mfa_at_s : 0;

    if (mfa_at > c->auth_time_s)
        mfa_at = c->auth_time_s;
    q->actor = (struct actor){
        .kind = ACTOR_USER,
        .id = s->account,
        .tenant = c->tenant,
        .tenant_slug = s->tenant_slug,
        .name = s->email,
        .role = role,
        .permissions = permission_of_role(role) | permission_of_list(s->permissions) |
                       (s->platform_admin ? PERM_BIT(PLATFORM_MANAGE) : 0),
        .platform_admin = s->platform_admin,
        .mfa_enrolled = s->mfa_enabled,
        .session_id = c->session,
        .mfa_at_s = mfa_at,
    };
}

static bool by_token(struct request *q, struct str token, struct err *e)
{
    struct token_claims c;
    struct session_identity s;
    bool found = true;

    if (callers_find(q, token))
        return true;
    if (!token_verify(&q->app->identity->tokens, token, clock_wall_s(), &c, e))
        return false;
    uint64_t mark = hearing_mark(q->app, HEARING_WHO, c.tenant);
    if (!session_cached(q, &c, &s)) {
        if (!session_identity(q->app->db, c.tenant, c.session, q->mem, &s, &found, e))
            return false;
        if (found)
            session_remember(q, &c, &s);
    }
    if (!found || s.account != c.account)
        return refuse(e);
    if (!open_for_business(s.tenant_status, e))
        return false;
    become_person(q, &c, &s);
    callers_keep(q, token, c.expires_s, mark);
    return true;
}

/* --- programs --- */

/* What a key may do depends on where it is used from, so the address is part of the name. */
static void key_cache_key(struct request *q, int32_t tenant, int64_t id, char out[CACHE_KEY])
{
    snprintf(out, CACHE_KEY, "t:%" PRId32 ":key:%" PRId64 ":%s", tenant, id, q->ip);
}

static bool key_cached(struct request *q, int32_t tenant, int64_t id, struct api_key_identity *out)
{
    char name_of[CACHE_KEY];
    struct str text;
    struct err ignored = {0};
    const char *name, *role, *slug, *status, *hash, *scopes = NULL;
    json_int_t t, k;
    int platform, here;

    key_cache_key(q, tenant, id, name_of);
    if (!cache_get(q->app->cache, name_of, q->mem, &text))
        return false;
    AUTO_JSON j = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    if (json_unpack(j, "{sI sI ss ss s?s ss ss ss sb sb!}", "t", &t, "k", &k, "name", &name, "role",
                    &role, "scopes", &scopes, "slug", &slug, "status", &status, "hash", &hash,
                    "platform", &platform, "here", &here) != 0)
        return false;
    *out = (struct api_key_identity){.name = kept(q, name, &ignored),
                                     .role = kept(q, role, &ignored),
                                     .scopes = kept(q, scopes, &ignored),
                                     .tenant_slug = kept(q, slug, &ignored),
                                     .tenant_status = kept(q, status, &ignored),
                                     .platform_admin = platform != 0,
                                     .from_here = here != 0};
    return t == tenant && k == id && ignored.code == ERR_NONE &&
           str_unhex(str_of(hash), out->hash, sizeof out->hash);
}

static void key_remember(struct request *q, int32_t tenant, int64_t id,
                         const struct api_key_identity *k)
{
    char name_of[CACHE_KEY], hash[2 * API_KEY_HASH + 1];

    str_hex(k->hash, sizeof k->hash, hash);
    AUTO_JSON j = json_pack("{sI sI ss ss ss* ss ss ss sb sb}", "t", (json_int_t)tenant, "k",
                            (json_int_t)id, "name", k->name, "role", k->role, "scopes", k->scopes,
                            "slug", k->tenant_slug, "status", k->tenant_status, "hash", hash,
                            "platform", k->platform_admin, "here", k->from_here);
    char *text = j ? json_dumps(j, JSON_COMPACT) : NULL;
    if (text) {
        key_cache_key(q, tenant, id, name_of);
        (void)cache_set(q->app->cache, name_of, str_of(text), IDENTIFY_CACHE_MS);
    }
    free(text);
}

static void become_key(struct request *q, int32_t tenant, int64_t id,
                       const struct api_key_identity *k)
{
    enum role role = permission_role_find(str_of(k->role));
    uint64_t all = permission_of_role(role) | (k->platform_admin ? PERM_BIT(PLATFORM_MANAGE) : 0);
    uint64_t scopes = permission_of_list(k->scopes);

    q->actor = (struct actor){.kind = ACTOR_API_KEY,
                              .id = id,
                              .tenant = tenant,
                              .tenant_slug = k->tenant_slug,
                              .name = k->name,
                              .role = role,
                              .permissions = k->scopes ? all & scopes : all,
                              .named = all & scopes,
                              .platform_admin = k->platform_admin};
}

static bool by_key(struct request *q, struct str key, struct err *e)
{
    struct api_key_identity k = {0};
    uint8_t digest[CRYPTO_SHA256];
    struct str secret;
    int32_t tenant;
    int64_t id;
    bool found = true;

    if (callers_find(q, key))
        return true;
    if (!key_text_read(key, &tenant, &id, &secret))
        return refuse(e);
    uint64_t mark = hearing_mark(q->app, HEARING_WHO, tenant);
    if (!key_cached(q, tenant, id, &k)) {
        if (!rate_blamed(q, e) ||
            !api_key_identity(q->app->db, tenant, id, q->ip, q->mem, &k, &found, e))
            return false;
        if (found)
            key_remember(q, tenant, id, &k);
    }
    crypto_sha256(secret.p, secret.n, digest);
    if (!crypto_equal(digest, k.hash, sizeof digest) || !found || !k.from_here) {
        rate_blame(q);
        return refuse(e);
    }
    if (!open_for_business(k.tenant_status, e))
        return false;
    become_key(q, tenant, id, &k);
    callers_keep(q, key, 0, mark);
    return true;
}

bool identify(struct request *q, struct err *e)
{
    const char *bearer = request_header(q, "HTTP_AUTHORIZATION");
    const char *key = request_header(q, "HTTP_X_API_KEY");
    static const char scheme[] = "Bearer ";

    q->actor = (struct actor){.tenant_slug = "", .name = ""};
    if (!bearer && !key)
        return true;
    if (bearer && key)
        return err_set(e, ERR_UNAUTHENTICATED, "send an access token or an API key, not both");
    if (key)
        return by_key(q, str_of(key), e);
    if (strncasecmp(bearer, scheme, sizeof scheme - 1) != 0)
        return refuse(e);
    return by_token(q, str_of(bearer + sizeof scheme - 1), e);
}
