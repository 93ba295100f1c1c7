/* Redis: speed, never truth. Every call may find Redis gone, and then says "not there" within the
 * timeout; nothing here is an error of the caller. After a loss, one reconnection try a second.
 * Keys begin "t:<tenant>:" or "p:" (platform). The process must ignore SIGPIPE (proc_signals). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct cache_target {
    const char *socket, *user, *password; /* borrowed during cache_new; user may be NULL */
    int timeout_ms;
};

struct cache;
struct cache *cache_new(const struct cache_target *t, struct err *e) MUST_CHECK;
void cache_free(struct cache *c);
bool cache_alive(struct cache *c); /* PING answered */
/* Bytes Redis uses. False: Redis away, or it does not tell us. */
bool cache_used(struct cache *c, int64_t *bytes);

/* Value into the arena (terminated; *n bytes). False: absent or Redis away. */
bool cache_get(struct cache *c, const char *key, struct arena *mem, struct str *value);
bool cache_set(struct cache *c, const char *key, struct str value, int ttl_ms);
bool cache_del(struct cache *c, const char *key);
/* Adds `by` to a counter that lives `window_ms` from its first use; *count is its new value. False:
 * Redis away. */
bool cache_count(struct cache *c, const char *key, int by, int window_ms, int64_t *count);
