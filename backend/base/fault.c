/* Crash points: SIGKILL to ourselves, as a power cut would. */
#include "base/fault.h"

#ifdef FAULT_POINTS
#include <signal.h>
#include <stdlib.h>
#include <string.h>

void fault_point(const char *name)
{
    const char *armed = getenv("TOCSIN_FAULT");

    if (armed && strcmp(armed, name) == 0)
        raise(SIGKILL);
}
#else
typedef int fault_points_are_off; /* ISO C wants a declaration in every file */
#endif
