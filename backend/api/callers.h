/* Callers this process has just recognised. A credential seen again within a second is not read,
 * verified or asked for once more, unless something was heard of its tenant's sessions, accounts or
 * keys. With the three seconds that Redis may repeat an answer (IDENTIFY_CACHE_MS), a revocation
 * nobody told of holds after four. */
#pragma once
#include "api/request.h"

struct callers;
struct callers *callers_new(struct err *e) MUST_CHECK;
void callers_free(struct callers *c);

/* Fills q->actor when this credential, from this address, is remembered. */
bool callers_find(struct request *q, struct str credential);
/* Remembers q->actor until expires_s (wall clock; 0: the credential says nothing of an end) at the
 * latest. `mark` was taken before the credential was judged. */
void callers_keep(struct request *q, struct str credential, int64_t expires_s, uint64_t mark);
