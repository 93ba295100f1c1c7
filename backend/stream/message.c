/* Messages and the frames of text/event-stream. */
#include "stream/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct message *make(struct str head, struct str body, struct str tail)
{
    struct message *m = malloc(sizeof *m + head.n + body.n + tail.n);

    if (!m)
        return NULL;
    m->refs = 1;
    m->n = head.n + body.n + tail.n;
    memcpy(m->p, head.p, head.n);
    memcpy(m->p + head.n, body.p, body.n);
    memcpy(m->p + head.n + body.n, tail.p, tail.n);
    return m;
}

struct message *message_new(struct str text)
{
    return make(text, STR(""), STR(""));
}

struct message *message_event(const char *name, int64_t id, struct str data)
{
    char head[80];
    int n = id ? snprintf(head, sizeof head, "id: %" PRId64 "\nevent: %s\ndata: ", id, name)
               : snprintf(head, sizeof head, "event: %s\ndata: ", name);

    return make((struct str){head, (size_t)n}, data, STR("\n\n"));
}

struct message *message_take(const char *name, int64_t id, struct jout *w)
{
    struct err ignored = {0};
    struct message *m = jout_ok(w, &ignored) ? message_event(name, id, jout_view(w)) : NULL;

    jout_clear(w);
    return m;
}

struct message *message_hold(struct message *m)
{
    m->refs++;
    return m;
}

void message_drop(struct message *m)
{
    if (m && --m->refs == 0)
        free(m);
}
