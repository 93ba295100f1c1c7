/* What somebody gives the command line to create, and what a stream tells it: any bytes. What is
 * taken as YAML is the same again after it was written as YAML. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/given.h"
#include "cli/show_yaml.h"
#include "cli/sse.h"
#include "cli/yaml_in.h"
#include "fuzz.h"

static bool has_real(const json_t *v)
{
    const char *name;
    json_t *member;
    size_t i;

    json_object_foreach((json_t *)v, name, member)
    {
        if (has_real(member))
            return true;
    }
    json_array_foreach(v, i, member)
    {
        if (has_real(member))
            return true;
    }
    return json_is_real(v);
}

static void comes_back(const json_t *v)
{
    struct err e = {0};
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);

    if (!f)
        return;
    show_yaml(f, v, 0);
    fclose(f);
    json_t *again = yaml_in_read((struct str){text, n}, &e);
    fuzz_hold(again && json_array_size(again) == 1);
    fuzz_hold(has_real(v) || json_equal(json_array_get(again, 0), v));
    json_decref(again);
    free(text);
}

static bool hear(const char *name, struct str data, void *context)
{
    size_t *events = context;

    fuzz_hold(name[0] && data.n < SSE_MAX);
    return ++*events < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = {(const char *)data, n};
    struct err e = {0};
    size_t events = 0, step = n ? data[0] % 16u + 1 : 1;
    struct sse s = {.event = hear, .context = &events};

    json_t *given = given_text(text, "input", &e);
    if (given)
        comes_back(given);
    json_decref(given);
    for (size_t i = 0; i < n && sse_feed(&s, text.p + i, n - i < step ? n - i : step); i += step)
        continue;
    sse_clear(&s);
    return 0;
}
