/* Checked arithmetic for sizes. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* a * b into *out; false on overflow. */
static inline MUST_CHECK bool size_mul(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}
