/* The address of the web server: "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:443". */
#pragma once
#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

struct listen_address {
    char host[64]; /* without brackets */
    int port;
    bool ipv6, loopback;           /* anything but loopback gets TLS */
    struct sockaddr_storage reach; /* how this machine reaches it: loopback for a wildcard */
    socklen_t n;
};

/* ERR_INVALID (field listen) for anything but a numeric address and a port. */
bool listen_parse(const char *text, struct listen_address *out, struct err *e) MUST_CHECK;

enum { LISTEN_TEXT = 80 };
/* The way back: "[::1]:8080". */
void listen_text(const struct listen_address *l, char out[LISTEN_TEXT]);
