/* Notifications into marks. Tenants share counters: a change of one may look like one of another,
 * which forgets too much and never too little. */
#include "api/hearing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api/app.h"
#include "base/scope.h"
#include "base/str.h"
#include "store/tx.h"

enum { COUNTERS = 256 /* a power of two */, PAYLOAD = 64 };

/* Written by all processes of the API on this machine. */
struct shared {
    _Atomic uint32_t told[COUNTERS], told_all;
};

struct hearing {
    struct shared *shared;
    uint32_t counters[HEARING__COUNT][COUNTERS]; /* notifications */
};

static struct shared *map(const char *path, struct err *e)
{
    AUTO_FD fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *p = fd >= 0 && ftruncate(fd, sizeof(struct shared)) == 0
                  ? mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                  : MAP_FAILED;

    if (p == MAP_FAILED)
        err_set(e, ERR_INTERNAL, "the file %s: %s", path, strerror(errno));
    return p == MAP_FAILED ? NULL : p;
}

struct hearing *hearing_new(const char *path, struct err *e)
{
    struct hearing *h = calloc(1, sizeof *h);

    if (!h) {
        err_set(e, ERR_UNAVAILABLE, "no memory for what is heard");
        return NULL;
    }
    h->shared = map(path, e);
    if (h->shared)
        return h;
    free(h);
    return NULL;
}

void hearing_free(struct hearing *h)
{
    if (h)
        munmap(h->shared, sizeof *h->shared);
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

    if (!app->hearing)
        return;
    db_take_in(app->db);
    while (db_told(app->db, payload, sizeof payload))
        hear(app->hearing, payload);
}

uint64_t hearing_mark(const struct app *app, enum hearing_of of, int32_t tenant)
{
    uint32_t connection = app->hearing ? db_listens(app->db) : 0;

    if (connection == 0)
        return 0;
    const struct hearing *h = app->hearing;
    int at = tenant & (COUNTERS - 1);
    uint32_t heard =
        h->counters[of][at] + atomic_load(&h->shared->told[at]) + atomic_load(&h->shared->told_all);
    return (uint64_t)connection << 32 | heard;
}

void hearing_tell(struct app *app, int32_t tenant)
{
    if (!app->hearing)
        return;
    struct shared *s = app->hearing->shared;
    atomic_fetch_add(tenant == TENANT_NONE ? &s->told_all : &s->told[tenant & (COUNTERS - 1)], 1);
}
