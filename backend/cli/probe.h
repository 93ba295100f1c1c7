/* Questions about a server that need no client of it: does it accept, does it say it is ready. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

/* Whether the unix socket at path accepts a connection, stream or packet. */
bool probe_socket(const char *path);
/* Whether PostgreSQL's postmaster.pid is that process's and says "ready". */
bool probe_postmaster(const char *path, pid_t pid);
/* Whether "address:port" accepts a TCP connection. */
bool probe_listen(const char *listen);
