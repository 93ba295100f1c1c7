/* The machine's disk and clock, as the kernel tells. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct machine_disk {
    int64_t free_bytes, free_files; /* what a process without privileges may still take */
    double used_percent;            /* of what such processes may use */
    bool counts_files; /* false: the file system has no bound of its own, free_files is 0 */
    bool read_only;
};
/* Of the file system that `path` is on. False when it cannot be read. */
bool machine_disk(const char *path, struct machine_disk *out);

enum machine_clock {
    MACHINE_CLOCK_UNKNOWN, /* the kernel does not say */
    MACHINE_CLOCK_KEPT,    /* a time service keeps it right */
    MACHINE_CLOCK_FREE     /* nothing corrects it */
};
enum machine_clock machine_clock(void);
