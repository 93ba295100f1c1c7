/* hiredis behind a wrapper that never blocks longer than its timeout and never reports an error:
 * Redis gone reads as "not there". A context that failed once is dead and is made anew. */
#include "store/cache.h"

#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"

enum { RETRY_MS = 1000 };

struct cache {
    redisContext *ctx; /* owned; NULL when away */
    int64_t retry_mono_ms;
    struct timeval timeout;
    char *socket, *user, *password; /* owned */
};

static void reply_free(redisReply **r)
{
    if (*r)
        freeReplyObject(*r);
}
#define AUTO_REPLY __attribute__((cleanup(reply_free))) redisReply *

static void drop(struct cache *c)
{
    if (c->ctx)
        redisFree(c->ctx);
    c->ctx = NULL;
    c->retry_mono_ms = clock_mono_ms() + RETRY_MS;
}

/* A command on the living connection; NULL (and no connection) on any failure of the transport. */
static redisReply *ask(struct cache *c, int argc, const char **argv, const size_t *lens)
{
    redisReply *r = redisCommandArgv(c->ctx, argc, argv, lens);

    if (!r)
        drop(c);
    return r;
}

static bool sign_in(struct cache *c)
{
    const char *argv[] = {"AUTH", c->user, c->password};
    const size_t lens[] = {4, strlen(c->user), strlen(c->password)};

    if (c->password[0] == '\0')
        return true;
    AUTO_REPLY r = ask(c, 3, argv, lens);
    if (r && r->type != REDIS_REPLY_ERROR)
        return true;
    log_event(LOG_WARN, "redis_refused_sign_in", "user", c->user, NULL);
    drop(c);
    return false;
}

static bool connected(struct cache *c)
{
    if (c->ctx)
        return true;
    if (clock_mono_ms() < c->retry_mono_ms)
        return false;
    c->ctx = redisConnectUnixWithTimeout(c->socket, c->timeout);
    if (!c->ctx || c->ctx->err || redisSetTimeout(c->ctx, c->timeout) != REDIS_OK) {
        log_event(LOG_WARN, "redis_away", "reason", c->ctx ? c->ctx->errstr : "memory", NULL);
        drop(c);
        return false;
    }
    return sign_in(c);
}

static redisReply *command(struct cache *c, int argc, const char **argv, const size_t *lens)
{
    redisReply *r = connected(c) ? ask(c, argc, argv, lens) : NULL;

    if (r && r->type == REDIS_REPLY_ERROR) { /* LOADING, READONLY, OOM: as good as away */
        log_event(LOG_WARN, "redis_refused", "reason", r->str, NULL);
        freeReplyObject(r);
        return NULL;
    }
    return r;
}

struct cache *cache_new(const struct cache_target *t, struct err *e)
{
    struct cache *c = calloc(1, sizeof *c);

    if (c) {
        c->socket = strdup(t->socket);
        c->user = strdup(t->user ? t->user : "default");
        c->password = strdup(t->password ? t->password : "");
        c->timeout = (struct timeval){t->timeout_ms / 1000, t->timeout_ms % 1000 * 1000};
    }
    if (!c || !c->socket || !c->user || !c->password) {
        cache_free(c);
        err_set(e, ERR_UNAVAILABLE, "out of memory");
        return NULL;
    }
    return c;
}

void cache_free(struct cache *c)
{
    if (!c)
        return;
    if (c->ctx)
        redisFree(c->ctx);
    free(c->socket);
    free(c->user);
    if (c->password)
        explicit_bzero(c->password, strlen(c->password));
    free(c->password);
    free(c);
}

bool cache_alive(struct cache *c)
{
    const char *argv[] = {"PING"};
    const size_t lens[] = {4};
    AUTO_REPLY r = command(c, 1, argv, lens);

    return r != NULL;
}

bool cache_used(struct cache *c, int64_t *bytes)
{
    static const char name[] = "used_memory:";
    const char *argv[] = {"INFO", "memory"};
    const size_t lens[] = {4, 6};
    AUTO_REPLY r = command(c, 2, argv, lens);
    struct str rest = {r ? r->str : NULL, r && r->str ? r->len : 0}, line, value;

    while (str_cut(&rest, '\n', &line))
        if (str_starts(line, name)) {
            line.p += sizeof name - 1;
            line.n -= sizeof name - 1;
            return str_cut(&line, '\r', &value) && str_int(value, 0, INT64_MAX, bytes);
        }
    return false;
}

bool cache_get(struct cache *c, const char *key, struct arena *mem, struct str *value)
{
    const char *argv[] = {"GET", key};
    const size_t lens[] = {3, strlen(key)};
    AUTO_REPLY r = command(c, 2, argv, lens);
    struct err full = {0};

    if (!r || r->type != REDIS_REPLY_STRING)
        return false;
    char *z = arena_str(mem, (struct str){r->str, r->len}, &full);
    if (!z)
        return false;
    *value = (struct str){z, r->len};
    return true;
}

bool cache_set(struct cache *c, const char *key, struct str value, int ttl_ms)
{
    char ttl[16];
    struct buf b = BUF(ttl);
    buf_fmt(&b, "%d", ttl_ms);
    const char *argv[] = {"SET", key, value.p, "PX", ttl};
    const size_t lens[] = {3, strlen(key), value.n, 2, b.n};
    AUTO_REPLY r = command(c, 5, argv, lens);

    return r != NULL;
}

bool cache_del(struct cache *c, const char *key)
{
    const char *argv[] = {"DEL", key};
    const size_t lens[] = {3, strlen(key)};
    AUTO_REPLY r = command(c, 2, argv, lens);

    return r != NULL;
}

bool cache_count(struct cache *c, const char *key, int by, int window_ms, int64_t *count)
{
    /* One atomic step, so that a crash cannot leave a counter that never expires. */
    static const char script[] = "local n = redis.call('INCRBY', KEYS[1], ARGV[2]) "
                                 "if n == tonumber(ARGV[2]) then "
                                 "redis.call('PEXPIRE', KEYS[1], ARGV[1]) end return n";
    char window[16], more[16];
    struct buf b = BUF(window), m = BUF(more);
    buf_fmt(&b, "%d", window_ms);
    buf_fmt(&m, "%d", by);
    const char *argv[] = {"EVAL", script, "1", key, window, more};
    const size_t lens[] = {4, sizeof script - 1, 1, strlen(key), b.n, m.n};
    AUTO_REPLY r = command(c, 6, argv, lens);

    if (!r || r->type != REDIS_REPLY_INTEGER)
        return false;
    *count = r->integer;
    return true;
}
