/* tocsin: the command line. Finds the subcommand, reads its options, prints its one error. */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complete.h"
#include "cli/resource.h"

static void print_overview(void)
{
    printf("tocsin " PACKAGE_VERSION ": watches hosts and services, and wakes the right person\n\n"
           "usage: tocsin COMMAND [ARGUMENTS]\n\ncommands:\n");
    for (size_t i = 0; commands_all[i]; i++)
        printf("  %-10s %s\n", commands_all[i]->name, commands_all[i]->summary);
    printf("\nexamples:\n"
           "  tocsin check https example.org          is it up, and how long does each step take\n"
           "  tocsin check icmp --targets hosts.txt   all lines of a file at once\n"
           "  tocsin login https://tocsin.example.org work with a server from here\n"
           "  tocsin get hosts --status down          what is down there\n"
           "  tocsin COMMAND --help                   everything about one command\n"
           "  tocsin --version\n");
}

static void print_resources(unsigned verb)
{
    const struct resource *r;

    printf("\nresources:\n");
    for (size_t i = 0; (r = resource_at(i)); i++)
        if (r->verbs & verb)
            printf("  %-12s %s\n", r->name, r->summary);
}

static void print_command(const struct command *c)
{
    printf("usage: tocsin %s%s%s%s\n%s\n", c->name, c->opts ? " [OPTIONS]" : "",
           *c->arguments ? " " : "", c->arguments, c->summary);
    if (c->opts) {
        printf("\noptions:\n");
        opt_print(c->opts);
        printf("      %-24s %s\n", "--help", "this text");
    }
    if (c->help)
        printf("\n%s", c->help);
    if (c->verb)
        print_resources(c->verb);
    if (c->server)
        printf("\nexit status: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 not allowed,\n"
               "5 a conflict with what is there, 6 the server is away or too busy\n");
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

/* `tocsin get hosts | head -1` is nobody's mistake. */
static bool reader_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};

    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

static int run(const struct command *c, int argc, char **argv)
{
    const char *values[CLI_MAX_OPTIONS] = {0};
    struct err e = {0};
    int rest = argc - 1, status = CLI_USAGE;

    if (wants_help(argc, argv)) {
        print_command(c);
        return CLI_DONE;
    }
    if (!c->opts || opt_parse(c->opts, argc, argv, values, &rest, &e))
        status = c->run(rest + 1, argv, values, &e);
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written && !reader_left() && e.code == ERR_NONE)
        err_set(&e, ERR_UNAVAILABLE, "cannot write all of it to standard output");
    if (e.code == ERR_NONE)
        return written ? status : CLI_FAILED;
    fprintf(stderr, "tocsin %s: %s\n", c->name, e.msg);
    if (e.code != ERR_INVALID)
        return status > CLI_USAGE ? status : CLI_FAILED;
    fprintf(stderr, "See: tocsin %s --help\n", c->name);
    return CLI_USAGE;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "tocsin: which command? See: tocsin --help\n");
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_overview();
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tocsin " PACKAGE_VERSION "\n");
        return CLI_DONE;
    }
    if (strcmp(argv[1], "__complete") == 0)
        return complete_words(argc - 1, argv + 1);
    for (size_t i = 0; commands_all[i]; i++)
        if (strcmp(argv[1], commands_all[i]->name) == 0)
            return run(commands_all[i], argc - 1, argv + 1);
    fprintf(stderr, "tocsin: there is no command %s. See: tocsin --help\n", argv[1]);
    return CLI_USAGE;
}
