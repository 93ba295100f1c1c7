/* One question to a server of this machine over its unix socket, one answer. */
#pragma once
#include <stddef.h>

#include "io/loop.h"

enum { LOCAL_ANSWER = 16 * 1024 };

struct local_talk {
    const char *path;
    const void *question; /* borrowed until the end */
    size_t question_n;
    bool (*enough)(const char *p, size_t n); /* the answer is whole; else its end is */
    /* `error` is 0 or an errno value. Never called from inside local_ask. */
    void (*done)(int error, const char *answer, size_t n, void *data);
    void *data;
};

struct local;
/* NULL: *error is an errno value. */
struct local *local_ask(struct loop *loop, const struct local_talk *talk, int *error) MUST_CHECK;
void local_cancel(struct local *l); /* no call any more; not after `done` */
