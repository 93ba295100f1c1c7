/* statvfs and adjtimex, read only. */
#include "io/machine.h"

#include <sys/statvfs.h>
#include <sys/timex.h>

bool machine_disk(const char *path, struct machine_disk *out)
{
    struct statvfs f;

    if (statvfs(path, &f) != 0 || f.f_blocks == 0)
        return false;
    double taken = (double)(f.f_blocks - f.f_bfree), open = (double)f.f_bavail;
    *out =
        (struct machine_disk){.free_bytes = (int64_t)(f.f_bavail * f.f_frsize),
                              .free_files = (int64_t)f.f_favail,
                              .used_percent = taken + open > 0 ? 100 * taken / (taken + open) : 100,
                              .counts_files = f.f_files > 0,
                              .read_only = (f.f_flag & ST_RDONLY) != 0};
    return true;
}

enum machine_clock machine_clock(void)
{
    struct timex t = {.modes = 0};
    int state = adjtimex(&t);

    return state < 0             ? MACHINE_CLOCK_UNKNOWN
           : state == TIME_ERROR ? MACHINE_CLOCK_FREE
                                 : MACHINE_CLOCK_KEPT;
}
