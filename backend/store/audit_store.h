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

/* Appends to the chain of the transaction's tenant. ERR_UNAVAILABLE when it cannot be written:
 * then the action itself fails. */
bool audit_append(struct tx *t, const struct audit_entry *a, struct err *e) MUST_CHECK;
/* The same row in another tenant's chain, in the same transaction: what a platform administrator
 * did to a tenant stands in his own chain too. */
bool audit_note(struct tx *t, int32_t tenant, const struct audit_entry *a,
                struct err *e) MUST_CHECK;

/* What a list shows. Texts are "" where nothing is asked for. */
struct audit_filter {
    int64_t from_us, to_us; /* at >= from, at < to */
    int64_t below;          /* sequence numbers under this one */
    int64_t fetch;          /* rows */
    const char *actor;      /* part of the actor's name, any case */
    const char *action;     /* the action's beginning: "auth." */
    const char *outcome;    /* beginning of the outcome */
    const char *text;       /* part of any name, any case */
};
bool audit_list(struct tx *t, const struct audit_filter *f, PGresult **out,
                struct err *e) MUST_CHECK;
/* Columns ok, checked, head_seq, first_bad_seq, missing_tail. */
bool audit_verify(struct tx *t, PGresult **out, struct err *e) MUST_CHECK;
