/* The JSON writer: commas, escapes, numbers, bounds; what it writes, the reader reads. */
#include "io/json.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "unit.h"

static void writes_json(void **state)
{
    (void)state;
    static const char want[] =
        "{\"a\":1,\"b\":[true,null,\"x\\\"\\\\\\n\\u0001\\u007f\xe2\x82\xac\",-2.5,null],"
        "\"c\":{},\"d\":{\"k\":[]},\"e\":[1,2],\"f\":null}";
    struct jout w;
    struct err e = {0};
    AUTO_JSON inner = json_pack("{s:[]}", "k");

    jout_init(&w, 1000);
    jout_open(&w, '{');
    jout_name(&w, "a"), jout_int(&w, 1);
    jout_name(&w, "b"), jout_open(&w, '[');
    jout_bool(&w, true), jout_null(&w), jout_z(&w, "x\"\\\n\x01\x7f\xe2\x82\xac");
    jout_num(&w, -2.5), jout_num(&w, NAN), jout_close(&w, ']');
    jout_name(&w, "c"), jout_open(&w, '{'), jout_close(&w, '}');
    jout_name(&w, "d"), jout_json(&w, inner);
    jout_name(&w, "e"), jout_raw(&w, STR("[1,2]"));
    jout_name(&w, "f"), jout_z(&w, NULL);
    jout_close(&w, '}');
    assert_done(jout_ok(&w, &e), &e);
    assert_int_equal(jout_view(&w).n, sizeof want - 1);
    assert_memory_equal(jout_view(&w).p, want, sizeof want - 1);
    jout_reset(&w);
    assert_int_equal(jout_view(&w).n, 0);
    jout_clear(&w);
}

static void stops_at_its_bound(void **state)
{
    (void)state;
    struct jout w;
    struct err e = {0};

    for (size_t max = 0; max < 12; max++) {
        err_clear(&e);
        jout_init(&w, max);
        jout_open(&w, '['), jout_z(&w, "12345"), jout_int(&w, 1), jout_close(&w, ']');
        if (max < 11)
            assert_refused(jout_ok(&w, &e), &e, ERR_LIMIT);
        else
            assert_done(jout_ok(&w, &e), &e);
        jout_clear(&w);
    }
}

static void refuses_bytes_that_are_no_text(void **state)
{
    (void)state;
    struct jout w;
    struct err e = {0};

    jout_init(&w, 100);
    jout_text(&w, STR("\xff"));
    assert_false(jout_ok(&w, &e));
    jout_clear(&w);
}

/* Any text and number comes back as it went, through megabytes of growth. */
static void the_reader_reads_it(void **state)
{
    (void)state;
    enum { N = 5000 };
    struct jout w;
    struct err e = {0};
    struct rng r;
    char text[64];

    jout_init(&w, 8 << 20);
    rng_seed(&r, 4);
    jout_open(&w, '[');
    for (int i = 0; i < N; i++) {
        for (size_t k = 0; k < sizeof text; k++)
            text[k] = (char)(1 + rng_below(&r, 127));
        jout_text(&w, (struct str){text, sizeof text});
        jout_int(&w, (int64_t)rng_u64(&r));
    }
    jout_close(&w, ']');
    assert_done(jout_ok(&w, &e), &e);
    AUTO_JSON v = jin_parse(jout_view(&w), &e);
    assert_non_null(v);
    rng_seed(&r, 4);
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < sizeof text; k++)
            text[k] = (char)(1 + rng_below(&r, 127));
        assert_memory_equal(json_string_value(json_array_get(v, 2 * i)), text, sizeof text);
        assert_true(json_integer_value(json_array_get(v, 2 * i + 1)) == (int64_t)rng_u64(&r));
    }
    jout_clear(&w);
}

UNIT_TESTS(UNIT(writes_json), UNIT(stops_at_its_bound), UNIT(refuses_bytes_that_are_no_text),
           UNIT(the_reader_reads_it))
