/* Transactions against a real PostgreSQL: what is asked of store/tx.h, and what must hold when the
 * server refuses, goes away or comes back. tests/store/run starts the server and names its socket.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/tx.h"

static const struct stmt HOST_ADD = STMT(
    "test_host_add",
    "INSERT INTO host (tenant_id, name, address) VALUES ($1, $2, '192.0.2.1') RETURNING id", 1);
static const struct stmt HOST_COUNT =
    STMT("test_host_count", "SELECT count(*) FROM host WHERE tenant_id = $1", 0);
static const struct stmt ALL_HOSTS = STMT_SYSTEM(
    "test_all_hosts", "SELECT count(*), current_setting('app.tenant_id', true) FROM host", 0);
static const struct stmt CHECK_ADD =
    STMT("test_check_add",
         "INSERT INTO host_check (tenant_id, host_id, type, name) VALUES ($1, $2, 'tcp', 'x')", 1);
static const struct stmt INTERVAL =
    STMT("test_interval", "UPDATE host_check SET interval_s = $2 WHERE tenant_id = $1", 1);
static const struct stmt SLEEP = STMT_SYSTEM("test_sleep", "SELECT pg_sleep(2)", 0);
static const struct stmt TYPES = STMT_SYSTEM("test_types",
                                             "SELECT $1::int4, $2::int8, $3::float8, $4::bool, "
                                             "$5::timestamptz, $6::text, $7::bytea, $8::text",
                                             8);
static const struct stmt ARRAYS =
    STMT_SYSTEM("test_arrays",
                "SELECT $1::int8[]::text, $2::float8[]::text, $3::text[]::text, $4::int4[]::text, "
                "(($5::timestamptz[])[1])",
                5);

static struct db *connect_as_api(void)
{
    struct err e = {0};
    struct db_target t = {.socket_dir = getenv("TOCSIN_TEST_PG"),
                          .database = "tocsin",
                          .role = "tocsin_api",
                          .password = "",
                          .application = "tx_test",
                          .statement_timeout_ms = 300,
                          .lock_timeout_ms = 300};
    struct db *d = db_new(&t, &e);
    assert_non_null(d);
    return d;
}

static int setup(void **state)
{
    *state = connect_as_api();
    return 0;
}

static int teardown(void **state)
{
    db_free(*state);
    return 0;
}

static int64_t count(struct db *d, int32_t tenant)
{
    struct err e = {0};
    AUTO_RES r = NULL;

    assert_true(tx_once(d, tenant, &HOST_COUNT, NO_ARGS, &r, &e));
    return row_int(r, 0, 0);
}

static void commit_keeps_abort_undoes(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    struct tx t;
    int64_t before = count(d, 1);

    assert_true(tx_begin(&t, d, 1, &e));
    assert_true(tx_run(&t, &HOST_ADD, ARGS(TEXT("kept")), NULL, &e));
    assert_true(tx_commit(&t, &e));
    assert_true(tx_begin(&t, d, 1, &e));
    assert_true(tx_run(&t, &HOST_ADD, ARGS(TEXT("undone")), NULL, &e));
    tx_abort(&t);
    assert_int_equal(count(d, 1), before + 1);
}

static void a_tenant_sees_its_own_and_none_sees_nothing(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;

    assert_true(count(d, 1) > 0);
    assert_int_equal(count(d, 2), 0);
    assert_true(tx_once(d, TENANT_NONE, &ALL_HOSTS, NO_ARGS, &r, &e));
    assert_int_equal(row_int(r, 0, 0), 0);
    assert_string_equal(row_text(r, 0, 1), "");
}

static void the_tenant_does_not_outlive_its_transaction(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    struct tx t;
    AUTO_RES r = NULL;

    assert_true(tx_begin(&t, d, 1, &e));
    assert_false(tx_run(&t, &HOST_ADD, ARGS(TEXT("kept")), NULL, &e)); /* the name is taken */
    assert_int_equal(e.code, ERR_CONFLICT);
    assert_string_equal(t.constraint, "host_name_key");
    tx_abort(&t);
    err_clear(&e);
    assert_true(tx_once(d, 2, &ALL_HOSTS, NO_ARGS, &r, &e));
    assert_int_equal(row_int(r, 0, 0), 0);
    assert_string_equal(row_text(r, 0, 1), "2");
}

static void a_failed_first_use_can_be_repeated(void **state)
{
    struct err e = {0};
    struct db *d = *state;

    for (int i = 0; i < 3; i++) {
        err_clear(&e);
        assert_false(tx_once(d, 1, &CHECK_ADD, ARGS(INT8(999999)), NULL, &e));
        assert_int_equal(e.code, ERR_NOT_FOUND);
    }
}

static void refusals_have_their_codes(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES host = NULL;

    assert_true(tx_once(d, 2, &HOST_ADD, ARGS(TEXT("with a check")), &host, &e));
    assert_true(tx_once(d, 2, &CHECK_ADD, ARGS(INT8(row_int(host, 0, 0))), NULL, &e));
    assert_false(tx_once(d, 2, &INTERVAL, ARGS(INT4(0)), NULL, &e));
    assert_int_equal(e.code, ERR_INVALID);
    err_clear(&e);
    assert_false(tx_once(d, 3, &HOST_ADD, ARGS(TEXT("one too many")), NULL, &e));
    assert_int_equal(e.code, ERR_QUOTA);
    err_clear(&e);
    assert_false(tx_once(d, 1, &SLEEP, NO_ARGS, NULL, &e));
    assert_int_equal(e.code, ERR_UNAVAILABLE);
    assert_true(e.retry_after_s > 0);
}

static void values_keep_their_meaning(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    AUTO_RES r = NULL;
    const int64_t at = 1795261984919555;
    unsigned char bytes[3] = {0, 0xff, 'x'}, back[3];

    assert_true(tx_once(d, 1, &TYPES,
                        ARGS(INT4(-7), INT8(INT64_MIN), FLOAT8(-0.1), BOOL(true), TIME(at),
                             TEXT("a'b\\%"), BYTES(bytes, sizeof bytes), TEXT(NULL)),
                        &r, &e));
    assert_int_equal(row_int(r, 0, 0), -7);
    assert_true(row_int(r, 0, 1) == INT64_MIN);
    assert_true(row_double(r, 0, 2) == -0.1);
    assert_true(row_bool(r, 0, 3));
    assert_true(row_time_us(r, 0, 4) == at);
    assert_string_equal(row_text(r, 0, 5), "a'b\\%");
    assert_true(row_bytes(r, 0, 6, back, sizeof back, &e));
    assert_memory_equal(back, bytes, sizeof back);
    assert_null(row_text(r, 0, 7));
}

static void arrays_keep_their_meaning(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    struct arena mem;
    struct arg ints = {0}, reals = {0}, texts = {0}, none = {0}, times = {0};
    AUTO_RES r = NULL;
    const int64_t i8[] = {1, -2}, at[] = {1795261984919555};
    const double f8[] = {0.5, (double)__builtin_nan("")};
    const char *const z[] = {"a,\"b", NULL};

    arena_init(&mem, ARENA_CAP);
    assert_true(arg_int8s(&mem, i8, 2, &ints, &e) && arg_float8s(&mem, f8, 2, &reals, &e) &&
                arg_texts(&mem, z, 2, &texts, &e) && arg_int4s(&mem, NULL, 0, &none, &e) &&
                arg_times(&mem, at, 1, &times, &e));
    assert_true(tx_once(d, 1, &ARRAYS, ARGS(ints, reals, texts, none, times), &r, &e));
    assert_string_equal(row_text(r, 0, 0), "{1,-2}");
    assert_string_equal(row_text(r, 0, 1), "{0.5,NULL}");
    assert_string_equal(row_text(r, 0, 2), "{\"a,\\\"b\",NULL}");
    assert_string_equal(row_text(r, 0, 3), "{}");
    assert_true(row_time_us(r, 0, 4) == at[0]);
    arena_clear(&mem);
}

static const struct stmt KILL_SELF =
    STMT_SYSTEM("test_kill", "SELECT pg_terminate_backend(pg_backend_pid())", 0);

static void a_lost_connection_is_made_anew(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    struct tx t;

    assert_true(tx_begin(&t, d, 1, &e));
    assert_true(tx_run(&t, &HOST_ADD, ARGS(TEXT("lost with its connection")), NULL, &e));
    assert_false(tx_run(&t, &KILL_SELF, NO_ARGS, NULL, &e));
    assert_int_equal(e.code, ERR_UNAVAILABLE);
    tx_abort(&t);
    err_clear(&e);
    int64_t n = count(d, 1);
    assert_true(tx_once(d, 1, &HOST_ADD, ARGS(TEXT("lost with its connection")), NULL, &e));
    assert_int_equal(count(d, 1), n + 1);
}

static void one_transaction_at_a_time(void **state)
{
    struct db *d = *state;
    struct err e = {0};
    struct tx outer, inner;

    assert_true(tx_begin(&outer, d, 1, &e));
    assert_true(tx_run(&outer, &HOST_COUNT, NO_ARGS, NULL, &e));
    assert_false(tx_begin(&inner, d, 2, &e));
    assert_int_equal(e.code, ERR_INTERNAL);
    tx_abort(&outer);
}

static const struct stmt NOTIFY =
    STMT_SYSTEM("test_notify", "SELECT pg_notify('tocsin', 'job 1 2')", 0);

static void notifications_arrive_after_a_reconnection(void **state)
{
    struct db *d = *state, *other = connect_as_api();
    struct err e = {0};
    char payload[64];

    assert_true(db_listen(d, "tocsin", &e));
    assert_false(tx_once(d, 1, &KILL_SELF, NO_ARGS, NULL, &e));
    err_clear(&e);
    assert_true(db_connect(d, &e));
    assert_true(tx_once(other, 1, &NOTIFY, NO_ARGS, NULL, &e));
    int64_t until = clock_mono_ms() + 2000;
    while (!db_notification(d, payload, sizeof payload))
        assert_true(clock_mono_ms() < until);
    assert_string_equal(payload, "job 1 2");
    db_free(other);
}

enum { MANY = 1000 }; /* more than a connection holds prepared */

static void more_statements_than_are_held_prepared(void **state)
{
    struct db *d = *state;
    struct stmt *list = calloc(MANY, sizeof *list);
    char(*names)[24] = calloc(MANY, sizeof *names);

    assert_non_null(list);
    assert_non_null(names);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            struct err e = {0};
            AUTO_RES r = NULL;
            snprintf(names[i], sizeof names[i], "test_many_%d", i);
            list[i] = (struct stmt)STMT_SYSTEM(names[i], "SELECT $1::int4 + 1", 1);
            assert_true(tx_once(d, 1, &list[i], ARGS(INT4(i)), &r, &e));
            assert_int_equal(row_int(r, 0, 0), i + 1);
        }
    free(names);
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commit_keeps_abort_undoes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tenant_sees_its_own_and_none_sees_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_tenant_does_not_outlive_its_transaction, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_failed_first_use_can_be_repeated, setup, teardown),
        cmocka_unit_test_setup_teardown(refusals_have_their_codes, setup, teardown),
        cmocka_unit_test_setup_teardown(values_keep_their_meaning, setup, teardown),
        cmocka_unit_test_setup_teardown(arrays_keep_their_meaning, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lost_connection_is_made_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(one_transaction_at_a_time, setup, teardown),
        cmocka_unit_test_setup_teardown(more_statements_than_are_held_prepared, setup, teardown),
        cmocka_unit_test_setup_teardown(notifications_arrive_after_a_reconnection, setup, teardown),
    };
    return cmocka_run_group_tests_name("tx", tests, NULL, NULL);
}
