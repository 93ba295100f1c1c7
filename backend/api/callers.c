/* One place for each digest of address and credential; the credential itself is not kept. */
#include "api/callers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/hearing.h"
#include "base/clock.h"
#include "io/crypto.h"

enum { PLACES = 256, NAME_MAX = 256, SLUG_MAX = 64, TEXT_MAX = 1200, FRESH_MS = 1000 };

struct caller {
    uint8_t digest[CRYPTO_SHA256];
    struct actor actor; /* its texts: name, slug */
    char name[NAME_MAX], slug[SLUG_MAX];
    int64_t seen_mono_ms, expires_s;
    uint64_t mark; /* 0: an empty place */
};

struct callers {
    struct caller places[PLACES];
};

struct callers *callers_new(struct err *e)
{
    struct callers *c = calloc(1, sizeof *c);

    if (!c)
        err_set(e, ERR_UNAVAILABLE, "no memory for known callers");
    return c;
}

void callers_free(struct callers *c)
{
    free(c);
}

/* What a key may do depends on where it is used from. */
static bool digest(const struct request *q, struct str credential, uint8_t out[CRYPTO_SHA256])
{
    char text[TEXT_MAX];
    size_t n = strlen(q->ip) + 1;

    if (n + credential.n > sizeof text)
        return false;
    memcpy(text, q->ip, n);
    memcpy(text + n, credential.p, credential.n);
    crypto_sha256(text, n + credential.n, out);
    crypto_wipe(text, n + credential.n);
    return true;
}

static struct caller *place(struct callers *c, const uint8_t d[CRYPTO_SHA256])
{
    return &c->places[d[0] % PLACES];
}

bool callers_find(struct request *q, struct str credential)
{
    uint8_t d[CRYPTO_SHA256];

    if (!q->app->callers || !digest(q, credential, d))
        return false;
    struct caller *c = place(q->app->callers, d);
    if (!c->mark || !crypto_equal(c->digest, d, sizeof d) ||
        c->mark != hearing_mark(q->app, HEARING_WHO, c->actor.tenant) ||
        clock_mono_ms() - c->seen_mono_ms >= FRESH_MS ||
        (c->expires_s && clock_wall_s() >= c->expires_s))
        return false;
    q->actor = c->actor;
    q->actor.name = c->name;
    q->actor.tenant_slug = c->slug;
    return true;
}

void callers_keep(struct request *q, struct str credential, int64_t expires_s, uint64_t mark)
{
    uint8_t d[CRYPTO_SHA256];
    const struct actor *a = &q->actor;

    if (!mark || strlen(a->name) >= NAME_MAX || strlen(a->tenant_slug) >= SLUG_MAX ||
        !digest(q, credential, d))
        return;
    struct caller *c = place(q->app->callers, d);
    *c = (struct caller){
        .actor = *a, .seen_mono_ms = clock_mono_ms(), .expires_s = expires_s, .mark = mark};
    memcpy(c->digest, d, sizeof d);
    snprintf(c->name, sizeof c->name, "%s", a->name);
    snprintf(c->slug, sizeof c->slug, "%s", a->tenant_slug);
}
