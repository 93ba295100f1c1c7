/* From an empty database to somebody who may sign in. */
#include "cli/first.h"

#include <stdio.h>
#include <string.h>

#include "base/scope.h"
#include "base/str.h"
#include "domain/password.h"
#include "io/crypto.h"
#include "store/admin_store.h"

enum { PASSWORD_MIN = 12, PASSWORD_MAX = 128, LINE = 1024 };

/* The first tenant's names where nobody gave one. */
static const char TENANT_NAME[] = "Main", TENANT_SLUG[] = "main";

bool first_password(const char *file, const char *email, char hash[FIRST_HASH], struct err *e)
{
    char line[LINE];
    AUTO_FILE f = fopen(file, "re");

    if (!f || !fgets(line, sizeof line, f))
        return err_set(e, ERR_INVALID, "cannot read a password from %s", file);
    struct str password = {line, strcspn(line, "\r\n")};
    bool ok = password.n >= PASSWORD_MIN && password.n <= PASSWORD_MAX && str_utf8(password);
    if (!ok)
        err_set(e, ERR_INVALID, "the password in %s must have %d to %d characters", file,
                PASSWORD_MIN, PASSWORD_MAX);
    const char *weak = ok ? password_weakness(password, str_of(email)) : NULL;
    if (weak)
        ok = err_set(e, ERR_INVALID, "the password in %s %s", file, weak);
    ok = ok && crypto_password_hash(password, hash, e);
    crypto_wipe(line, sizeof line);
    return ok;
}

bool first_tenant(struct db *d, const char *wished, char slug[FIRST_SLUG], bool *made,
                  struct err *e)
{
    return admin_first_tenant(d, wished ? wished : TENANT_SLUG, wished ? wished : TENANT_NAME, slug,
                              made, e);
}

bool first_owner(struct db *d, const char *slug, const char *email, const char *hash, bool *made,
                 struct err *e)
{
    char name[100];
    struct err why = {0};

    snprintf(name, sizeof name, "%.*s", (int)strcspn(email, "@"), email);
    *made = admin_first_owner(d, slug, email, name, hash, &why);
    if (*made || why.code == ERR_NOT_FOUND)
        return true;
    return err_set(e, why.code, "%s", why.msg);
}

bool first_link(struct db *d, const char *slug, const char *public_url, char link[FIRST_LINK],
                struct err *e)
{
    char token[CRYPTO_SECRET_TEXT];
    uint8_t digest[CRYPTO_SHA256];
    bool needed;

    crypto_secret_new(token, digest);
    bool ok = admin_setup_link(d, slug, digest, ADMIN_SETUP_LIFE_S, &needed, e);
    if (ok)
        snprintf(link, FIRST_LINK, "%s%s%s", needed ? public_url : "", needed ? "/setup#" : "",
                 needed ? token : "");
    crypto_wipe(token, sizeof token);
    return ok;
}
