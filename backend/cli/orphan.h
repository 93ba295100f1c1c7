/* Processes that came to us because their own parent died. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Sends `signal` to each child of this process that `known` does not know; how many there are. */
size_t orphan_signal(bool (*known)(const void *context, pid_t pid), const void *context,
                     int signal);
