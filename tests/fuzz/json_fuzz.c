/* JSON of any bytes: what is taken has bounded depth and survives being written and read again. */
#include "fuzz.h"
#include "io/json.h"

static size_t depth(const json_t *v)
{
    size_t deepest = 0, i;
    const char *name;
    json_t *inner;

    if (json_is_array(v))
        json_array_foreach((json_t *)v, i, inner)
        {
            size_t d = depth(inner);
            deepest = d > deepest ? d : deepest;
        }
    else if (json_is_object(v))
        json_object_foreach((json_t *)v, name, inner)
        {
            size_t d = depth(inner);
            deepest = d > deepest ? d : deepest;
        }
    else
        return 0;
    return deepest + 1;
}

static void read_members(const json_t *v)
{
    struct err e = {0};
    struct jin in = jin_open(v, &e);

    jin_str(&in, "name", 1, 80);
    jin_int(&in, "interval_s", 10, 86400);
    jin_num_or(&in, "x", 0, 1, 0.5);
    jin_bool_or(&in, "on", false);
    jin_any(&in, "params");
    fuzz_hold(jin_done(&in) == (e.code == ERR_NONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct err e = {0};
    AUTO_JSON v = jin_parse((struct str){(const char *)data, n}, &e);

    if (!v) {
        fuzz_hold(e.code == ERR_MALFORMED);
        return 0;
    }
    fuzz_hold(depth(v) <= JIN_DEPTH);
    read_members(v);
    struct jout w;
    jout_init(&w, 16 << 20);
    jout_json(&w, v);
    fuzz_hold(jout_ok(&w, &e));
    AUTO_JSON again = jin_parse(jout_view(&w), &e);
    fuzz_hold(again && json_equal(v, again));
    jout_clear(&w);
    return 0;
}
