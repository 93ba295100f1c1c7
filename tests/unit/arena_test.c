/* Arenas: alignment, zeroing, the cap, reset, copies. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "unit.h"

static bool all_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena a;
    struct err e = {0};
    struct rng r;

    arena_init(&a, 1 << 20);
    rng_seed(&r, 1);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 200; i++) {
            size_t n = (size_t)rng_below(&r, 3000);
            unsigned char *p = arena_alloc(&a, n, &e);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            assert_true(all_zero(p, n));
            memset(p, 0xa5, n);
        }
        arena_reset(&a);
    }
    arena_clear(&a);
}

/* Pieces never overlap: each keeps its own pattern until the end. */
static void pieces_do_not_overlap(void **state)
{
    (void)state;
    enum { PIECES = 500 };
    struct arena a;
    struct err e = {0};
    struct rng r;
    unsigned char *p[PIECES];
    size_t n[PIECES];

    arena_init(&a, ARENA_CAP);
    rng_seed(&r, 2);
    for (int i = 0; i < PIECES; i++) {
        n[i] = (size_t)rng_below(&r, i % 10 ? 200 : 20000);
        p[i] = arena_alloc(&a, n[i], &e);
        assert_non_null(p[i]);
        memset(p[i], i & 0xff, n[i]);
    }
    for (int i = 0; i < PIECES; i++)
        for (size_t k = 0; k < n[i]; k++)
            assert_int_equal(p[i][k], i & 0xff);
    arena_clear(&a);
}

static void refuses_more_than_the_cap(void **state)
{
    (void)state;
    struct arena a;
    struct err e = {0};

    arena_init(&a, 1000);
    assert_non_null(arena_alloc(&a, 600, &e));
    assert_null(arena_alloc(&a, 401, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    err_clear(&e);
    assert_non_null(arena_alloc(&a, 400, &e));
    assert_null(arena_alloc(&a, SIZE_MAX, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    err_clear(&e);
    assert_null(arena_array(&a, SIZE_MAX / 2, 3, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    arena_reset(&a);
    err_clear(&e);
    assert_non_null(arena_alloc(&a, 1000, &e));
    arena_clear(&a);
}

static void nothing_is_also_something(void **state)
{
    (void)state;
    struct arena a;
    struct err e = {0};

    arena_init(&a, 100);
    assert_non_null(arena_alloc(&a, 0, &e));
    assert_non_null(arena_array(&a, 0, 8, &e));
    arena_clear(&a);
    arena_clear(&a); /* twice is harmless */
}

static void copies_text(void **state)
{
    (void)state;
    struct arena a;
    struct err e = {0};

    arena_init(&a, 1 << 16);
    assert_string_equal(arena_str(&a, (struct str){"abcdef", 3}, &e), "abc");
    assert_string_equal(arena_str(&a, (struct str){0}, &e), "");
    assert_string_equal(arena_fmt(&a, &e, "%d-%s", 7, "x"), "7-x");
    char *big = arena_fmt(&a, &e, "%20000d", 5);
    assert_non_null(big);
    assert_int_equal(strlen(big), 20000);
    assert_null(arena_fmt(&a, &e, "%70000d", 5));
    assert_int_equal(e.code, ERR_LIMIT);
    arena_clear(&a);
}

UNIT_TESTS(UNIT(gives_zeroed_aligned_memory), UNIT(pieces_do_not_overlap),
           UNIT(refuses_more_than_the_cap), UNIT(nothing_is_also_something), UNIT(copies_text))
