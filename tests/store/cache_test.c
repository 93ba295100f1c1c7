/* The cache against a real Redis that comes and goes: absent is quick and quiet, and the way back
 * needs no help. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/cache.h"

static char dir[] = "/tmp/tocsin-cache.XXXXXX", socket_path[64];
static pid_t redis;

static struct cache *fresh(void)
{
    struct err e = {0};
    struct cache_target t = {.socket = socket_path, .timeout_ms = 200};
    struct cache *c = cache_new(&t, &e);

    assert_non_null(c);
    return c;
}

static void start_redis(void)
{
    redis = fork();
    assert_true(redis >= 0);
    if (redis == 0) {
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_path, "--dir",
               dir, "--save", "", "--logfile", "/dev/null", (char *)NULL);
        _exit(127);
    }
    int64_t until = clock_mono_ms() + 5000;
    bool up = false;
    while (!up) {
        assert_true(clock_mono_ms() < until);
        struct cache *c = fresh();
        up = access(socket_path, F_OK) == 0 && cache_alive(c);
        cache_free(c);
        usleep(10000);
    }
}

static void stop_redis(void)
{
    kill(redis, SIGKILL);
    waitpid(redis, NULL, 0);
}

static int setup(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    snprintf(socket_path, sizeof socket_path, "%s/s", dir);
    signal(SIGPIPE, SIG_IGN); /* as every program does through proc_signals */
    start_redis();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stop_redis();
    unlink(socket_path);
    return rmdir(dir);
}

static void bytes_come_back_as_they_went(void **state)
{
    (void)state;
    struct cache *c = fresh();
    struct arena mem;
    const char value[] = "\r\n\0\xff %s";
    struct str got;

    arena_init(&mem, ARENA_CAP);
    assert_true(cache_set(c, "t:1:a b\r\n", (struct str){value, sizeof value}, 5000));
    assert_true(cache_get(c, "t:1:a b\r\n", &mem, &got));
    assert_int_equal(got.n, sizeof value);
    assert_memory_equal(got.p, value, sizeof value);
    assert_true(cache_del(c, "t:1:a b\r\n"));
    assert_false(cache_get(c, "t:1:a b\r\n", &mem, &got));
    arena_clear(&mem);
    cache_free(c);
}

static void values_and_counters_expire(void **state)
{
    (void)state;
    struct cache *c = fresh();
    struct arena mem;
    struct str got;
    int64_t n = 0;

    arena_init(&mem, ARENA_CAP);
    assert_true(cache_set(c, "t:1:short", STR("x"), 30));
    assert_true(cache_count(c, "p:n", 1, 30, &n) && n == 1);
    assert_true(cache_count(c, "p:n", 1, 30, &n) && n == 2);
    usleep(60000);
    assert_false(cache_get(c, "t:1:short", &mem, &got));
    assert_true(cache_count(c, "p:n", 1, 30, &n) && n == 1);
    arena_clear(&mem);
    cache_free(c);
}

static void absent_is_quick_and_the_way_back_needs_no_help(void **state)
{
    (void)state;
    struct cache *c = fresh();
    int64_t n, start;

    assert_true(cache_alive(c));
    stop_redis();
    start = clock_mono_ms();
    for (int i = 0; i < 1000; i++)
        assert_false(cache_count(c, "p:gone", 1, 1000, &n));
    assert_true(clock_mono_ms() - start < 500);
    start_redis();
    usleep(1100000); /* one try a second */
    assert_true(cache_count(c, "p:gone", 1, 1000, &n));
    cache_free(c);
}

static void a_stopped_redis_costs_one_timeout(void **state)
{
    (void)state;
    struct cache *c = fresh();

    assert_true(cache_alive(c));
    kill(redis, SIGSTOP);
    int64_t start = clock_mono_ms();
    assert_false(cache_alive(c));
    assert_false(cache_alive(c));
    int64_t took = clock_mono_ms() - start;
    kill(redis, SIGCONT);
    assert_in_range(took, 150, 400);
    cache_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_back_as_they_went),
        cmocka_unit_test(values_and_counters_expire),
        cmocka_unit_test(absent_is_quick_and_the_way_back_needs_no_help),
        cmocka_unit_test(a_stopped_redis_costs_one_timeout),
    };
    signal(SIGPIPE, SIG_IGN); /* as every process of ours does */
    return cmocka_run_group_tests_name("cache", tests, setup, teardown);
}
