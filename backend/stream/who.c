/* Identities: newcomers as they come, everybody every few seconds and whenever rights change. */
#include "stream/questions.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/permission.h"
#include "store/stream_store.h"

enum { AGAIN_MS = 4000, FAILED_MS = 300 };

static bool note(struct hall *h, struct listener *l)
{
    if (h->verifying.n == h->verifying.cap) {
        size_t cap = h->verifying.cap ? 2 * h->verifying.cap : 64;
        struct listener **p = realloc(h->verifying.asked, cap * sizeof(struct listener *));
        if (!p)
            return false;
        h->verifying.asked = p;
        h->verifying.cap = cap;
    }
    h->verifying.asked[h->verifying.n++] = l;
    hall_hold(l);
    return true;
}

static bool names(struct hall *h, struct stream_actor *list, struct err *e)
{
    for (size_t i = 0; i < h->verifying.n; i++) {
        const struct listener *l = h->verifying.asked[i];
        char *hex = arena_alloc(h->mem, 2 * sizeof l->digest + 1, e);
        if (!hex)
            return false;
        hex[0] = '\0';
        if (l->key)
            str_hex(l->digest, sizeof l->digest, hex);
        list[i] = (struct stream_actor){.tenant = l->tenant,
                                        .session = l->session,
                                        .key = l->key,
                                        .digest = hex,
                                        .ip = l->ip[0] ? l->ip : NULL};
    }
    return true;
}

static bool ask(void *self, struct db *d, struct err *e)
{
    struct hall *h = self;

    arena_reset(h->mem);
    h->verifying.n = 0;
    for (struct listener *l = h->all.first; l; l = l->next)
        if (l->state == LISTENER_ASKING || l->state == LISTENER_LOOKING ||
            l->state == LISTENER_OPEN)
            if (!note(h, l))
                return err_set(e, ERR_UNAVAILABLE, "out of memory");
    struct stream_actor *list = arena_array(h->mem, h->verifying.n + 1, sizeof *list, e);
    if (h->verifying.n == 0) {
        h->verifying.verified_mono_ms = clock_mono_ms();
        ledger_want_at(&h->frame->ledger, &h->who, clock_mono_ms() + AGAIN_MS);
        return false;
    }
    return list && names(h, list, e) && stream_who_ask(d, list, h->verifying.n, h->mem, e);
}

/* As the API: in his own tenant a platform administrator acts as its owner; a key's scopes bound
 * its role. */
static uint64_t rights(const struct listener *l, const PGresult *r, int row)
{
    bool platform = row_bool(r, row, STREAM_WHO_PLATFORM);
    const char *scopes = row_text(r, row, STREAM_WHO_SCOPES);
    enum role role = permission_role_find(str_of(row_text(r, row, STREAM_WHO_ROLE)));
    uint64_t more = platform ? PERM_BIT(PLATFORM_MANAGE) : 0;

    if (l->key) {
        uint64_t all = permission_of_role(role) | more;
        return scopes ? all & permission_of_list(scopes) : all;
    }
    return permission_of_role(platform ? ROLE_OWNER : role) |
           permission_of_list(row_text(r, row, STREAM_WHO_PERMISSIONS)) | more;
}

static bool crowded(struct hall *h, struct room *r, struct listener *l)
{
    struct err e = {.retry_after_s = 10};

    if (r->n < HALL_OF_TENANT && room_count_of(r, l) < HALL_OF_PERSON)
        return false;
    err_set(&e, ERR_THROTTLED, "there are already %d listeners of this %s",
            r->n < HALL_OF_TENANT ? HALL_OF_PERSON : HALL_OF_TENANT,
            r->n < HALL_OF_TENANT ? "person or key" : "tenant");
    hall_refuse(h, l, &e, NULL);
    return true;
}

static void admit(struct hall *h, struct listener *l)
{
    struct room *r = room_of(&h->rooms, l->tenant);
    struct err e = {0};

    if (!r) {
        err_set(&e, ERR_UNAVAILABLE, "out of memory");
        hall_refuse(h, l, &e, NULL);
        return;
    }
    if (crowded(h, r, l))
        return;
    listener_become(l, LISTENER_LOOKING);
    room_enter(r, l);
    ledger_want_at(&h->frame->ledger, &h->look, 0);
}

/* row -1: it does not live. */
static void judge(struct hall *h, struct listener *l, const PGresult *r, int row)
{
    char topic[TOPIC_TEXT] = "";
    struct err e = {0};

    if (row < 0 || (l->session && row_int(r, row, STREAM_WHO_ACCOUNT) != l->account)) {
        err_set(&e, ERR_UNAUTHENTICATED, "the access token or API key is not valid");
        if (l->key && l->state == LISTENER_ASKING)
            blame_add(&h->blame, l->ip, clock_mono_ms());
    } else if (!row_bool(r, row, STREAM_WHO_ACTIVE)) {
        err_set(&e, ERR_FORBIDDEN, "this tenant is suspended");
    } else {
        l->may = rights(l, r, row);
        if (!topics_allowed(&l->topics, l->may, topic))
            err_set(&e, ERR_FORBIDDEN, "you may not listen to %s", topic);
    }
    if (e.code != ERR_NONE && l->state == LISTENER_OPEN) {
        h->revoked++;
        listener_bye(l, "revoked");
    } else if (e.code != ERR_NONE && l->state < LISTENER_OPEN) {
        hall_refuse(h, l, &e, topic[0] ? topic : NULL);
    } else if (l->state == LISTENER_ASKING) {
        admit(h, l);
    }
}

static void answer(void *self, const PGresult *r, const struct err *e)
{
    struct hall *h = self;
    int row = 0, rows = r ? PQntuples(r) : 0;
    bool more = false;

    (void)e;
    for (size_t i = 0; i < h->verifying.n; i++) {
        struct listener *l = h->verifying.asked[i];
        while (row < rows && row_int(r, row, STREAM_WHO_TURN) < (int64_t)i + 1)
            row++;
        bool found = row < rows && row_int(r, row, STREAM_WHO_TURN) == (int64_t)i + 1;
        hall_release(l);
        if (r)
            judge(h, l, r, found ? row : -1);
    }
    h->verifying.n = 0;
    if (r)
        h->verifying.verified_mono_ms = clock_mono_ms();
    for (const struct listener *l = h->all.first; l && !more; l = l->next)
        more = l->state == LISTENER_ASKING; /* came while this was under way */
    ledger_want_at(&h->frame->ledger, &h->who,
                   clock_mono_ms() + (!r     ? FAILED_MS
                                      : more ? 0
                                             : AGAIN_MS));
}

void who_look(struct hall *h)
{
    ledger_want(&h->frame->ledger, &h->who);
}

void who_start(struct hall *h)
{
    h->verifying.verified_mono_ms = clock_mono_ms();
    h->who = (struct ledger_entry){"who", ask, answer, h, true, 0};
    ledger_add(&h->frame->ledger, &h->who);
}

void who_stop(struct hall *h)
{
    free(h->verifying.asked);
}
