/* The program's own malloc family in front of glibc's; counts, and fails on order. */
#include "alloc.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <stddef.h>

#include "base/err.h"

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t align, size_t n);
extern void __libc_free(void *p);

static bool armed, failed;
static enum alloc_mode how;
static long seen, fail_at, live;

void alloc_arm(long n, enum alloc_mode mode)
{
    fail_at = n;
    how = mode;
    seen = live = 0;
    failed = false;
    armed = true;
}

bool alloc_disarm(long *held)
{
    armed = false;
    *held = live;
    return failed;
}

static bool refused(void)
{
    if (!armed)
        return false;
    seen++;
    if (seen != fail_at && !(how == ALLOC_FAIL_FROM && seen > fail_at))
        return false;
    failed = true;
    errno = ENOMEM;
    return true;
}

static void *counted(void *p)
{
    if (armed && p)
        live++;
    return p;
}

void *malloc(size_t n)
{
    return refused() ? NULL : counted(__libc_malloc(n));
}

void *calloc(size_t count, size_t n)
{
    return refused() ? NULL : counted(__libc_calloc(count, n));
}

void *realloc(void *p, size_t n)
{
    if (refused())
        return NULL;
    void *q = __libc_realloc(p, n);
    if (armed && p == NULL && q)
        live++;
    else if (armed && p && n == 0)
        live--;
    return q;
}

void *memalign(size_t align, size_t n)
{
    return refused() ? NULL : counted(__libc_memalign(align, n));
}

void *aligned_alloc(size_t align, size_t n)
{
    return memalign(align, n);
}

int posix_memalign(void **out, size_t align, size_t n)
{
    void *p = memalign(align, n);

    if (!p)
        return ENOMEM;
    *out = p;
    return 0;
}

void free(void *p)
{
    if (armed && p)
        live--;
    __libc_free(p);
}
