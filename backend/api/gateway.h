/* Where a request comes from and its answer goes: FastCGI or plain CGI, behind three calls. */
#pragma once
#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>

struct gateway {
    /* A CGI variable, or NULL. */
    const char *(*env)(const struct gateway *g, const char *name);
    /* Up to n bytes of the body; 0 at its end or when the peer is gone. */
    size_t (*read)(struct gateway *g, char *p, size_t n);
    /* False when the client is gone. */
    bool (*write)(struct gateway *g, const char *p, size_t n);
    FCGX_Request *fcgi; /* of the FastCGI front */
};

struct gateway gateway_fcgi(FCGX_Request *r);
/* The environment, standard input and standard output of this process. */
struct gateway gateway_cgi(void);
