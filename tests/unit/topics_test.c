/* Topics: what they are called, what they need. */
#include "stream/topics.h"

#include <string.h>

#include "domain/permission.h"
#include "unit.h"

static void topics_are_read(void **state)
{
    (void)state;
    struct topics t = {0};
    struct err e = {0};

    assert_done(topics_parse(STR("hosts,check:5,system,host:9223372036854775807"), &t, &e), &e);
    assert_true(topics_has(&t, TOPIC_HOSTS, 0));
    assert_true(topics_has(&t, TOPIC_SYSTEM, 0));
    assert_false(topics_has(&t, TOPIC_CHECKS, 0));
    assert_true(topics_has(&t, TOPIC_CHECK, 5));
    assert_false(topics_has(&t, TOPIC_HOST, 5));
    assert_true(topics_has(&t, TOPIC_HOST, INT64_MAX));
    assert_true(topics_any(&t, TOPIC_HOST) && topics_any(&t, TOPIC_CHECK));
    assert_false(topics_any(&t, TOPIC_RUN));
    topics_clear(&t);
}

static void others_are_none(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",        ",",        "host",   "hosts:1", "check:",  "check:0",
        "check:x", "check:-1", "run:1 ", "HOSTS",   "hosts,x", "check:9223372036854775808"};

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct topics t = {0};
        struct err e = {0};
        assert_refused(topics_parse(str_of(cases[i]), &t, &e), &e, ERR_INVALID);
        assert_string_equal(e.field, "topics");
        assert_null(t.ids);
    }
}

static void each_needs_its_permissions(void **state)
{
    (void)state;
    static const struct {
        const char *topic;
        uint64_t needs;
    } cases[] = {
        {"hosts", PERM_BIT(HOST_READ)},
        {"checks", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
        {"changes", PERM_BIT(RESULT_READ)},
        {"jobs", PERM_BIT(QUEUE_READ)},
        {"system", PERM_BIT(QUEUE_READ)},
        {"host:3", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
        {"check:3", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
        {"run:3", PERM_BIT(CHECK_READ)},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct topics t = {0};
        struct err e = {0};
        char what[TOPIC_TEXT];
        assert_done(topics_parse(str_of(cases[i].topic), &t, &e), &e);
        assert_true(topics_allowed(&t, cases[i].needs, what));
        for (uint64_t bit = 1; bit < PERM_BIT(PERM__COUNT); bit <<= 1) {
            if (!(cases[i].needs & bit))
                continue;
            assert_false(topics_allowed(&t, ~bit, what));
            assert_string_equal(what, cases[i].topic);
        }
        topics_clear(&t);
    }
}

UNIT_TESTS(UNIT(topics_are_read), UNIT(others_are_none), UNIT(each_needs_its_permissions))
