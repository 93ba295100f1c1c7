/* System errors as failures of the target or of ourselves. */
#include "io/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

void failure_set(struct failure *f, bool ours, const char *reason, const char *fmt, ...)
{
    va_list ap;

    f->ours = ours;
    f->reason = reason;
    va_start(ap, fmt);
    vsnprintf(f->text, sizeof f->text, fmt, ap);
    va_end(ap);
}

void failure_errno(struct failure *f, int error)
{
    static const struct {
        int error;
        bool ours;
        const char *reason, *text;
    } rows[] = {
        {ECONNREFUSED, false, "connection_refused", "the connection was refused"},
        {ENOENT, false, "connection_refused", "nobody listens at that socket"},
        {ECONNRESET, false, "connection_reset", "the connection was reset"},
        {EPIPE, false, "connection_reset", "the connection was reset"},
        {ECONNABORTED, false, "connection_reset", "the connection was broken off"},
        {ETIMEDOUT, false, "timeout", "no answer in time"},
        {EHOSTUNREACH, false, "host_unreachable", "no route to the host"},
        {EHOSTDOWN, false, "host_unreachable", "the host does not answer on its network"},
        {ENETUNREACH, true, "network_unreachable", "this machine has no way to that network"},
        {EAFNOSUPPORT, true, "network_unreachable", "this machine lacks that address family"},
        {EADDRNOTAVAIL, true, "no_local_port", "this machine has no free local port or address"},
        {EMFILE, true, "no_descriptor", "this process has no free descriptor"},
        {ENFILE, true, "no_descriptor", "this machine has no free descriptor"},
        {ENOBUFS, true, "no_memory", "this machine has no memory for a socket"},
        {ENOMEM, true, "no_memory", "this machine has no memory for a socket"},
        {ENOTCONN, true, "pinger_unavailable", "the process that sends pings cannot be reached"},
        {EACCES, true, "forbidden_here", "this machine forbids the connection"},
        {EPERM, true, "forbidden_here", "this machine forbids the connection"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].error == error) {
            failure_set(f, rows[i].ours, rows[i].reason, "%s", rows[i].text);
            return;
        }
    failure_set(f, true, "system_error", "system error %d", error);
}
