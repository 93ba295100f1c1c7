/* Heads of requests to the stream, and the topics they name. */
#include <string.h>

#include "fuzz.h"
#include "stream/head.h"
#include "stream/topics.h"

static bool inside(struct str s, const uint8_t *data, size_t n)
{
    const char *from = (const char *)data;

    return !s.p || (s.p >= from && s.p + s.n <= from + n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char topics[TOPICS_TEXT + 1], what[TOPIC_TEXT];
    struct topics t = {0};
    struct err e = {0};
    struct head h;
    bool found;

    if (!head_whole((const char *)data, n) ||
        !head_read((struct str){(const char *)data, n}, &h, &e))
        return 0;
    fuzz_hold(inside(h.path, data, n) && inside(h.query, data, n) &&
              inside(h.authorization, data, n) && inside(h.address, data, n));
    fuzz_hold(h.path.n > 0 && h.path.p[0] == '/');
    if (!head_query(&h, "topics", topics, sizeof topics, &found, &e) || !found)
        return 0;
    fuzz_hold(strlen(topics) <= TOPICS_TEXT);
    if (!topics_parse(str_of(topics), &t, &e))
        return 0;
    fuzz_hold(t.n <= TOPICS_IDS && (t.n > 0 || t.bits > 0));
    fuzz_hold(!topics_allowed(&t, 0, what) && strlen(what) > 0);
    topics_clear(&t);
    return 0;
}
