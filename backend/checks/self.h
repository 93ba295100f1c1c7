/* The parts of this machine that `self` looks at, each begun by one function. They set the result
 * and end the run, at once or later. Only backend/checks/self*.c include this. */
#pragma once
#include "checks/kind.h"

struct check_self_state {
    struct local *talk; /* redis, api */
    void *pg;           /* postgresql: the connection and what watches its socket */
    struct loop_watch *watch;
    int fd;
    bool asked;
};

void check_self_redis_start(struct check_run *run);
void check_self_api_start(struct check_run *run);
void check_self_postgresql_start(struct check_run *run);
void check_self_postgresql_stop(struct check_run *run);
