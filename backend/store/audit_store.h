/* The audit trail: one row in the same transaction as what it tells of, chained by hash. */
#pragma once
#include "base/err.h"
#include "store/tx.h"

struct audit_entry {
    const char *actor_kind; /* "user", "api_key", "system" */
    int64_t actor_id;
    const char *actor_name;
    const char *action;                                /* "host.create" */
    const char *outcome;                               /* "ok", "denied", "failed" */
    const char *target_kind, *target_id, *target_name; /* NULL where there is none */
    const char *ip;                                    /* parsed address, or NULL */
    const char *request_id;
    const char *detail_json; /* an object without secrets, or NULL */
};

/* Appends to the chain of the transaction's tenant. ERR_UNAVAILABLE or ERR_INTERNAL: then the
 * action itself fails. */
bool audit_append(struct tx *t, const struct audit_entry *a, struct err *e) MUST_CHECK;
