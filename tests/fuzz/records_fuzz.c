/* FastCGI records of any bytes, through the look ahead and libfcgi as a child uses it: a request is
 * read to its end or refused, and the connection is let go. Only what the look ahead lets pass
 * comes to libfcgi. */
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/arrival.h"
#include "fuzz.h"

enum { MOST = 64 << 10 };

/* libfcgi loses 48 bytes with each management record of an unknown type in a body; it is not ours
 * to mend, and processes are replaced in time. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfcgi.so\n";
}

static void read_request(FCGX_Request *r)
{
    char waste[512];
    size_t total = 0;

    for (char **p = r->envp; p && *p; p++)
        total += **p != '\0';
    FCGX_GetParam("REQUEST_METHOD", r->envp);
    for (int got; total < 10 * MOST && (got = FCGX_GetStr(waste, sizeof waste, r->in)) > 0;)
        total += (size_t)got;
    FCGX_PutStr("Status: 200\r\n\r\n", 15, r->out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static FCGX_Request r;
    static int begun;
    int pair[2];

    if (n > MOST)
        return 0;
    if (!begun) {
        signal(SIGPIPE, SIG_IGN);
        fuzz_hold(FCGX_Init() == 0);
        begun = 1;
    }
    fuzz_hold(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    fuzz_hold(write(pair[1], data, n) == (ssize_t)n);
    shutdown(pair[1], SHUT_WR);
    if (arrival_of(pair[0]) != ARRIVAL_HERE) {
        close(pair[0]);
        close(pair[1]);
        return 0;
    }
    fuzz_hold(FCGX_InitRequest(&r, -1, 0) == 0);
    r.ipcFd = pair[0];
    r.keepConnection = 1;
    r.detached = 1;
    if (FCGX_Accept_r(&r) == 0) {
        read_request(&r);
        r.keepConnection = 1;
        FCGX_Finish_r(&r);
        if (r.ipcFd >= 0)
            close(pair[0]);
    } else {
        fuzz_hold(fcntl(pair[0], F_GETFD) < 0); /* libfcgi has closed it */
    }
    r.ipcFd = -1;
    FCGX_Free(&r, 0);
    close(pair[1]);
    return 0;
}
