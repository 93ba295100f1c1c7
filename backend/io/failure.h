/* Why looking at a target did not go well, and whose fault it is. */
#pragma once
#include "base/err.h"

struct failure {
    bool ours;          /* we could not look: it says nothing about the target */
    const char *reason; /* slug, static */
    char text[200];     /* a clause for people */
};

void failure_set(struct failure *f, bool ours, const char *reason, const char *fmt, ...)
    PRINTF(4, 5);
/* A system error of a socket call; which of them are our own is decided here, once. */
void failure_errno(struct failure *f, int error);
