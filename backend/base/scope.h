/* Scope cleanup for descriptors and stdio files. Variables are always initialised to the value
 * their cleaner ignores; the last declared is the first cleaned. */
#pragma once
#include <stdio.h>
#include <unistd.h>

static inline void scope_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
static inline void scope_fclose(FILE **f)
{
    if (*f)
        fclose(*f);
}
#define AUTO_FD   __attribute__((cleanup(scope_close))) int
#define AUTO_FILE __attribute__((cleanup(scope_fclose))) FILE *
