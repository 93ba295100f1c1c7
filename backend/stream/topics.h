/* What somebody listens to: "hosts,check:42". */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum topic {
    TOPIC_HOSTS,
    TOPIC_CHECKS,
    TOPIC_CHANGES,
    TOPIC_JOBS,
    TOPIC_SYSTEM,
    TOPIC_HOST, /* from here on with an id */
    TOPIC_CHECK,
    TOPIC_RUN,
    TOPIC__COUNT
};

enum { TOPICS_TEXT = 2048, TOPICS_IDS = 64, TOPIC_TEXT = 32 };

struct topic_id {
    enum topic topic;
    int64_t id;
};

struct topics {
    unsigned bits;        /* of those without an id */
    struct topic_id *ids; /* owned */
    size_t n;
};

/* ERR_INVALID, field "topics". *out is untouched on failure; topics_clear ends it. */
bool topics_parse(struct str text, struct topics *out, struct err *e) MUST_CHECK;
void topics_clear(struct topics *t);
bool topics_has(const struct topics *t, enum topic topic, int64_t id);
/* Whether any topic of this kind, with whatever id, is among them. */
bool topics_any(const struct topics *t, enum topic topic);
/* Whether `may` (bits of permissions) is enough. Else `what` is the first topic that is not. */
bool topics_allowed(const struct topics *t, uint64_t may, char what[TOPIC_TEXT]);
void topics_name(struct topic_id t, char out[TOPIC_TEXT]);
