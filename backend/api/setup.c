/* The first administrator, once, by the link that the installer printed. */
#include <string.h>

#include "api/passwords.h"
#include "api/sign_in.h"
#include "store/tenant_store.h"

static bool needed(struct request *q, struct err *e)
{
    bool yes;

    return tenant_setup_needed(request_tx(q), &yes, e) &&
           answer_json_take(q, json_pack("{sb}", "needed", yes), e);
}

/* "Acme & Sons" becomes "acme_sons"; what is left over of nothing becomes "main". */
static char *slug_of(struct request *q, const char *name, struct err *e)
{
    enum { LONGEST = 40 };
    char z[LONGEST + 1];
    size_t n = 0;

    for (; *name && n < LONGEST; name++) {
        char c = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            z[n++] = c;
        else if (n > 0 && z[n - 1] != '_')
            z[n++] = '_';
    }
    while (n > 0 && z[n - 1] == '_')
        n--;
    return arena_str(q->mem, n ? (struct str){z, n} : STR("main"), e);
}

static bool finish(struct request *q, struct err *e)
{
    const char *password = body_text(q, "password"), *token = body_text(q, "token");
    const char *slug = body_text(q, "tenant_id"), *name = body_text(q, "tenant_name");
    char hash[CRYPTO_PASSWORD_TEXT];
    uint8_t digest[CRYPTO_SHA256];
    struct account a;
    int32_t tenant;
    int64_t account;
    bool open, holds;

    /* Before any work for the password; setup_finish looks again, under its lock. The link first:
     * it goes when set-up ends, so that one who comes too late hears that, not that his link is
     * wrong. */
    crypto_sha256(token, strlen(token), digest);
    if (!tenant_setup_link(request_tx(q), digest, &holds, e) ||
        !tenant_setup_needed(request_tx(q), &open, e))
        return false;
    if (!open)
        return err_set(e, ERR_NOT_FOUND, "set-up is over");
    if (!holds)
        return err_set(e, ERR_UNAUTHENTICATED, "the set-up link is not valid or has expired");
    const char *email = passwords_fold(q, body_text(q, "email"), e);
    if (!slug)
        slug = slug_of(q, name, e);
    if (!email || !slug || !passwords_accept(q, "/password", password, email, e) ||
        !crypto_password_hash(str_of(password), hash, e))
        return false;
    struct tenant_setup s = {.hash = digest,
                             .slug = slug,
                             .name = name,
                             .email = email,
                             .person = body_text(q, "name"),
                             .password_hash = hash,
                             .ip = q->ip};
    if (!tenant_setup_finish(request_tx(q), &s, &tenant, &account, e) || !request_commit(q, e))
        return false;
    return request_enter(q, tenant, e) && account_load(request_tx(q), account, q->mem, &a, e) &&
           sign_in_complete(q, &a, false, e);
}

static const struct field needed_answer[] = {
    {"needed", FIELD_BOOL, .doc = "Whether the first administrator is still missing."},
    {0},
};
static const struct field setup_fields[] = {
    {"token", FIELD_STR, .flags = F_REQUIRED | F_SECRET, .min = 1, .max = 100,
     .doc = "What follows # in the link the installer printed."},
    {"tenant_name", FIELD_STR, .flags = F_REQUIRED, .min = 1, .max = 200,
     .doc = "Name of the first tenant."},
    {"tenant_id", FIELD_SLUG, .doc = "Its short name; made from the name when absent."},
    {"email", FIELD_EMAIL, .flags = F_REQUIRED, .doc = "Address to sign in with."},
    {"name", FIELD_STR, .flags = F_REQUIRED, .min = 1, .max = 200, .doc = "Your name."},
    {"password", FIELD_STR, .flags = F_REQUIRED | F_FREE | F_SECRET, .min = 12, .max = 128,
     .doc = "Password."},
    {0},
};

const struct route api_setup[] = {
    {"GET", "/api/v1/setup", PERM_PUBLIC, needed, POOL_AUTH, RATE_PUBLIC, .answer = needed_answer,
     .doc = "Whether this installation still waits for its first administrator."},
    {"POST", "/api/v1/setup", PERM_PUBLIC, finish, POOL_AUTH, RATE_SIGN_IN, .audit = "auth.login",
     .body = setup_fields, .answer = sign_in_answer_fields, .status = 201,
     .doc = "Make the first administrator, who signs in by it."},
    {0},
};
