/* How often a caller may call: counted in Redis for all processes together, and in this process
 * while Redis is away. Never unlimited. */
#pragma once
#include "api/request.h"

struct rate_local;
struct rate_local *rate_new(struct err *e) MUST_CHECK;
void rate_free(struct rate_local *l);

/* Counts this request for its route's class: by actor when signed in, else by address. Sets the
 * RateLimit headers. ERR_THROTTLED with retry_after_s. */
bool rate_take(struct request *q, struct err *e) MUST_CHECK;

/* An API key that does not hold costs a look into the database, so an address has only so many of
 * them. rate_blamed says, without counting, that there were too many: ERR_THROTTLED with
 * retry_after_s; it is asked only where the cache does not know the key. rate_blame counts one. */
bool rate_blamed(struct request *q, struct err *e) MUST_CHECK;
void rate_blame(struct request *q);

struct rate_class {
    const char *name;
    int limit, window_s;
};
const struct rate_class *rate_class(enum rate r);
