/* Who asks: access tokens and API keys, and the secrets that sign-in works with. */
#pragma once
#include <stdint.h>

#include "api/request.h"
#include "io/crypto.h"
#include "io/token.h"

/* Of one process, read at start, never written afterwards. */
struct identity {
    struct token_keys tokens;
    uint8_t totp_key[CRYPTO_KEY]; /* seals the seeds of second factors */
    const char *origin;           /* scheme://host[:port] of public_url; owned */
};

/* Forgets what the cache says of a session, so that its end or its new factor shows at once.
 * Without this it shows within IDENTIFY_CACHE_MS. */
enum { IDENTIFY_CACHE_MS = 3000 };
void identify_forget(struct request *q, int32_t tenant, int64_t session);
/* Drops app->identity. */
void identify_stop(struct app *app);
