/* One-time links as answers show them. The host is the configured one, whatever the request says.
 */
#include "api/invite.h"

#include "api/person.h"
#include "api/sign_in.h"
#include "base/clock.h"
#include "store/invite_store.h"

const struct field invite_fields[] = {INVITE_ROWS, {0}};
const struct field invite_person_fields[] = {PERSON_ROWS, INVITE_ROWS, {0}};

bool invite_show(struct request *q, int32_t tenant, const char *secret, int64_t expires_us,
                 json_t *into, struct err *e)
{
    char text[SIGN_IN_SECRET], until[CLOCK_TEXT];

    sign_in_secret_text(tenant, secret, text);
    clock_rfc3339(expires_us, until);
    char *url =
        arena_fmt(q->mem, e, "%s/invite#%s", config_text(q->app->config, "public_url"), text);
    if (url && json_object_set_new(into, "invite_url", json_string(url)) == 0 &&
        json_object_set_new(into, "invite_expires_at", json_string(until)) == 0)
        return true;
    return err_set(e, ERR_UNAVAILABLE, "no memory for the link");
}

bool invite_make(struct request *q, int64_t account, json_t *into, struct err *e)
{
    char secret[CRYPTO_SECRET_TEXT];
    uint8_t digest[CRYPTO_SHA256];
    int64_t expires_us;

    crypto_secret_new(secret, digest);
    bool done = invite_put(request_tx(q), account, digest, &expires_us, e) &&
                invite_show(q, request_tx(q)->tenant, secret, expires_us, into, e);
    crypto_wipe(secret, sizeof secret);
    return done;
}
