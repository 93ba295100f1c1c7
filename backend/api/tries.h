/* How often a secret may be tried: which keys a try counts against, and the limits. */
#pragma once
#include "api/request.h"
#include "base/buf.h"
#include "store/throttle_store.h"

/* What counts as one address: IPv4 as it is, of IPv6 the /64 that one subscriber has. */
void tries_network(const char *ip, struct buf *b);
/* A sign-in: the account as it was named, the address (/64 of IPv6), and everybody together. */
bool tries_sign_in(struct request *q, const char *tenant, const char *email, struct throttle *w,
                   struct err *e) MUST_CHECK;
/* One of several accounts that a sign-in without a tenant may mean. */
void tries_candidate(const struct request *q, int32_t tenant, int64_t account, struct throttle *w);
/* A signed-in person's password, asked for again. */
void tries_password(int32_t tenant, int64_t account, struct throttle *w);
/* A second factor's codes, over all challenges. */
void tries_code(int32_t tenant, int64_t account, struct throttle *w);

/* Takes one try and commits that, so it stays counted whatever follows. */
bool tries_take(struct request *q, const struct throttle *w, struct err *e) MUST_CHECK;
/* An anonymous refusal for the hour's sum, committed. */
void tries_refused(struct request *q, const char *action, const char *reason);
