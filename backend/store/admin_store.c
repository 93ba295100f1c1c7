/* Definer functions of migrations/0015_admin.sql, one call each. */
#include "store/admin_store.h"

#include <stdio.h>

enum { CIDR = 650 };

static const struct stmt FIRST_TENANT =
    STMT_SYSTEM("admin_first_tenant", "SELECT slug, made FROM admin_first_tenant($1, $2)", 2);
static const struct stmt SETUP_LINK =
    STMT_SYSTEM("admin_setup_link", "SELECT admin_setup_link($1, $2, $3)", 3);
static const struct stmt FIRST_OWNER = STMT_SYSTEM(
    "admin_first_owner", "SELECT tenant_id, account_id FROM admin_first_owner($1, $2, $3, $4)", 4);
static const struct stmt KEY_CREATE =
    STMT_SYSTEM("admin_key_create",
                "SELECT tenant_id, key_id FROM admin_key_create($1, $2, $3, $4, $5, "
                "string_to_array($6, ','), $7, $8)",
                8);
static const struct stmt EGRESS_ADD =
    STMT_SYSTEM("admin_egress_add", "SELECT admin_egress_add($1, $2, $3)", 3);
static const struct stmt EGRESS_REMOVE =
    STMT_SYSTEM("admin_egress_remove", "SELECT admin_egress_remove($1, $2, $3)", 3);
static const struct stmt EGRESS_LIST =
    STMT_SYSTEM("admin_egress_list", "SELECT net::text, service FROM admin_egress_list($1)", 1);

bool admin_first_tenant(struct db *d, const char *slug, const char *name, char out[ADMIN_SLUG],
                        bool *made, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &FIRST_TENANT, ARGS(TEXT(slug), TEXT(name)), &r, e))
        return false;
    snprintf(out, ADMIN_SLUG, "%s", row_text(r, 0, 0));
    *made = row_bool(r, 0, 1);
    return true;
}

bool admin_setup_link(struct db *d, const char *tenant, const uint8_t hash[ADMIN_HASH], int valid_s,
                      bool *needed, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &SETUP_LINK,
                 ARGS(TEXT(tenant), BYTES(hash, ADMIN_HASH), INT4(valid_s)), &r, e))
        return false;
    *needed = row_bool(r, 0, 0);
    return true;
}

bool admin_first_owner(struct db *d, const char *tenant, const char *email, const char *name,
                       const char *password_hash, struct err *e)
{
    return tx_once(d, TENANT_NONE, &FIRST_OWNER,
                   ARGS(TEXT(tenant), TEXT(email), TEXT(name), TEXT(password_hash)), NULL, e);
}

bool admin_key_create(struct db *d, const struct admin_key *k, int32_t *tenant, int64_t *id,
                      struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, &KEY_CREATE,
                 ARGS(TEXT(k->tenant), TEXT(k->name), TEXT(k->prefix), BYTES(k->hash, ADMIN_HASH),
                      TEXT(k->role), TEXT(k->scopes), BOOL(k->platform),
                      k->expires_us ? TIME(k->expires_us) : SQL_NULL),
                 &r, e))
        return false;
    *tenant = (int32_t)row_int(r, 0, 0);
    *id = row_int(r, 0, 1);
    return true;
}

static bool egress(struct db *d, const struct stmt *s, const char *tenant, const char *net,
                   const char *service, bool *changed, struct err *e)
{
    AUTO_RES r = NULL;

    if (!tx_once(d, TENANT_NONE, s, ARGS(TEXT(tenant), arg_typed(CIDR, net), TEXT(service)), &r, e))
        return false;
    *changed = row_int(r, 0, 0) > 0;
    return true;
}

bool admin_egress_add(struct db *d, const char *tenant, const char *net, const char *service,
                      bool *changed, struct err *e)
{
    return egress(d, &EGRESS_ADD, tenant, net, service, changed, e);
}

bool admin_egress_remove(struct db *d, const char *tenant, const char *net, const char *service,
                         bool *changed, struct err *e)
{
    return egress(d, &EGRESS_REMOVE, tenant, net, service, changed, e);
}

bool admin_egress_list(struct db *d, const char *tenant, PGresult **out, struct err *e)
{
    return tx_once(d, TENANT_NONE, &EGRESS_LIST, ARGS(TEXT(tenant)), out, e);
}
