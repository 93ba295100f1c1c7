/* From bytes to claims. */
#include "stream/request.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "io/addr.h"
#include "io/key_text.h"
#include "stream/head.h"

enum {
    NEWCOMER_US = 5 * 1000000,  /* what happened while its page was being read */
    OVERLAP_US = 30 * 1000000,  /* what was not committed yet when the event was told */
    AHEAD_US = 60 * 1000000,    /* an id from the future */
    KEPT_US = 5 * 60 * 1000000, /* notices older than this may be gone */
};

static bool refuse(struct err *e)
{
    return err_set(e, ERR_UNAUTHENTICATED, "the access token or API key is not valid");
}

static bool by_token(struct listener *l, struct str value, const struct token_keys *tokens,
                     struct err *e)
{
    static const char scheme[] = "Bearer ";
    struct token_claims c;

    if (value.n < sizeof scheme || strncasecmp(value.p, scheme, sizeof scheme - 1) != 0)
        return refuse(e);
    struct str token = {value.p + sizeof scheme - 1, value.n - (sizeof scheme - 1)};
    if (!token_verify(tokens, token, clock_wall_s(), &c, e))
        return false;
    l->tenant = c.tenant;
    l->session = c.session;
    l->account = c.account;
    l->expires_s = c.expires_s;
    return true;
}

static bool by_key(struct listener *l, struct str key, struct err *e)
{
    struct str secret;

    if (!key_text_read(key, &l->tenant, &l->key, &secret))
        return refuse(e);
    crypto_sha256(secret.p, secret.n, l->digest);
    return true;
}

static bool who(struct listener *l, const struct head *h, const struct token_keys *tokens,
                struct err *e)
{
    if (h->authorization.p && h->api_key.p)
        return err_set(e, ERR_UNAUTHENTICATED, "send an access token or an API key, not both");
    if (h->authorization.p)
        return by_token(l, h->authorization, tokens, e);
    if (h->api_key.p)
        return by_key(l, h->api_key, e);
    return err_set(e, ERR_UNAUTHENTICATED, "sign in, or send an API key");
}

/* The id of an event is the time when it was read. */
static bool since(struct listener *l, const struct head *h, struct err *e)
{
    int64_t now = clock_wall_us(), ms;
    char text[32];
    bool found;

    if (!head_query(h, "last_event_id", text, sizeof text, &found, e))
        return false;
    struct str id = found ? str_of(text) : h->last_event_id;
    if (id.n == 0)
        l->resume_us = now - NEWCOMER_US;
    else if (!str_int(id, 1, INT64_MAX / 1000, &ms) || ms * 1000 < now - KEPT_US ||
             ms * 1000 > now + AHEAD_US)
        l->resume_us = 0; /* too old, or none of ours */
    else
        l->resume_us = ms * 1000 - OVERLAP_US;
    return true;
}

static void keep_label(struct str s, char *out, size_t size)
{
    size_t n = 0;

    for (; n < s.n && n + 1 < size && s.p[n] > 0x20 && s.p[n] < 0x7f && s.p[n] != '"'; n++)
        out[n] = s.p[n];
    out[n] = '\0';
}

static void keep_address(struct listener *l, struct str s)
{
    struct addr a;

    keep_label(s, l->ip, sizeof l->ip);
    if (!addr_parse(str_of(l->ip), &a))
        l->ip[0] = '\0';
}

bool request_read(struct listener *l, struct str text, const struct token_keys *tokens,
                  struct err *e)
{
    char topics[TOPICS_TEXT + 1];
    struct head h;
    bool found;

    if (!head_read(text, &h, e))
        return false;
    keep_label(h.request_id, l->request_id, sizeof l->request_id);
    keep_address(l, h.address);
    if (!str_is(h.path, "/api/v1/events"))
        return err_set(e, ERR_NOT_FOUND, "only /api/v1/events is here");
    if (!who(l, &h, tokens, e) || !since(l, &h, e) ||
        !head_query(&h, "topics", topics, sizeof topics, &found, e))
        return false;
    return topics_parse(found ? str_of(topics) : STR(""), &l->topics, e);
}
