/* A capped bump allocator. Invariant: `used` is the sum of all bytes handed out since reset. */
#include "base/arena.h"
#include "base/size.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { BLOCK_MIN = 16 << 10, ALIGN = _Alignof(max_align_t) };

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t cap_bytes)
{
    *a = (struct arena){.cap = cap_bytes};
}

static void block_free(struct arena_block *b)
{
    UNPOISON(b->bytes, b->size);
    free(b);
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = NULL;

    while (a->blocks) {
        struct arena_block *b = a->blocks;
        a->blocks = b->next;
        if (!keep && b->size == BLOCK_MIN)
            keep = b;
        else
            block_free(b);
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
        POISON(keep->bytes, keep->size);
    }
    a->blocks = keep;
    a->used = 0;
}

void arena_clear(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *b = a->blocks;
        a->blocks = b->next;
        block_free(b);
    }
    *a = (struct arena){.cap = a->cap};
}

static struct arena_block *block_new(struct arena *a, size_t need, struct err *e)
{
    size_t size = need > BLOCK_MIN ? need : BLOCK_MIN;
    struct arena_block *b = malloc(sizeof *b + size);

    if (!b) {
        err_set(e, ERR_UNAVAILABLE, "out of memory");
        return NULL;
    }
    *b = (struct arena_block){.size = size};
    POISON(b->bytes, b->size);
    /* A large block goes behind the current one, which may still have room. */
    if (a->blocks && need > BLOCK_MIN / 4) {
        b->next = a->blocks->next;
        a->blocks->next = b;
    } else {
        b->next = a->blocks;
        a->blocks = b;
    }
    return b;
}

void *arena_alloc(struct arena *a, size_t size, struct err *e)
{
    if (size > a->cap || a->used > a->cap - size) {
        err_set(e, ERR_LIMIT, "this needs more than %zu bytes of memory", a->cap);
        return NULL;
    }
    size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct arena_block *b = a->blocks;
    if (!b || b->size - b->used < need)
        b = block_new(a, need, e);
    if (!b)
        return NULL;
    void *p = b->bytes + b->used;
    UNPOISON(p, size);
    b->used += need;
    a->used += size;
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size, struct err *e)
{
    size_t n;

    if (!size_mul(count, size, &n)) {
        err_set(e, ERR_LIMIT, "this needs more memory than there is");
        return NULL;
    }
    return arena_alloc(a, n, e);
}

char *arena_str(struct arena *a, struct str s, struct err *e)
{
    char *z = s.n < SIZE_MAX ? arena_alloc(a, s.n + 1, e) : NULL;

    if (z && s.n)
        memcpy(z, s.p, s.n);
    return z;
}

char *arena_fmt(struct arena *a, struct err *e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *z = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1, e);
    if (!z)
        return NULL;
    va_start(ap, fmt);
    vsnprintf(z, (size_t)n + 1, fmt, ap);
    va_end(ap);
    return z;
}
