/* The second factor: judging a code, and giving a person new ones. */
#pragma once
#include "api/request.h"
#include "store/account_store.h"

/* One of the two is given. */
struct factor {
    const char *code, *backup; /* as typed; NULL when absent */
};
extern const struct field factor_fields[]; /* code, backup_code */

/* Reads code or backup_code of the body: exactly one, else ERR_INVALID. */
bool factor_read(struct request *q, struct factor *out, struct err *e) MUST_CHECK;
/* *good: the code belongs to the account and was not used before; it is now. Takes a try first:
 * ERR_THROTTLED. Whatever was open in the transaction is committed by that; what follows is new. */
bool factor_judge(struct request *q, const struct account *a, const struct factor *f, bool *good,
                  struct err *e) MUST_CHECK;
/* For signed-in people: ERR_FORBIDDEN for a wrong code. */
bool factor_demand(struct request *q, const struct account *a, const struct factor *f,
                   struct err *e) MUST_CHECK;
/* The same for the password asked for again (NULL: not given). */
bool factor_password(struct request *q, const struct account *a, const char *password,
                     struct err *e) MUST_CHECK;

/* Makes a seed, keeps it as pending, and answers with it as text, address and picture. */
bool factor_offer(struct request *q, const struct account *a, struct err *e) MUST_CHECK;
/* Whether the code fits the pending seed; then that seed is in use from now on. ERR_FORBIDDEN for
 * a wrong one. */
bool factor_confirm(struct request *q, const struct account *a, const char *code,
                    struct err *e) MUST_CHECK;
/* New backup codes instead of all old ones, as a JSON list. The caller owns it. */
bool factor_backup_new(struct request *q, const struct account *a, json_t **out,
                       struct err *e) MUST_CHECK;
