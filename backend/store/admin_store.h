/* What `tocsin admin` does on the local socket, as the private cluster's superuser: each call is
 * one listed definer function that writes its audit row. Run without a tenant (tx_once). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/tx.h"

enum { ADMIN_HASH = 32, ADMIN_SLUG = 64, ADMIN_SETUP_LIFE_S = 86400 };

/* The first tenant's slug into `out`; makes one of that slug and name where there is none. */
bool admin_first_tenant(struct db *d, const char *slug, const char *name, char out[ADMIN_SLUG],
                        bool *made, struct err *e) MUST_CHECK;
/* *needed false: there is an administrator already, and no link was made. */
bool admin_setup_link(struct db *d, const char *tenant, const uint8_t hash[ADMIN_HASH], int valid_s,
                      bool *needed, struct err *e) MUST_CHECK;
/* The unattended first administrator. ERR_NOT_FOUND when there is one already. */
bool admin_first_owner(struct db *d, const char *tenant, const char *email, const char *name,
                       const char *password_hash, struct err *e) MUST_CHECK;

struct admin_key {
    const char *tenant, *name, *prefix, *role;
    const char *scopes; /* comma-separated; NULL: none named */
    bool platform;
    int64_t expires_us; /* 0: never */
    uint8_t hash[ADMIN_HASH];
};
bool admin_key_create(struct db *d, const struct admin_key *k, int32_t *tenant, int64_t *id,
                      struct err *e) MUST_CHECK;

/* *changed is false when it was so already. service: a port, "*" or "icmp". */
bool admin_egress_add(struct db *d, const char *tenant, const char *net, const char *service,
                      bool *changed, struct err *e) MUST_CHECK;
bool admin_egress_remove(struct db *d, const char *tenant, const char *net, const char *service,
                         bool *changed, struct err *e) MUST_CHECK;
/* Columns net, service. */
bool admin_egress_list(struct db *d, const char *tenant, PGresult **out, struct err *e) MUST_CHECK;
