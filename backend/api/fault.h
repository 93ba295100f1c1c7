/* The entries of errors[] in a problem answer: which member, which code, in words. */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum { FAULT_MAX = 20 };

struct fault {
    const char *field; /* "/params/port" in a body, "limit" in the query; arena or static */
    const char *code;  /* "required", "unknown_field", "wrong_type", "out_of_range", ...; static */
    const char *message; /* arena */
};

struct faults {
    struct arena *mem;
    struct fault list[FAULT_MAX]; /* further ones are not kept: the first twenty are enough */
    size_t n, total;
};

/* Always returns false. `field` is copied. */
bool fault_add(struct faults *f, const char *field, const char *code, const char *fmt, ...)
    PRINTF(4, 5);
bool fault_addv(struct faults *f, const char *field, const char *code, const char *fmt, va_list ap)
    PRINTF(4, 0);
