/* What a child writes: read from a pipe, kept as JSON lines in a file that is rotated, so that
 * logs never fill a disk. The last line is remembered for people who ask why it failed. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

enum { OUTPUT_LINE = 4096, OUTPUT_LAST = 600 };

struct output {
    const char *process; /* borrowed */
    char path[160];
    int pipe, file; /* -1: closed */
    off_t size;
    size_t n;
    bool skipping; /* inside a line that is too long */
    char line[OUTPUT_LINE];
    char last[OUTPUT_LAST];
};

void output_init(struct output *o, const char *log_dir, const char *process);
/* A new pipe, whose writing end the child gets and the caller closes. */
bool output_open(struct output *o, int *write_end, struct err *e) MUST_CHECK;
/* Takes all that waits in the pipe; closes it at its end. */
void output_drain(struct output *o);
void output_close(struct output *o);

/* Renames path to path.1 (and .1 to .2) when it has grown past the bound; true when it did. */
bool output_rotate(const char *path);
