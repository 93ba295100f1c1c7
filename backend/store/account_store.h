/* People: profile, password, and what sign-in must know of them. Rows for people to
 * see come as results with the columns the API declares; secrets come as structs. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

enum { ACCOUNT_SECRET_MAX = 80, ACCOUNT_HASH = 32, ACCOUNT_SALT = 16 };

/* What sign-in works with. Texts from the arena. */
struct account {
    int64_t id;
    const char *email, *role, *status;
    const char *permissions; /* beyond the role's: "a,b" */
    bool platform_admin, mfa_enabled;
    const char *tenant_slug, *tenant_status;
    const char *password_hash; /* NULL: none yet */
    bool has_totp, has_pending;
    uint8_t totp[ACCOUNT_SECRET_MAX], pending[ACCOUNT_SECRET_MAX]; /* sealed */
    size_t totp_n, pending_n;
    uint8_t backup_salt[ACCOUNT_SALT];
    bool has_backup;
};

/* Where an account is. */
struct account_place {
    int32_t tenant;
    int64_t id;
};
enum { ACCOUNT_CANDIDATES = 4 };

/* The accounts with a password that an address may mean, the oldest first; *n may be 0. Both run in
 * a transaction without a tenant. */
bool account_candidates(struct tx *t, const char *email,
                        struct account_place out[ACCOUNT_CANDIDATES], size_t *n,
                        struct err *e) MUST_CHECK;
/* The number of a tenant; TENANT_NONE when there is none: that is not an error. */
bool account_tenant(struct tx *t, const char *slug, int32_t *tenant, struct err *e) MUST_CHECK;
/* In a tenant's transaction: the account of that address, 0 when there is none. */
bool account_by_email(struct tx *t, const char *email, int64_t *id, struct err *e) MUST_CHECK;
/* ERR_NOT_FOUND. */
bool account_load(struct tx *t, int64_t id, struct arena *mem, struct account *out,
                  struct err *e) MUST_CHECK;
/* Locks it and the tenant's owners until the transaction ends, in one order for all: what is
 * read and decided from here on still holds when it is written. No such account is no error. */
bool account_lock(struct tx *t, int64_t id, struct err *e) MUST_CHECK;

/* --- profile --- */

/* Columns of the API's user. */
bool account_get(struct tx *t, int64_t id, PGresult **out, struct err *e) MUST_CHECK;
/* `text` is part of name or address, any case; `status` its beginning; ordered by address, after
 * (email, id). */
bool account_list(struct tx *t, const char *text, const char *status, const char *after_email,
                  int64_t after_id, int64_t fetch, PGresult **out, struct err *e) MUST_CHECK;
/* ERR_CONFLICT for an address that is there, ERR_QUOTA. permissions: comma-separated, "" none. */
bool account_add(struct tx *t, const char *email, const char *name, const char *role,
                 const char *permissions, int64_t *id, struct err *e) MUST_CHECK;
/* NULL leaves a value as it is. ERR_NOT_FOUND. */
bool account_update(struct tx *t, int64_t id, const char *name, const char *role,
                    const char *status, const char *permissions, struct err *e) MUST_CHECK;
bool account_remove(struct tx *t, int64_t id, struct err *e) MUST_CHECK;
/* Owners that can still sign in, without this one. The rows stay locked: two owners cannot leave
 * at once. */
bool account_other_owners(struct tx *t, int64_t id, int64_t *n, struct err *e) MUST_CHECK;

/* --- password --- */

/* Sign-ins that wait for a second factor since the password of before are over. */
bool account_set_password(struct tx *t, int64_t id, const char *hash, struct err *e) MUST_CHECK;
/* No password any more, and status "invited", until the link is used. */
bool account_drop_password(struct tx *t, int64_t id, struct err *e) MUST_CHECK;
bool account_signed_in(struct tx *t, int64_t id, struct err *e) MUST_CHECK;
