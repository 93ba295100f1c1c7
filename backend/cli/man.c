/* tocsin man: manual pages in mdoc, from the very tables that --help prints and the programs read.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "cli/command.h"
#include "cli/client.h"
#include "cli/resource.h"
#include "cli/roff.h"
#include "io/config.h"

enum { LIST };
static const char DATE[] = "November 21, 2026";

static const struct opt opts[] = {
    [LIST] = {"list", 0, NULL, "the names of all pages"},
    {0},
};

static void head(const char *name, const char *section, const char *about)
{
    char title[80];
    size_t n = strlen(name);

    for (size_t i = 0; i <= n && i < sizeof title; i++)
        title[i] = (char)(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i]);
    printf(".\\\" Made by tocsin man from the tables of the program.\n");
    printf(".Dd %s\n.Dt %s %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", DATE, title, section, name);
    fputs(about, stdout);
    putchar('\n');
}

static void item(const char *name, const char *about)
{
    printf(".It Cm ");
    roff_word(stdout, name);
    putchar('\n');
    roff_text(stdout, str_of(about));
}

static void put_options(const struct opt *o)
{
    puts("The options are:\n.Bl -tag -width Ds");
    for (; o->name; o++) {
        printf(".It ");
        if (o->letter)
            printf("Fl %c , ", o->letter);
        printf("Fl \\-%s", o->name);
        if (o->value) {
            printf(" Ar ");
            roff_word(stdout, o->value);
        }
        putchar('\n');
        roff_text(stdout, str_of(o->help));
    }
    puts(".It Fl \\-help\nSays all of this in short.\n.El");
}

static void put_fields(const struct resource *r)
{
    printf(".Ss Values of %s\n.Bl -tag -width Ds -compact\n", r->name);
    for (const struct resource_field *f = r->fields; f->name; f++) {
        item(f->name, f->help);
        if (f->choices) {
            printf("(");
            roff_text(stdout, str_of(f->choices));
            puts(")");
        }
    }
    puts(".El");
}

static void put_resources(unsigned verb)
{
    const struct resource *r;

    puts(".Sh RESOURCES\n.Bl -tag -width Ds");
    for (size_t i = 0; (r = resource_at(i)); i++) {
        if (!(r->verbs & verb))
            continue;
        printf(".It Cm %s , ", r->name);
        struct str rest = str_of(r->aliases), one;
        while (rest.n && str_cut(&rest, '|', &one))
            printf("%.*s%s", STR_ARG(one), rest.n ? " , " : "");
        putchar('\n');
        roff_text(stdout, str_of(r->summary));
        if (verb == RESOURCE_GET && r->states)
            printf(".br\nStates: %s.\n", r->states);
        if (verb == RESOURCE_GET && r->sorts)
            printf(".br\nOrders: %s.\n", r->sorts);
    }
    puts(".El");
    for (size_t i = 0; (verb & (RESOURCE_CREATE | RESOURCE_EDIT)) && (r = resource_at(i)); i++)
        if ((r->verbs & verb) && r->fields)
            put_fields(r);
}

static void put_environment(void)
{
    static const struct {
        const char *name, *about;
    } rows[] = {
        {"TOCSIN_URL", "The server to ask, before any context."},
        {"TOCSIN_API_KEY", "The key to show it."},
        {"TOCSIN_CA_FILE", "Certificates to trust instead of the system's."},
        {"XDG_CONFIG_HOME",
         "Where contexts are kept, in tocsin/contexts.json; else .config in HOME."},
        {"NO_COLOR", "When it is not empty, states are not coloured."},
        {"VISUAL", "The editor of tocsin edit; EDITOR after it, then vi."},
    };

    puts(".Sh ENVIRONMENT\n.Bl -tag -width XDG_CONFIG_HOME");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf(".It Ev %s\n", rows[i].name);
        roff_text(stdout, str_of(rows[i].about));
    }
    puts(".El");
}

static void put_exit(bool server)
{
    static const struct {
        int status;
        const char *about;
    } rows[] = {
        {CLI_DONE, "Done."},
        {CLI_FAILED, "Failed; one line says why and what to do."},
        {CLI_USAGE, "Wrong usage."},
        {CLIENT_NOT_FOUND, "There is no such thing."},
        {CLIENT_REFUSED, "Not signed in, or not allowed."},
        {CLIENT_CONFLICT,
         "Somebody else changed it, it is there already, or several have that name."},
        {CLIENT_AWAY, "No answer from the server, or it is too busy: try again later."},
    };

    puts(".Sh EXIT STATUS\n.Bl -tag -width Ds");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (server || rows[i].status <= CLI_USAGE)
            printf(".It %d\n%s\n", rows[i].status, rows[i].about);
    puts(".El");
}

/* What stands before the examples, and they. */
static struct str description(const char *help, struct str *examples)
{
    const char *mark = strstr(help, "examples:\n");

    *examples = mark ? str_of(mark + strlen("examples:\n")) : str_of(NULL);
    return (struct str){help, mark ? (size_t)(mark - help) : strlen(help)};
}

static void page_command(const struct command *c)
{
    char name[80];
    struct str examples, text = description(c->help ? c->help : "", &examples);

    snprintf(name, sizeof name, "tocsin-%s", c->name);
    head(name, "1", c->summary);
    printf(".Sh SYNOPSIS\n.Nm tocsin %s\n", c->name);
    if (c->opts && c->opts->name)
        puts(".Op Ar OPTIONS");
    if (*c->arguments) {
        printf(".Ar ");
        roff_word(stdout, c->arguments);
        putchar('\n');
    }
    puts(".Sh DESCRIPTION");
    roff_text(stdout, text.n ? text : str_of(c->summary));
    if (c->opts) {
        puts(".Pp");
        put_options(c->opts);
    }
    if (c->verb)
        put_resources(c->verb);
    if (c->server)
        put_environment();
    put_exit(c->server);
    if (examples.n) {
        puts(".Sh EXAMPLES\n.Bd -literal");
        roff_literal(stdout, examples);
        puts(".Ed");
    }
    puts(".Sh SEE ALSO\n.Xr tocsin 1");
}

/* The command whose name comes next in the alphabet; NULL: the first, after the last. */
static const struct command *after(const struct command *last)
{
    const struct command *next = NULL;

    for (const struct command *const *c = commands_all; *c; c++)
        if ((!last || strcmp((*c)->name, last->name) > 0) &&
            (!next || strcmp((*c)->name, next->name) < 0))
            next = *c;
    return next;
}

static void page_overview(void)
{
    head("tocsin", "1", "watches hosts and services, and wakes the right person");
    puts(".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar ARGUMENTS\n.Sh DESCRIPTION\n"
         "Each command has a manual page of its own, and says the same in short with\n"
         ".Fl \\-help .\n.Bl -tag -width completion");
    for (const struct command *const *c = commands_all; *c; c++)
        item((*c)->name, (*c)->summary);
    puts(".El");
    put_environment();
    put_exit(true);
    puts(".Sh SEE ALSO");
    for (const struct command *c = after(NULL); c; c = after(c))
        printf(".Xr tocsin-%s 1 ,\n", c->name);
    puts(".Xr tocsin-contexts 5 ,\n.Xr tocsin.conf 5");
}

static void page_configuration(void)
{
    head("tocsin.conf", "5", "settings of one installation of Tocsin");
    puts(".Sh DESCRIPTION\nLines\n.Ql name = value ;\n"
         "a line that begins with # is a comment.\n"
         "An unknown name, a value that does not fit, or a name given twice\n"
         "stops the start, with the number of the line.\n"
         "The file is found by the option\n.Fl \\-config ,\nby\n.Ev TOCSIN_CONF ,\n"
         "or as\n.Pa var/etc/tocsin.conf\nbelow the current folder.\n"
         ".Pp\nThe names are:\n.Bl -tag -width Ds");
    for (const struct param *p = config_rows; p->name; p++) {
        item(p->name, p->help);
        if (p->def && *p->def)
            printf("Default: %s.\n", p->def);
        if (p->choices)
            printf("One of %s.\n", p->choices);
        else if (p->type == PARAM_INT)
            printf("From %.0f to %.0f.\n", p->min, p->max);
    }
    puts(".El\n.Sh SEE ALSO\n.Xr tocsin 1 ,\n.Xr tocsin-up 1");
}

static void page_contexts(void)
{
    head("tocsin-contexts", "5", "servers that the command line knows, and their keys");
    puts(".Sh DESCRIPTION\nThe file\n.Pa contexts.json\nin the folder\n.Pa tocsin\nof\n"
         ".Ev XDG_CONFIG_HOME\n.Pq Pa .config No below the home folder\n"
         "is written by\n.Xr tocsin-login 1\nand\n.Xr tocsin-context 1 .\n"
         "It is JSON: the member\n.Cm current\nnames the context that is asked when nothing else "
         "is said,\n"
         "and\n.Cm contexts\nholds each under its name, with\n.Bl -tag -width ca_file\n"
         ".It Cm url\nthe server's address,\n.It Cm key\nan API key, which is a secret,\n"
         ".It Cm ca_file\nthe file of certificates to trust, where it is not the "
         "system's.\n.El\n.Pp\n"
         "Its mode is 0600.\nA file that others may read is refused.\n"
         ".Sh SEE ALSO\n.Xr tocsin-context 1 ,\n.Xr tocsin-login 1");
}

static const struct {
    const char *name;
    void (*page)(void);
} others[] = {{"tocsin.1", page_overview},
              {"tocsin.conf.5", page_configuration},
              {"tocsin-contexts.5", page_contexts}};

static void list(void)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        puts(others[i].name);
    for (const struct command *const *c = commands_all; *c; c++)
        printf("tocsin-%s.1\n", (*c)->name);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const char *name = argc > 1 ? argv[1] : "tocsin.1";
    char page[80];

    if (values[LIST]) {
        list();
        return CLI_DONE;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i].name) == 0) {
            others[i].page();
            return CLI_DONE;
        }
    for (const struct command *const *c = commands_all; *c; c++) {
        snprintf(page, sizeof page, "tocsin-%s.1", (*c)->name);
        if (strcmp(name, page) == 0 || strcmp(name, (*c)->name) == 0) {
            page_command(*c);
            return CLI_DONE;
        }
    }
    err_set(e, ERR_INVALID, "there is no page %.60s; tocsin man --list names them", name);
    return CLI_USAGE;
}

const struct command cli_man = {
    .name = "man",
    .summary = "prints a page of the manual, for mandoc or man",
    .arguments = "[PAGE]",
    .opts = opts,
    .help = "The pages that `make install` installs, from the program's own tables. PAGE is a "
            "command,\n"
            "tocsin.conf.5 or tocsin-contexts.5; without it the overview.\n\n"
            "examples:\n"
            "  tocsin man get | mandoc -a\n"
            "  tocsin man tocsin.conf.5 | man -l -\n",
    .run = run,
};
