/* Finding children we did not start, in /proc. */
#include "cli/orphan.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/file.h"

enum { CHILDREN_BYTES = 16 << 10 };

size_t orphan_signal(bool (*known)(const void *context, pid_t pid), const void *context, int signal)
{
    char path[64], text[CHILDREN_BYTES];
    struct str rest, word;
    struct err unread = {0};
    int64_t pid;
    size_t n = 0;

    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    if (!file_read(path, text, sizeof text, &rest, &unread))
        return 0; /* a kernel built without this list cannot be asked */
    while (str_cut(&rest, ' ', &word)) {
        if (!str_int(word, 1, INT32_MAX, &pid) || known(context, (pid_t)pid))
            continue;
        n++;
        kill((pid_t)pid, signal);
    }
    return n;
}
