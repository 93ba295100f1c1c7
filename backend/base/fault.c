/* Crash points: SIGKILL to ourselves, as a power cut would; or SIGSTOP, once, as a frozen machine.
 */
#include "base/fault.h"

#ifdef FAULT_POINTS
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void fault_point(const char *name)
{
    static const char stop[] = "stop:";
    const char *armed = getenv("TOCSIN_FAULT");
    bool freeze = armed && strncmp(armed, stop, sizeof stop - 1) == 0;

    if (!armed || strcmp(freeze ? armed + sizeof stop - 1 : armed, name) != 0)
        return;
    unsetenv("TOCSIN_FAULT");
    raise(freeze ? SIGSTOP : SIGKILL);
}
#else
typedef int fault_points_are_off; /* ISO C wants a declaration in every file */
#endif
