/* The parts of this machine that `self` looks at, each begun by one function. They set the result
 * and end the run, at once or later. Only backend/checks/self*.c include this. */
#pragma once
#include "checks/kind.h"

enum { CHECK_SELF_PART }; /* the row that names the part */

struct check_self_state {
    struct local *talk; /* redis, api */
    void (*judge)(struct check_run *run, struct str answer);
    void *pg; /* postgresql: the connection and what watches its socket */
    struct loop_watch *watch;
    int fd;
    bool asked;
};

/* One question to a server of this machine, over its unix socket. */
struct check_self_question {
    const char *path;                                        /* NULL: there is no such server */
    struct str text;                                         /* static */
    bool (*enough)(const char *p, size_t n);                 /* as of struct local_talk */
    void (*judge)(struct check_run *run, struct str answer); /* sets the result */
};
/* Asks, and ends the run; a failure becomes the result. */
void check_self_ask(struct check_run *run, const struct check_self_question *q);

void check_self_redis_start(struct check_run *run);
void check_self_api_start(struct check_run *run);
void check_self_postgresql_start(struct check_run *run);
void check_self_postgresql_stop(struct check_run *run);
