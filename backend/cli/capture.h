/* Running a program to its end as some user: for the few tools that set-up needs. No shell. */
#pragma once
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* Runs argv[0] (absolute) with a clean environment and collects what it writes, both streams, up
 * to cap - 1 bytes, terminated. ERR_INTERNAL with its last words when it ends with anything but
 * status 0. `user` NULL: ours. */
bool capture_run(char *const *argv, const char *user, char *out, size_t cap, struct str *text,
                 struct err *e) MUST_CHECK;
