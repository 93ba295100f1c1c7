/* Percentiles against sorted values, and what leaves the minute. */
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "domain/lag.h"
#include "unit.h"

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void percentiles_are_near(void **state)
{
    enum { N = 2000 };
    static const int64_t scales[] = {1, 10, 100, 5000, 2000000};
    int64_t values[N];
    struct rng r;

    (void)state;
    rng_seed(&r, 11);
    for (size_t s = 0; s < sizeof scales / sizeof *scales; s++) {
        struct lag lag = {0};
        struct lag_summary got;
        for (int i = 0; i < N; i++) {
            values[i] = (int64_t)rng_below(&r, (uint64_t)scales[s] + 1);
            lag_push(&lag, 100000 + i * 20, values[i]);
        }
        qsort(values, N, sizeof *values, by_value);
        assert_true(lag_read(&lag, 100000 + N * 20, &got));
        assert_int_equal(got.n, N);
        assert_int_equal(got.most_ms, values[N - 1]);
        assert_in_range((uint64_t)got.p50_ms, (uint64_t)values[N / 2 - 1],
                        (uint64_t)(values[N / 2 - 1] * 5 / 4 + 1));
        assert_in_range((uint64_t)got.p99_ms, (uint64_t)values[N * 99 / 100 - 1],
                        (uint64_t)(values[N * 99 / 100 - 1] * 5 / 4 + 1));
    }
}

static void a_minute_later_all_is_forgotten(void **state)
{
    struct lag lag = {0};
    struct lag_summary got;

    (void)state;
    assert_false(lag_read(&lag, 5, &got));
    lag_push(&lag, 5, 900);
    lag_push(&lag, 30000, -3);
    assert_true(lag_read(&lag, 30001, &got));
    assert_int_equal(got.most_ms, 900);
    assert_int_equal(got.p50_ms, 0);
    assert_true(lag_read(&lag, 65000, &got));
    assert_int_equal(got.n, 1);
    assert_int_equal(got.most_ms, 0);
    assert_false(lag_read(&lag, 95000, &got));
}

static void no_value_is_too_large(void **state)
{
    struct lag lag = {0};
    struct lag_summary got;

    (void)state;
    lag_push(&lag, 1, INT64_MAX);
    assert_true(lag_read(&lag, 1, &got));
    assert_int_equal(got.most_ms, INT64_MAX);
}

UNIT_TESTS(UNIT(percentiles_are_near), UNIT(a_minute_later_all_is_forgotten),
           UNIT(no_value_is_too_large))
