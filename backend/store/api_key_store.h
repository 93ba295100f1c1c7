/* API keys: found by their id inside the tenant that they name, known by the hash of their secret.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

enum { API_KEY_HASH = 32 };

struct api_key_new {
    const char *name, *prefix, *role;
    const char *scopes; /* comma-separated; NULL: none named */
    const char *cidrs;  /* comma-separated; NULL: from anywhere */
    int64_t expires_us; /* 0: never */
    int64_t created_by; /* account; 0: a key made it, and it counts as its maker's */
    int64_t made_with;  /* that key, or 0 */
    uint8_t hash[API_KEY_HASH];
};
/* ERR_QUOTA; ERR_INVALID for a network that is none. */
bool api_key_add(struct tx *t, const struct api_key_new *n, int64_t *id, struct err *e) MUST_CHECK;
/* Whether the new key would live and come from within what the key `maker` may. */
bool api_key_within(struct tx *t, int64_t maker, const struct api_key_new *n, bool *within,
                    struct err *e) MUST_CHECK;
/* Columns of the API's key, without anything secret. */
bool api_key_get(struct tx *t, int64_t id, PGresult **out, struct err *e) MUST_CHECK;
bool api_key_list(struct tx *t, int64_t below, int64_t fetch, PGresult **out,
                  struct err *e) MUST_CHECK;
/* *name of the key from the arena; ERR_NOT_FOUND when it is not there or revoked already. */
bool api_key_revoke(struct tx *t, int64_t id, struct arena *mem, const char **name,
                    struct err *e) MUST_CHECK;

/* A person's keys, and those made with them: how many live; the end of them all. While the person
 * is disabled they do not hold, which needs no call. */
bool api_key_count_of(struct tx *t, int64_t account, int64_t *n, struct err *e) MUST_CHECK;
bool api_key_revoke_of(struct tx *t, int64_t account, struct err *e) MUST_CHECK;

/* What a live key may do, at most what its maker may today, as seen from the address `ip`. Texts
 * from the arena. */
struct api_key_identity {
    const char *name, *role;
    const char *scopes; /* comma-separated; NULL: none named */
    const char *tenant_slug, *tenant_status;
    bool platform_admin, from_here; /* from_here: `ip` lies in the key's networks */
    uint8_t hash[API_KEY_HASH];
};
/* *found is false for a key that is over, or never was. Notes the use, to the minute. */
bool api_key_identity(struct db *d, int32_t tenant, int64_t id, const char *ip, struct arena *mem,
                      struct api_key_identity *out, bool *found, struct err *e) MUST_CHECK;
