/* The contract every kind of check keeps, without an edit here for a new one; and plans. */
#include "checks/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks/kind.h"
#include "unit.h"

static void every_kind_keeps_the_contract(void **state)
{
    (void)state;

    assert_non_null(check_registry[0]);
    for (size_t i = 0; check_registry[i]; i++) {
        const struct check_kind *k = check_registry[i];
        assert_ptr_equal(check_find(str_of(check_name(k))), k);
        if (i > 0)
            assert_true(strcmp(check_name(check_registry[i - 1]), check_name(k)) < 0);
        assert_true(strlen(check_summary(k)) > 10);
        assert_int_equal(k->start == NULL, check_is_passive(k));
        if (k->start) {
            assert_non_null(k->stop);
            assert_non_null(k->late);
        }
    }
    assert_null(check_find(STR("nonsense")));
}

static void every_row_is_whole(void **state)
{
    (void)state;

    for (size_t i = 0; check_registry[i]; i++)
        for (const struct param *p = check_params(check_registry[i]); p->name; p++) {
            struct err e = {0};
            size_t n = strlen(p->help);
            assert_true(n > 10 && p->help[n - 1] == '.');
            assert_ptr_equal(param_find(check_params(check_registry[i]), str_of(p->name)), p);
            assert_true(p->max >= p->min);
            assert_int_equal(p->type == PARAM_ENUM, p->choices != NULL);
            assert_false(p->required && p->def);
            if (p->def)
                assert_done(param_check_text(p, str_of(p->def), &e), &e);
        }
}

/* JSON of a wrong type for a row, one above its bounds, and NULL where there is none. */
static json_t *beyond(const struct param *p)
{
    if (p->type == PARAM_INT)
        return json_integer((json_int_t)p->max + 1);
    if (p->type == PARAM_NUMBER)
        return json_real(p->max * 2 + 1);
    if (p->type == PARAM_ENUM)
        return json_string("no such choice");
    if (p->type != PARAM_STRING)
        return json_integer(7);
    size_t n = (size_t)p->max + 1;
    char *text = malloc(n);
    assert_non_null(text);
    memset(text, 'a', n);
    json_t *j = json_stringn(text, n);
    free(text);
    return j;
}

/* What a required row must have so that another row's mistake is the only one. */
static json_t *with_required(const struct param *rows)
{
    json_t *o = json_object();

    for (; rows->name; rows++) {
        struct str rest = str_of(rows->choices), first;
        if (!rows->required)
            continue;
        if (rows->type == PARAM_ENUM && str_cut(&rest, '|', &first))
            json_object_set_new(o, rows->name, json_stringn(first.p, first.n));
        else if (rows->type == PARAM_INT)
            json_object_set_new(o, rows->name, json_integer((json_int_t)rows->min));
        else
            json_object_set_new(o, rows->name, json_string("a"));
    }
    return o;
}

static void every_row_refuses_wrong_values(void **state)
{
    (void)state;

    for (size_t i = 0; check_registry[i]; i++)
        for (const struct param *p = check_params(check_registry[i]); p->name; p++) {
            json_t *values[] = {beyond(p), json_null(),
                                p->type == PARAM_STRING ? json_integer(1) : json_string("x")};
            for (size_t v = 0; v < COUNT(values); v++) {
                struct err e = {0};
                json_t *o = with_required(check_params(check_registry[i]));
                json_object_set_new(o, p->name, values[v]);
                assert_null(check_plan_new(check_registry[i], o, &e));
                assert_int_equal(e.code, ERR_INVALID);
                assert_string_equal(e.field, p->name);
                json_decref(o);
            }
        }
}

static void plans_take_defaults_and_refuse_strangers(void **state)
{
    (void)state;
    const struct check_kind *http = check_find(STR("http"));
    struct err e = {0};
    struct check_plan *plan = check_plan_new(http, NULL, &e);

    assert_non_null(plan);
    check_plan_free(plan);
    check_plan_free(NULL);
    json_t *o = json_pack("{s:i}", "nonsense", 1), *list = json_array();
    assert_null(check_plan_new(http, o, &e));
    assert_int_equal(e.code, ERR_INVALID);
    err_clear(&e);
    assert_null(check_plan_new(http, list, &e));
    assert_int_equal(e.code, ERR_INVALID);
    json_decref(o);
    json_decref(list);
    err_clear(&e);
    assert_null(check_plan_new(check_find(STR("tcp")), NULL, &e)); /* the port is required */
    assert_string_equal(e.field, "port");
}

static void stored_text_is_read_or_refused(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "{",   "[]", "{\"grace_s\":1}x", "{\"grace_s\":1,\"grace_s\":2}", "{\"grace_s\":1e999}",
        "null"};
    const struct check_kind *heartbeat = check_find(STR("heartbeat"));

    for (size_t i = 0; i < COUNT(broken); i++) {
        struct err e = {0};
        assert_null(check_plan_read(heartbeat, str_of(broken[i]), &e));
        assert_true(e.code == ERR_INTERNAL || e.code == ERR_INVALID);
    }
    static const struct {
        const char *text;
        int64_t grace;
    } good[] = {{"", 0}, {"{}", 0}, {"{\"grace_s\":86400}", 86400}};
    for (size_t i = 0; i < COUNT(good); i++) {
        struct err e = {0};
        struct check_plan *p = check_plan_read(heartbeat, str_of(good[i].text), &e);
        assert_done(p, &e);
        assert_true(check_plan_int(p, "grace_s") == good[i].grace);
        assert_true(check_plan_int(p, "nothing") == 0);
        check_plan_free(p);
    }
}

static void results_are_bounded_and_clean(void **state)
{
    (void)state;
    struct check_result r = {0};

    check_result_set(&r, STATUS_UP, "ignored", "a\r\nb\x01 %s", "\xc3\xa9");
    assert_null(r.reason);
    assert_string_equal(r.message, "a  b  \xc3\xa9");
    check_result_set(&r, STATUS_DOWN, "why", "%s", "\xff\xfe tail");
    assert_string_equal(r.reason, "why");
    assert_true(str_utf8(str_of(r.message)));
    char longest[600];
    memset(longest, 'x', sizeof longest);
    memcpy(longest + CHECK_MESSAGE - 2, "\xc3\xa9", 2);
    longest[sizeof longest - 1] = '\0';
    check_result_set(&r, STATUS_DOWN, "why", "%s", longest);
    assert_true(strlen(r.message) < CHECK_MESSAGE && str_utf8(str_of(r.message)));
    check_result_number(&r, "nan", NAN);
    check_result_text(&r, "text", "a\nb");
    check_result_bool(&r, "yes", true);
    for (int i = 0; i < 40; i++)
        check_result_int(&r, "n", i);
    for (int i = 0; i < 10; i++)
        check_result_text(&r, "long", longest);
    assert_int_equal(r.facts_n, CHECK_FACTS);
    json_t *details = check_result_details(&r);
    assert_string_equal(json_string_value(json_object_get(details, "text")), "a b");
    assert_true(json_is_true(json_object_get(details, "yes")));
    assert_null(json_object_get(details, "nan"));
    json_decref(details);
}

static void never(const struct check_result *r, void *data)
{
    (void)r;
    (void)data;
    fail_msg("a cancelled run has called back");
}

static void cancels_and_refuses(void **state)
{
    (void)state;
    struct check_lab *lab;
    struct err e = {0};
    uv_loop_t loop;
    struct check_plan *plan;
    json_t *params = json_pack("{s:i}", "port", 9);

    assert_int_equal(uv_loop_init(&loop), 0);
    lab = check_lab_new(&(struct check_lab_options){.loop = &loop, .resolvers = "127.0.0.1:9"}, &e);
    assert_non_null(lab);
    plan = check_plan_new(check_find(STR("tcp")), params, &e);
    struct check_job job = {.plan = plan, .host = "127.0.0.1", .timeout_ms = 500, .done = never};
    check_cancel(check_start(lab, &job, &e));
    for (int i = 0; i < 3; i++) {
        struct check_run *run = check_start(lab, &job, &e);
        assert_non_null(run);
        assert_int_equal(check_lab_in_flight(lab), i + 1);
    }
    job.host = "not a host";
    assert_null(check_start(lab, &job, &e));
    assert_int_equal(e.code, ERR_INVALID);
    err_clear(&e);
    job.host = "127.0.0.1";
    job.timeout_ms = 0;
    assert_null(check_start(lab, &job, &e));
    assert_int_equal(e.code, ERR_INVALID);
    check_plan_free(plan); /* its runs hold it */
    check_lab_free(lab);
    check_lab_free(NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&loop), 0);
    json_decref(params);
}

UNIT_TESTS(UNIT(every_kind_keeps_the_contract), UNIT(every_row_is_whole),
           UNIT(every_row_refuses_wrong_values), UNIT(plans_take_defaults_and_refuse_strangers),
           UNIT(stored_text_is_read_or_refused), UNIT(results_are_bounded_and_clean),
           UNIT(cancels_and_refuses))
