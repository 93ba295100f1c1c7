/* Allocation that fails on order. Every malloc, calloc and realloc of the process, libraries
 * included, passes through here. */
#pragma once
#include <stdbool.h>

enum alloc_mode { ALLOC_FAIL_ONCE, ALLOC_FAIL_FROM };

/* From now on the n-th allocation fails (1 is the next one), and in ALLOC_FAIL_FROM all after it.
 */
void alloc_arm(long n, enum alloc_mode mode);
/* Back to normal. Gives whether any allocation failed, and how many pieces are still held. */
bool alloc_disarm(long *held);
