/* What a fuzz target includes. A target is one function; what must hold is said with fuzz_hold,
 * which ends the process when it does not. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void fuzz_hold(int holds)
{
    if (!holds)
        abort();
}
