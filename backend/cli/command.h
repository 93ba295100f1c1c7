/* A subcommand of `tocsin`: one file, which exports exactly `cli_NAME`, and one line in main.c. */
#pragma once
#include <stdbool.h>

#include "cli/opt.h"

enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_MAX_OPTIONS = 24 };

struct command {
    const char *name;
    const char *summary;    /* one line for `tocsin --help` */
    const char *arguments;  /* "KIND TARGET..." or "" */
    const struct opt *opts; /* at most CLI_MAX_OPTIONS, or NULL: `run` parses by itself */
    const char *help;       /* what it does and examples, lines ended */
    bool server;            /* asks a server: exit statuses of client.h, contexts */
    unsigned verb;          /* the first argument is a resource that has it (resource.h); 0: none */
    const char *names_of;   /* arguments are names of this resource, or NULL */
    const char *choices;    /* what the first argument may be, "a|b", or NULL */
    /* argv[1..argc-1] are the arguments left after the options; `values` by row of opts.
     * Returns the exit status; with an error in *e, which the caller prints, it counts when it is
     * above CLI_USAGE, and ERR_INVALID is usage. */
    int (*run)(int argc, char **argv, const char **values, struct err *e);
};

/* All of them in the order of the help; NULL at the end. */
extern const struct command *const commands_all[];

extern const struct command cli_admin;
extern const struct command cli_check;
extern const struct command cli_completion;
extern const struct command cli_context;
extern const struct command cli_create;
extern const struct command cli_delete;
extern const struct command cli_describe;
extern const struct command cli_edit;
extern const struct command cli_get;
extern const struct command cli_kinds;
extern const struct command cli_down;
extern const struct command cli_init;
extern const struct command cli_login;
extern const struct command cli_man;
extern const struct command cli_migrate;
extern const struct command cli_run;
extern const struct command cli_status;
extern const struct command cli_test;
extern const struct command cli_top;
extern const struct command cli_up;
extern const struct command cli_watch;
