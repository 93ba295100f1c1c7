/* Readiness from outside; nothing here waits longer than a fraction of a second. */
#include "cli/probe.h"

#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/scope.h"
#include "base/str.h"
#include "cli/file.h"
#include "cli/listen.h"

enum { CONNECT_MS = 250, STATUS_LINE = 8 };

static bool connects(int type, const struct sockaddr *a, socklen_t n)
{
    AUTO_FD fd = socket(a->sa_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = 1;
    socklen_t size = sizeof error;

    if (fd < 0)
        return false;
    if (connect(fd, a, n) == 0)
        return true;
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return a->sa_family != AF_UNIX && poll(&p, 1, CONNECT_MS) == 1 &&
           getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

bool probe_socket(const char *path)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};

    if (snprintf(a.sun_path, sizeof a.sun_path, "%s", path) >= (int)sizeof a.sun_path)
        return false;
    return connects(SOCK_STREAM, (struct sockaddr *)&a, sizeof a) ||
           connects(SOCK_SEQPACKET, (struct sockaddr *)&a, sizeof a);
}

bool probe_postmaster(const char *path, pid_t pid)
{
    char text[2048];
    struct str rest, line;
    struct err e = {0};
    int64_t owner = 0;

    if (!file_read(path, text, sizeof text, &rest, &e))
        return false;
    for (int n = 1; str_cut(&rest, '\n', &line); n++) {
        if (n == 1 && (!str_int(str_trim(line), 1, INT32_MAX, &owner) || owner != pid))
            return false;
        if (n == STATUS_LINE)
            return str_is(str_trim(line), "ready");
    }
    return false;
}

bool probe_listen(const char *text)
{
    struct listen_address l;
    struct err e = {0};

    return listen_parse(text, &l, &e) && connects(SOCK_STREAM, (struct sockaddr *)&l.reach, l.n);
}
