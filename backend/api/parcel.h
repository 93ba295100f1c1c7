/* Connections handed from one process of a pool to another: their peer never notices. */
#pragma once
#include <stdbool.h>

#include "base/err.h"

/* Two ends that all processes of the pool share. */
struct parcel_way {
    int give, take;
};

bool parcel_open(struct parcel_way *w, struct err *e) MUST_CHECK;
/* Sends a copy of the descriptor; it stays open here. Never waits: false when the way is full. */
bool parcel_send(const struct parcel_way *w, int fd) MUST_CHECK;
/* The next descriptor, the caller's from now on, or -1. Never waits. */
int parcel_take(const struct parcel_way *w);
