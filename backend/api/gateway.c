/* The two fronts. */
#include "api/gateway.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const char *fcgi_env(const struct gateway *g, const char *name)
{
    return FCGX_GetParam(name, g->fcgi->envp);
}

static size_t fcgi_read(struct gateway *g, char *p, size_t n)
{
    int got = FCGX_GetStr(p, n > INT_MAX ? INT_MAX : (int)n, g->fcgi->in);

    return got > 0 ? (size_t)got : 0;
}

static bool fcgi_write(struct gateway *g, const char *p, size_t n)
{
    while (n) {
        int part = n > INT_MAX ? INT_MAX : (int)n;
        if (FCGX_PutStr(p, part, g->fcgi->out) != part)
            return false;
        p += part;
        n -= (size_t)part;
    }
    return true;
}

struct gateway gateway_fcgi(FCGX_Request *r)
{
    return (struct gateway){.env = fcgi_env, .read = fcgi_read, .write = fcgi_write, .fcgi = r};
}

static const char *cgi_env(const struct gateway *g, const char *name)
{
    (void)g;
    return getenv(name);
}

static size_t cgi_read(struct gateway *g, char *p, size_t n)
{
    ssize_t got;

    (void)g;
    do
        got = read(STDIN_FILENO, p, n);
    while (got < 0 && errno == EINTR);
    return got > 0 ? (size_t)got : 0;
}

static bool cgi_write(struct gateway *g, const char *p, size_t n)
{
    (void)g;
    while (n) {
        ssize_t put = write(STDOUT_FILENO, p, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

struct gateway gateway_cgi(void)
{
    return (struct gateway){.env = cgi_env, .read = cgi_read, .write = cgi_write};
}
