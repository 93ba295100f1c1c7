/* Configuration files of any content. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/scope.h"
#include "fuzz.h"
#include "io/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_FD fd = memfd_create("conf", MFD_CLOEXEC);
    char path[32];
    struct config c;
    struct err e = {0};

    if (fd < 0 || write(fd, data, n) != (ssize_t)n)
        return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (config_load(&c, path, &e)) {
        for (const struct param *row = config_rows; row->name; row++)
            fuzz_hold(strlen(config_text(&c, row->name)) <= n + 1000);
        config_clear(&c);
    } else {
        fuzz_hold(e.code != ERR_NONE && e.code != ERR_INTERNAL);
    }
    return 0;
}
