/* The parts of an installation, each judged by what was seen of it just now. */
#pragma once
#include "api/request.h"

enum health { HEALTH_OK, HEALTH_DEGRADED, HEALTH_DOWN, HEALTH_UNKNOWN, HEALTH__COUNT };

enum { HEALTH_PARTS = 9, HEALTH_DETAIL = 160 };

struct health_part {
    const char *name;
    enum health status;
    char detail[HEALTH_DETAIL]; /* for people */
    int64_t since_us;           /* in this state, or last seen alive; 0 unknown */
};

/* What was measured. Results of the database are NULL while it is away. */
struct health_parts {
    struct health_part list[HEALTH_PARTS];
    size_t n;
    enum health whole;
    PGresult *server, *roles, *engine, *checkers, *queue; /* owned */
    bool redis_alive, redis_tells;
    int64_t redis_used;
    bool stream_alive, stream_tells;
    int64_t stream_listeners;
    bool disk_seen;
    int64_t disk_free;
    double disk_used_percent, disk_days_left; /* days: NaN when not known */
};

const char *health_parts_word(enum health h);
/* Looks at all of them. A part that is away is an answer, never an error. */
void health_parts_look(struct request *q, struct health_parts *out);
void health_parts_clear(struct health_parts *p);
