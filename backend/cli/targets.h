/* Targets of a one-shot command: from the command line and from a file, a line each. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum { TARGETS_TEXT = 2048, TARGETS_MAX = 1000000 };

struct targets {
    char **list; /* owned texts; the caller may free one early and put NULL */
    size_t n, cap;
};

/* ERR_INVALID over the bounds, ERR_UNAVAILABLE without memory. */
bool targets_add(struct targets *t, struct str text, struct err *e) MUST_CHECK;
/* Lines of a file ("-": standard input) without blank ones and # comments. ERR_NOT_FOUND. */
bool targets_read(struct targets *t, const char *path, struct err *e) MUST_CHECK;
void targets_clear(struct targets *t);
