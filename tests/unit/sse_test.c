/* Server-sent events, however they are cut. */
#include "cli/sse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

struct heard {
    char text[400];
    size_t n, stop_after, events;
};

static bool hear(const char *name, struct str data, void *context)
{
    struct heard *h = context;

    h->n +=
        (size_t)snprintf(h->text + h->n, sizeof h->text - h->n, "%s=%.*s;", name, STR_ARG(data));
    return ++h->events != h->stop_after;
}

static const char STREAM[] = ": beat\n\n"
                             "id: 7\nevent: hosts\ndata: {\"a\":1}\n\n"
                             "data: one\r\ndata:two\r\n\r\n"
                             "event: nothing\n\n"
                             "id\ndata\n\n"
                             "event: cut\ndata: never ends";

static void reads_it_whole_and_byte_by_byte(void **state)
{
    (void)state;
    for (size_t step = 1; step < sizeof STREAM; step++) {
        struct heard h = {.n = 0};
        struct sse s = {.event = hear, .context = &h};
        for (size_t i = 0; i < sizeof STREAM - 1; i += step) {
            size_t left = sizeof STREAM - 1 - i;
            assert_true(sse_feed(&s, STREAM + i, left < step ? left : step));
        }
        assert_string_equal(h.text, "hosts={\"a\":1};message=one\ntwo;message=;");
        assert_string_equal(s.id, "");
        sse_clear(&s);
    }
}

static void keeps_the_id_and_stops_when_told(void **state)
{
    (void)state;
    struct heard h = {.stop_after = 1};
    struct sse s = {.event = hear, .context = &h};

    assert_false(sse_feed(&s, STREAM, sizeof STREAM - 1));
    assert_int_equal(h.events, 1);
    assert_string_equal(s.id, "7");
    sse_reset(&s);
    assert_string_equal(s.id, "7");
    sse_clear(&s);
}

static void is_bounded(void **state)
{
    (void)state;
    struct heard h = {.n = 0};
    struct sse s = {.event = hear, .context = &h};
    static char many[64 * 1024];
    size_t fed = 0;

    memset(many, 'x', sizeof many);
    while (sse_feed(&s, many, sizeof many))
        fed += sizeof many;
    assert_true(fed <= SSE_MAX);
    sse_clear(&s);
    fed = 0;
    for (; sse_feed(&s, "data: ", 6) && sse_feed(&s, many, 1000) && sse_feed(&s, "\n", 1);
         fed += 1000)
        continue;
    assert_true(fed <= SSE_MAX);
    sse_clear(&s);
}

UNIT_TESTS(UNIT(reads_it_whole_and_byte_by_byte), UNIT(keeps_the_id_and_stops_when_told),
           UNIT(is_bounded))
