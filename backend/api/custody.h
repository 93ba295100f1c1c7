/* The master's copies of its children's kept connections. When a child is lost, only the connection
 * whose request it was busy with ends; the others, and requests that wait in them, go to the rest
 * of the pool. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "api/parcel.h"
#include "api/scoreboard.h"

enum { CUSTODY_MOST = 512 };

struct custody {
    struct parcel_way gifts; /* copies on their way to the master */
    int epoll;               /* readable when custody_turn has work */
    struct custody_copy {
        int fd;
        uint64_t inode;
    } copies[CUSTODY_MOST]; /* in no order; owned */
    size_t ncopies;
};

/* What names a connection in all processes that have it; 0 when it is none. */
uint64_t custody_inode(int fd);
bool custody_open(struct custody *c, struct err *e) MUST_CHECK;
/* Takes what children gave, and lets go of what its peer or its child ended. */
void custody_turn(struct custody *c);
/* Shares the connections of a lost child out among `heirs`, and clears what its slot holds. */
void custody_pass_on(struct custody *c, struct slot *lost, const struct parcel_way *heirs);
/* In a new child: forgets the copies. */
void custody_renounce(struct custody *c);
