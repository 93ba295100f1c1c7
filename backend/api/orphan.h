/* Kept connections of a process that leaves, for the others of its pool to adopt: the web server
 * never notices. One pair of sockets for the pool, made before its processes. */
#pragma once
#include "base/err.h"

struct orphan_pair {
    int give, take;
};

bool orphan_open(struct orphan_pair *o, struct err *e) MUST_CHECK;
/* Gives the connection away and closes it here. */
void orphan_give(const struct orphan_pair *o, int fd);
/* The next one, or -1. Never waits. */
int orphan_take(const struct orphan_pair *o);
