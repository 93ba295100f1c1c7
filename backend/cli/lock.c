/* The lock of a place. */
#include "cli/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/scope.h"

static int open_lock(const struct place *p, int flags)
{
    char path[128];

    snprintf(path, sizeof path, "%s/run/tocsin.pid", p->var);
    return open(path, flags | O_CLOEXEC, 0644);
}

bool lock_take(const struct place *p, struct err *e)
{
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open_lock(p, O_RDWR | O_CREAT); /* stays open: closing it would drop the lock */

    if (fd >= 0 && fcntl(fd, F_SETLK, &l) == 0 && ftruncate(fd, 0) == 0 &&
        dprintf(fd, "%d\n", (int)getpid()) > 0)
        return true;
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && (why == EAGAIN || why == EACCES))
        return err_set(e, ERR_CONFLICT,
                       "Tocsin already runs here (process %d); tocsin down stops it",
                       (int)lock_holder(p));
    return err_set(e, ERR_INTERNAL, "cannot lock %s/run: %s", p->var, strerror(why));
}

pid_t lock_holder(const struct place *p)
{
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    AUTO_FD fd = open_lock(p, O_RDWR);

    if (fd < 0 || fcntl(fd, F_GETLK, &l) != 0 || l.l_type == F_UNLCK)
        return 0;
    return l.l_pid;
}
