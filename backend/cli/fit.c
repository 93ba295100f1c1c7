/* The machine before anything starts. A database that finds its disk full or the clock years back
 * does worse than one that was never started. */
#include "cli/fit.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"

bool fit_disk(const struct machine_disk *d, const char *path, struct err *e)
{
    int free_mib = (int)(d->free_bytes >> 20);

    if (d->read_only)
        return err_set(e, ERR_UNAVAILABLE, "%s may only be read: mount its file system writable",
                       path);
    if (free_mib < FIT_FREE_MIB)
        return err_set(e, ERR_UNAVAILABLE,
                       "%s has %d MiB free, starting takes %d: free some space there", path,
                       free_mib, FIT_FREE_MIB);
    if (d->counts_files && d->free_files < FIT_FREE_FILES)
        return err_set(e, ERR_UNAVAILABLE,
                       "%s has room for %d more files, starting takes %d: remove some there", path,
                       (int)d->free_files, FIT_FREE_FILES);
    return true;
}

bool fit_clock(int64_t now_us, int64_t written_us, const char *file, struct err *e)
{
    char now[CLOCK_TEXT], written[CLOCK_TEXT];

    if (written_us - now_us <= FIT_BEHIND_H * 3600LL * 1000000)
        return true;
    clock_rfc3339(now_us, now);
    clock_rfc3339(written_us, written);
    return err_set(e, ERR_UNAVAILABLE,
                   "the clock says %.10s, but %s is of %.10s: set the clock, or touch that file if "
                   "it is right",
                   now, file, written);
}

/* Every folder that may be a file system of its own. */
static bool disks(const struct place *p, struct err *e)
{
    static const char *const folders[] = {"", "/pg", "/log", "/redis"};
    char path[160], percent[16];
    struct machine_disk d;

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s%s", p->var, folders[i]);
        if (!machine_disk(path, &d))
            continue; /* not there yet */
        if (!fit_disk(&d, path, e))
            return false;
        snprintf(percent, sizeof percent, "%.0f %%", d.used_percent);
        if (d.used_percent > FIT_LOW_PERCENT)
            log_event(LOG_WARN, "disk_low", "path", path, "used", percent, NULL);
    }
    return true;
}

/* Our own program, and what the last run left, were written before now. */
static bool times(const struct place *p, struct err *e)
{
    char paths[2][PATH_MAX];
    struct stat st;

    if (!place_program(p, "tocsin-worker", paths[0], e))
        return false;
    snprintf(paths[1], sizeof paths[1], "%s/run/status.json", p->var);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (stat(paths[i], &st) == 0 &&
            !fit_clock(clock_wall_us(), st.st_mtim.tv_sec * 1000000LL, paths[i], e))
            return false;
    if (machine_clock() == MACHINE_CLOCK_FREE)
        log_event(LOG_WARN, "clock_alone", "meaning",
                  "the kernel knows of no time service that keeps this clock right", NULL);
    return true;
}

bool fit_check(const struct place *p, struct err *e)
{
    return disks(p, e) && times(p, e);
}
