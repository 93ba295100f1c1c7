/* What `tocsin run` keeps running: one row per process. Adding a role is adding its row. */
#pragma once
#include <stdbool.h>

enum service_ready {
    READY_AT_ONCE,    /* as soon as it has been started */
    READY_BY_EXIT,    /* a step: it must end with status 0 */
    READY_BY_SOCKET,  /* ready_at accepts a connection (stream or packet socket) */
    READY_BY_PIDFILE, /* PostgreSQL writes "ready" into the file ready_at */
    READY_BY_LISTEN   /* the configured web address accepts a connection */
};

enum { SERVICE_MAX_ARGS = 12, SERVICE_STAGES = 5 };

struct service {
    const char *name;
    const char *what;    /* for people */
    const char *count;   /* the setting that says how many of it run; NULL: one */
    int stage;           /* starts when all required rows of lower stages are ready; stops first */
    bool required;       /* later stages wait for it */
    const char *user;    /* when started as root */
    const char *program; /* absolute, or the name of one of ours */
    const char *args[SERVICE_MAX_ARGS]; /* after argv[0]; @NAMES@ are filled */
    enum service_ready ready;
    const char *ready_at;
    const char *stale; /* unix socket that a killed one leaves and a new one trips over, or NULL */
    bool network;      /* beyond unix sockets; without it, a namespace that has none */
    unsigned keeps;    /* bits of capabilities kept when root is left; else none */
    int stop_signal;   /* also what it gets when `tocsin run` dies; 0 is SIGTERM */
    int reload_signal; /* 0: none */
    int stop_ms;       /* then SIGKILL */
};

/* Ends with a row whose name is NULL. */
extern const struct service service_rows[];
