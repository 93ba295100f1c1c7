/* Reading and writing JSON without memory. */
#include <string.h>

#include "io/json.h"
#include "scenario.h"

static const char text[] = "{\"name\":\"web\",\"labels\":{\"a\":\"1\",\"b\":\"2\",\"c\":"
                           "\"\\u20ac\"},\"list\":[1,2,3,4,5,6,7,8,9,"
                           "10,11,12,13,14,15,16,17],\"x\":1.5}";

static enum outcome refused(const struct err *e)
{
    return e->code == ERR_UNAVAILABLE ? REFUSED : WRONG;
}

static enum outcome read_and_write(void)
{
    struct err e = {0};
    AUTO_JSON v = jin_parse((struct str){text, sizeof text - 1}, &e);

    if (!v) /* jansson takes some losses of memory for the end of the text: a refusal all the same
             */
        return e.code == ERR_MALFORMED ? REFUSED : refused(&e);
    struct jin in = jin_open(v, &e);
    const char *name = jin_str(&in, "name", 1, 10);
    const json_t *labels = jin_object(&in, "labels");
    const json_t *list = jin_array(&in, "list", 20);
    double x = jin_num(&in, "x", 0, 2);
    if (!jin_done(&in) || strcmp(name, "web") != 0 || json_object_size(labels) != 3 ||
        json_array_size(list) != 17 || x < 1.4)
        return WRONG;
    struct jout w;
    jout_init(&w, 1 << 20);
    jout_json(&w, v);
    for (int i = 0; i < 3000; i++)
        jout_z(&w, "more than a few bytes");
    enum outcome r = jout_ok(&w, &e) ? WORKED : refused(&e);
    jout_clear(&w);
    return r;
}

const struct scenario torture_json[] = {
    {.name = "JSON", .run = read_and_write},
    {0},
};
