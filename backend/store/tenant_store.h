/* Tenants: their settings (in a transaction of their own), and the few questions across them
 * that platform administration and set-up ask. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

/* --- in the tenant's own transaction --- */

/* Columns of the API's tenant. */
bool tenant_get(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;

/* Locks the settings until the transaction ends. */
bool tenant_lock(struct tx *t, struct err *e) MUST_CHECK;
struct tenant_change {
    const char *name, *description, *plan, *status, *cost_per_host,
        *cost_per_check;                   /* NULL: keep */
    bool set_hosts, set_checks, set_users; /* quotas below are given, perhaps as unlimited */
    int64_t quota_hosts, quota_checks_per_hour, quota_users; /* -1: unlimited */
    int64_t data_retention_days;                             /* 0: keep */
};
bool tenant_update(struct tx *t, const struct tenant_change *c, struct err *e) MUST_CHECK;
/* Columns "hosts.used", "hosts.quota" and so on. */
bool tenant_usage(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;

/* --- across tenants --- */

/* *id is 0 when there is none. */
bool tenant_find(struct tx *t, const char *slug, int32_t *id, struct err *e) MUST_CHECK;
bool tenant_list(struct tx *t, const char *after_slug, int64_t fetch, PGresult **out,
                 struct err *e) MUST_CHECK;
/* Columns as tenant_get, of any tenant. */
bool tenant_read(struct tx *t, int32_t id, PGresult **out, struct err *e) MUST_CHECK;

struct tenant_new {
    const char *slug, *name;
    const char *settings;       /* a JSON object of the columns that are given */
    const char *email, *person; /* of the first owner; email NULL: none */
    const uint8_t *link;        /* 32 bytes: the digest of his link's secret */
    int valid_s;
};
/* ERR_CONFLICT for a slug that is taken. *expires_us: of the link. */
bool tenant_create(struct tx *t, const struct tenant_new *n, int32_t *id, int64_t *expires_us,
                   struct err *e) MUST_CHECK;

/* --- set-up, once --- */

bool tenant_setup_needed(struct tx *t, bool *needed, struct err *e) MUST_CHECK;
/* Whether the link of this digest would still work. */
bool tenant_setup_link(struct tx *t, const uint8_t digest[32], bool *holds,
                       struct err *e) MUST_CHECK;
struct tenant_setup {
    const uint8_t *hash; /* 32 bytes, of the link's token */
    const char *slug, *name, *email, *person, *password_hash, *ip;
};
/* ERR_NOT_FOUND when set-up is over, ERR_UNAUTHENTICATED for a token that is not one of ours,
 * ERR_CONFLICT for a slug that is taken. */
bool tenant_setup_finish(struct tx *t, const struct tenant_setup *s, int32_t *tenant,
                         int64_t *account, struct err *e) MUST_CHECK;
