/* Listening at a unix socket. */
#include "io/door.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Whether somebody listens there. */
static bool alive(const struct sockaddr_un *at)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool there =
        fd >= 0 && (connect(fd, (const struct sockaddr *)at, sizeof *at) == 0 || errno == EAGAIN);

    if (fd >= 0)
        close(fd);
    return there;
}

int door_open(const char *path, int backlog, struct err *e)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof at.sun_path) {
        err_set(e, ERR_INVALID, "the socket's path is longer than %zu bytes: %s",
                sizeof at.sun_path - 1, path);
        return -1;
    }
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (alive(&at)) {
        err_set(e, ERR_INVALID, "another process serves %s already", path);
        return -1;
    }
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    mode_t old = umask(0117);
    bool bound = fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof at) == 0;
    umask(old);
    if (bound && listen(fd, backlog) == 0)
        return fd;
    err_set(e, ERR_INTERNAL, "cannot listen on %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}
