/* Notifications into marks. Tenants share counters: a change of one may look like one of another,
 * which forgets too much and never too little. */
#include "api/hearing.h"

#include <stdlib.h>

#include "api/app.h"
#include "base/str.h"

enum { COUNTERS = 256 /* a power of two */, PAYLOAD = 64 };

struct hearing {
    uint32_t counters[HEARING__COUNT][COUNTERS];
};

struct hearing *hearing_new(struct err *e)
{
    struct hearing *h = calloc(1, sizeof *h);

    if (!h)
        err_set(e, ERR_UNAVAILABLE, "no memory for what is heard");
    return h;
}

void hearing_free(struct hearing *h)
{
    free(h);
}

bool hearing_start(struct app *app, struct err *e)
{
    return db_listen_later(app->db, "tocsin_read", e);
}

static void all_changed(struct hearing *h)
{
    for (int of = 0; of < HEARING__COUNT; of++)
        for (int i = 0; i < COUNTERS; i++)
            h->counters[of][i]++;
}

/* "data 7", "who 7"; anything else might mean everything. */
static void hear(struct hearing *h, const char *payload)
{
    struct str rest = str_of(payload), word;
    int64_t tenant;

    if (!str_cut(&rest, ' ', &word) || !str_int(rest, 1, INT32_MAX, &tenant) ||
        !(str_is(word, "data") || str_is(word, "who"))) {
        all_changed(h);
        return;
    }
    enum hearing_of of = str_is(word, "data") ? HEARING_DATA : HEARING_WHO;
    h->counters[of][tenant & (COUNTERS - 1)]++;
}

void hearing_turn(struct app *app)
{
    char payload[PAYLOAD];

    while (app->hearing && db_notification(app->db, payload, sizeof payload))
        hear(app->hearing, payload);
}

uint64_t hearing_mark(const struct app *app, enum hearing_of of, int32_t tenant)
{
    uint32_t connection = app->hearing ? db_listens(app->db) : 0;

    return connection == 0
               ? 0
               : (uint64_t)connection << 32 | app->hearing->counters[of][tenant & (COUNTERS - 1)];
}
