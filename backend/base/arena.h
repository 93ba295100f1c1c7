/* Memory that dies together: one arena per request or job, capped, reset in one place.
 * Nobody frees what comes from it; what must outlive it is copied out by a function named _dup. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

struct arena_block;
struct arena {
    struct arena_block *blocks; /* owned; newest first */
    size_t used, cap;           /* bytes */
};

enum { ARENA_CAP = 8 << 20 };

void arena_init(struct arena *a, size_t cap_bytes);
/* Frees all but one small block; under ASan the kept bytes are poisoned. */
void arena_reset(struct arena *a);
void arena_clear(struct arena *a);

/* Zeroed, aligned for any type. NULL with ERR_LIMIT over the cap, else ERR_UNAVAILABLE. */
void *arena_alloc(struct arena *a, size_t size, struct err *e) MUST_CHECK;
void *arena_array(struct arena *a, size_t count, size_t size, struct err *e) MUST_CHECK;

/* Terminated copies. NULL as arena_alloc. */
char *arena_str(struct arena *a, struct str s, struct err *e) MUST_CHECK;
char *arena_fmt(struct arena *a, struct err *e, const char *fmt, ...) PRINTF(3, 4) MUST_CHECK;
