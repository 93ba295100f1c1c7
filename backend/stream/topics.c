/* Topics and what each needs. */
#include "stream/topics.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/permission.h"

static const struct {
    const char *name;
    uint64_t needs;
} rows[TOPIC__COUNT] = {
    [TOPIC_HOSTS] = {"hosts", PERM_BIT(HOST_READ)},
    [TOPIC_CHECKS] = {"checks", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
    [TOPIC_CHANGES] = {"changes", PERM_BIT(RESULT_READ)},
    [TOPIC_JOBS] = {"jobs", PERM_BIT(QUEUE_READ)},
    [TOPIC_SYSTEM] = {"system", PERM_BIT(QUEUE_READ)},
    [TOPIC_HOST] = {"host", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
    [TOPIC_CHECK] = {"check", PERM_BIT(CHECK_READ) | PERM_BIT(RESULT_READ)},
    [TOPIC_RUN] = {"run", PERM_BIT(CHECK_READ)},
};

static bool wrong(struct str word, struct err *e)
{
    return err_field(e, ERR_INVALID, "topics",
                     "\"%.*s\" is no topic; there are hosts, checks, changes, jobs, system, "
                     "host:ID, check:ID and run:ID",
                     (int)(word.n < 40 && str_utf8(word) ? word.n : 0), word.p);
}

static bool read_one(struct str word, struct topic_id *out, struct err *e)
{
    struct str rest = word, name;

    if (!str_cut(&rest, ':', &name))
        return wrong(word, e);
    bool with_id = name.n < word.n;
    for (int t = 0; t < TOPIC__COUNT; t++) {
        if (!str_is(name, rows[t].name) || with_id != (t >= TOPIC_HOST))
            continue;
        out->topic = (enum topic)t;
        out->id = 0;
        return !with_id || str_int(rest, 1, INT64_MAX, &out->id) || wrong(word, e);
    }
    return wrong(word, e);
}

bool topics_parse(struct str text, struct topics *out, struct err *e)
{
    struct topic_id ids[TOPICS_IDS];
    struct topics t = {0};
    struct str word;

    if (text.n > TOPICS_TEXT)
        return err_field(e, ERR_INVALID, "topics", "more than %d bytes of topics", TOPICS_TEXT);
    while (str_cut(&text, ',', &word)) {
        struct topic_id one;
        if (!read_one(word, &one, e))
            return false;
        if (one.topic < TOPIC_HOST)
            t.bits |= 1U << one.topic;
        else if (t.n < TOPICS_IDS)
            ids[t.n++] = one;
        else
            return err_field(e, ERR_INVALID, "topics", "more than %d hosts, checks and runs",
                             TOPICS_IDS);
    }
    if (t.bits == 0 && t.n == 0)
        return err_field(e, ERR_INVALID, "topics", "name what to listen to: topics=hosts,checks");
    if (t.n) {
        t.ids = malloc(t.n * sizeof *t.ids);
        if (!t.ids)
            return err_set(e, ERR_UNAVAILABLE, "out of memory");
        memcpy(t.ids, ids, t.n * sizeof *t.ids);
    }
    *out = t;
    return true;
}

void topics_clear(struct topics *t)
{
    free(t->ids);
    *t = (struct topics){0};
}

bool topics_has(const struct topics *t, enum topic topic, int64_t id)
{
    if (topic < TOPIC_HOST)
        return t->bits >> topic & 1;
    for (size_t i = 0; i < t->n; i++)
        if (t->ids[i].topic == topic && t->ids[i].id == id)
            return true;
    return false;
}

bool topics_any(const struct topics *t, enum topic topic)
{
    if (topic < TOPIC_HOST)
        return t->bits >> topic & 1;
    for (size_t i = 0; i < t->n; i++)
        if (t->ids[i].topic == topic)
            return true;
    return false;
}

void topics_name(struct topic_id t, char out[TOPIC_TEXT])
{
    if (t.topic < TOPIC_HOST)
        snprintf(out, TOPIC_TEXT, "%s", rows[t.topic].name);
    else
        snprintf(out, TOPIC_TEXT, "%s:%" PRId64, rows[t.topic].name, t.id);
}

bool topics_allowed(const struct topics *t, uint64_t may, char what[TOPIC_TEXT])
{
    for (int k = 0; k < TOPIC_HOST; k++)
        if ((t->bits >> k & 1) && (rows[k].needs & ~may)) {
            topics_name((struct topic_id){(enum topic)k, 0}, what);
            return false;
        }
    for (size_t i = 0; i < t->n; i++)
        if (rows[t->ids[i].topic].needs & ~may) {
            topics_name(t->ids[i], what);
            return false;
        }
    return true;
}
