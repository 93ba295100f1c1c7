/* Statements that are not waited for, against a real PostgreSQL: answers, refusals, big ones, a
 * lost connection. tests/store/run starts the server and names its socket. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/later.h"

static const struct stmt LENGTH = STMT_SYSTEM("test_length", "SELECT length($1), $2::int8", 2);
static const struct stmt DIVIDE = STMT_SYSTEM("test_divide", "SELECT 1 / $1::int4", 1);
static const struct stmt SLEEP = STMT_SYSTEM("test_later_sleep", "SELECT pg_sleep(0.3)", 0);
static const struct stmt TENANT =
    STMT_SYSTEM("test_later_tenant", "SELECT current_setting('app.tenant_id', true)", 0);
static const struct stmt DIE =
    STMT_SYSTEM("test_later_die", "SELECT pg_terminate_backend(pg_backend_pid())", 0);

static struct db *new_db(void)
{
    struct err e = {0};
    struct db_target t = {.socket_dir = getenv("TOCSIN_TEST_PG"),
                          .database = "tocsin",
                          .role = "tocsin_api",
                          .password = "",
                          .application = "later_test",
                          .statement_timeout_ms = 2000,
                          .lock_timeout_ms = 300};
    struct db *d = db_new(&t, &e);

    assert_non_null(d);
    return d;
}

static void wait_for(const struct db *d, short events)
{
    struct pollfd p = {db_fd(d), events, 0};

    assert_int_equal(poll(&p, 1, 3000), 1);
}

static void open_it(struct db *d)
{
    struct err e = {0};
    enum db_opening step = db_open_start(d, &e);

    while (step == DB_WANTS_READ || step == DB_WANTS_WRITE) {
        wait_for(d, step == DB_WANTS_READ ? POLLIN : POLLOUT);
        step = db_open_poll(d, &e);
    }
    assert_int_equal(step, DB_OPEN);
}

static int setup(void **state)
{
    *state = new_db();
    open_it(*state);
    return 0;
}

static int teardown(void **state)
{
    db_free(*state);
    return 0;
}

static enum later finish(struct db *d, PGresult **r, struct err *e)
{
    enum later got;

    while ((got = later_poll(d, r, e)) == LATER_WAITING)
        wait_for(d, (short)(POLLIN | (later_unsent(d) ? POLLOUT : 0)));
    return got;
}

static void answers_come_later(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;

    for (int64_t i = 0; i < 3; i++) { /* prepared by the first */
        assert_true(later_send(d, TENANT_NONE, &LENGTH, ARGS(TEXT("four"), INT8(i)), &e));
        assert_int_equal(finish(d, &r, &e), LATER_DONE);
        assert_int_equal(row_int(r, 0, 0), 4);
        assert_int_equal(row_int(r, 0, 1), i);
        row_clear(&r);
        r = NULL;
    }
}

static void it_does_not_wait(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;
    int64_t begin = clock_mono_ms();

    assert_true(later_send(d, TENANT_NONE, &SLEEP, NO_ARGS, &e));
    assert_int_equal(later_poll(d, &r, &e), LATER_WAITING);
    assert_true(clock_mono_ms() - begin < 200);
    assert_false(later_send(d, TENANT_NONE, &SLEEP, NO_ARGS, &e)); /* one at a time */
    err_clear(&e);
    assert_int_equal(finish(d, &r, &e), LATER_DONE);
    assert_true(clock_mono_ms() - begin >= 300);
}

static void more_than_a_socket_holds(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;
    size_t n = 6 << 20;
    char *big = malloc(n + 1);

    assert_non_null(big);
    memset(big, 'x', n);
    big[n] = '\0';
    assert_true(later_send(d, TENANT_NONE, &LENGTH, ARGS(TEXT(big), INT8(1)), &e));
    free(big);
    assert_true(later_unsent(d));
    assert_int_equal(finish(d, &r, &e), LATER_DONE);
    assert_int_equal(row_int(r, 0, 0), (int64_t)n);
}

static void a_refusal_leaves_the_connection_usable(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;

    assert_true(later_send(d, TENANT_NONE, &DIVIDE, ARGS(INT4(0)), &e));
    assert_int_equal(finish(d, &r, &e), LATER_FAILED);
    assert_int_equal(e.code, ERR_INTERNAL);
    err_clear(&e);
    assert_true(later_send(d, TENANT_NONE, &DIVIDE, ARGS(INT4(1)), &e));
    assert_int_equal(finish(d, &r, &e), LATER_DONE);
}

static void the_tenant_is_of_one_statement_only(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES with = NULL;
    AUTO_RES without = NULL;

    assert_true(later_send(d, 2, &TENANT, NO_ARGS, &e));
    assert_int_equal(finish(d, &with, &e), LATER_DONE);
    assert_string_equal(row_text(with, 0, 0), "2");
    assert_true(tx_once(d, TENANT_NONE, &TENANT, NO_ARGS, &without, &e)); /* and waits again */
    assert_string_equal(row_text(without, 0, 0), "");
}

static void a_lost_connection_is_an_answer_too(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;

    assert_true(later_send(d, TENANT_NONE, &DIE, NO_ARGS, &e));
    assert_int_equal(finish(d, &r, &e), LATER_FAILED);
    assert_int_equal(e.code, ERR_UNAVAILABLE);
    err_clear(&e);
    assert_int_equal(later_poll(d, &r, &e), LATER_FAILED); /* nothing comes any more */
    open_it(d);
    err_clear(&e);
    assert_true(later_send(d, TENANT_NONE, &DIVIDE, ARGS(INT4(1)), &e));
    assert_int_equal(finish(d, &r, &e), LATER_DONE);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(answers_come_later),
        CASE(it_does_not_wait),
        CASE(more_than_a_socket_holds),
        CASE(a_refusal_leaves_the_connection_usable),
        CASE(the_tenant_is_of_one_statement_only),
        CASE(a_lost_connection_is_an_answer_too),
    };
    return cmocka_run_group_tests_name("later", tests, NULL, NULL);
}
