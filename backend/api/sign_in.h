/* What every way in ends with: a session, its refresh cookie, an access token, and the answer. */
#pragma once
#include "api/request.h"
#include "io/crypto.h"
#include "store/account_store.h"

/* The answer of login, mfa/verify, refresh, invite and setup. */
extern const struct field sign_in_answer_fields[];

/* The person is proved: opens a session in the transaction of his tenant, makes him the actor (so
 * the framework audits it as his), and answers. `mfa`: a second factor was just proved. */
bool sign_in_complete(struct request *q, const struct account *a, bool mfa,
                      struct err *e) MUST_CHECK;
/* The password was right and a second factor is set up: answers with a challenge. */
bool sign_in_challenge(struct request *q, const struct account *a, struct err *e) MUST_CHECK;
/* The answer for a session that goes on with a new refresh token. */
bool sign_in_go_on(struct request *q, const struct account *a, int64_t session, int64_t mfa_at_s,
                   const char *secret, int64_t left_s, struct err *e) MUST_CHECK;
/* An access token for the session; mfa_at_s 0: no second factor. */
bool sign_in_token(struct request *q, int64_t account, int64_t session, int64_t mfa_at_s,
                   char out[], struct err *e) MUST_CHECK;

/* Opaque secrets of ours outside say where to look: "<tenant>.<secret>". False: not of ours. */
bool sign_in_secret_read(struct str text, int32_t *tenant,
                         uint8_t digest[CRYPTO_SHA256]) MUST_CHECK;
enum { SIGN_IN_SECRET = 12 + CRYPTO_SECRET_TEXT };
void sign_in_secret_text(int32_t tenant, const char *secret, char out[SIGN_IN_SECRET]);

/* The refresh cookie of the request; false when there is none that looks like ours. */
bool sign_in_cookie(struct request *q, int32_t *tenant, uint8_t digest[CRYPTO_SHA256]) MUST_CHECK;
bool sign_in_cookie_drop(struct request *q, struct err *e) MUST_CHECK;
/* Origin is ours and X-Requested-With is tocsin: what a foreign page cannot send. ERR_FORBIDDEN. */
bool sign_in_same_origin(struct request *q, struct err *e) MUST_CHECK;

/* A row of the tenant's trail about somebody who is not signed in, or not yet; `reason` may be
 * NULL. Part of the open transaction. */
bool sign_in_note(struct request *q, const struct account *a, const char *action,
                  const char *outcome, const char *reason, struct err *e) MUST_CHECK;
/* The same from another address than the caller's; NULL: from nowhere we name. */
bool sign_in_note_from(struct request *q, const struct account *a, const char *ip,
                       const char *action, const char *outcome, const char *reason,
                       struct err *e) MUST_CHECK;
