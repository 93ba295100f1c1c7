/* The configuration file and the secrets beside it. */
#include "io/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/scope.h"
#include "base/str.h"

enum { FILE_MAX = 64 << 10 };

#define PATH_ROW(name_, help_)                                                                     \
    {                                                                                              \
        .name = name_, .type = PARAM_STRING, .min = 1, .max = 900, .required = true, .help = help_ \
    }
const struct param config_rows[] = {
    PATH_ROW("var_dir", "Folder of everything Tocsin keeps."),
    PATH_ROW("run_dir", "Sockets and process ids; short, since a socket's path ends at 107 bytes."),
    PATH_ROW("log_dir", "Log files."),
    PATH_ROW("key_dir", "Secrets, one file each, readable only by the process that needs it."),
    PATH_ROW("www_dir", "The built web application."),
    {.name = "share_dir",
     .type = PARAM_STRING,
     .min = 1,
     .max = 500,
     .def = SHARE_DIR,
     .help = "Migrations and templates, as installed or in the source tree."},
    PATH_ROW("pg_dir", "Folder of PostgreSQL's unix socket."),
    {.name = "pg_database",
     .type = PARAM_STRING,
     .min = 1,
     .max = 63,
     .def = "tocsin",
     .help = "Database name."},
    PATH_ROW("redis_socket", "Redis' unix socket."),
    {.name = "listen",
     .type = PARAM_STRING,
     .min = 3,
     .max = 100,
     .def = "127.0.0.1:8080",
     .help = "Address and port of the web server; anything but loopback gets TLS."},
    {.name = "public_url",
     .type = PARAM_STRING,
     .min = 8,
     .max = 300,
     .def = "http://127.0.0.1:8080",
     .help = "What people type; links and allowed Origins use it."},
    {.name = "log_level",
     .type = PARAM_ENUM,
     .def = "info",
     .choices = "debug|info|warn|error",
     .help = "Least severe events to log."},
    {.name = "argon_slots",
     .type = PARAM_INT,
     .min = 1,
     .max = 64,
     .def = "4",
     .help = "Password hashes computed at once; each takes 19 MiB."},
    {.name = "login_failures",
     .type = PARAM_INT,
     .min = 1,
     .max = 100000,
     .def = "5",
     .help = "Wrong passwords on one account until it must wait."},
    {.name = "login_failures_address",
     .type = PARAM_INT,
     .min = 1,
     .max = 100000,
     .def = "30",
     .help = "Wrong passwords from one address (IPv6: one /64) until it must wait."},
    {.name = "login_failures_all",
     .type = PARAM_INT,
     .min = 10,
     .max = 1000000,
     .def = "1000",
     .help = "Wrong passwords a minute from everybody together until all must wait."},
    {.name = "login_window_s",
     .type = PARAM_INT,
     .min = 1,
     .max = 86400,
     .def = "900",
     .help = "Seconds from the first wrong password until the count starts anew."},
    {.name = "checkers",
     .type = PARAM_INT,
     .min = 1,
     .max = 8,
     .def = "1",
     .help = "Processes on this machine that share the checks; `tocsin run` starts so many."},
    {.name = "pool_fast",
     .type = PARAM_INT,
     .min = 1,
     .max = 64,
     .def = "4",
     .help = "Most API processes for quick answers."},
    {.name = "pool_heavy",
     .type = PARAM_INT,
     .min = 1,
     .max = 64,
     .def = "2",
     .help = "Most API processes for answers over much data."},
    {.name = "pool_ingest",
     .type = PARAM_INT,
     .min = 1,
     .max = 64,
     .def = "2",
     .help = "Most API processes for incoming data."},
    {.name = "resolver",
     .type = PARAM_STRING,
     .min = 0,
     .max = 300,
     .def = "",
     .help = "DNS servers as address:port, comma separated; empty: those of the machine."},
    {.name = NULL},
};

static size_t row_count(void)
{
    size_t n = 0;

    while (config_rows[n].name)
        n++;
    return n;
}

static const char *default_path(const char *path)
{
    const char *env = getenv("TOCSIN_CONF");

    return path ? path : env && *env ? env : "var/etc/tocsin.conf";
}

/* Reads at most FILE_MAX bytes into the arena. */
static bool slurp(struct config *c, struct str *text, struct err *e)
{
    AUTO_FD fd = open(c->path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL, "cannot read %s: %s",
                       c->path, strerror(errno));
    char *p = arena_alloc(&c->mem, FILE_MAX, e);
    if (!p)
        return false;
    size_t n = 0;
    for (ssize_t got; n < FILE_MAX && (got = read(fd, p + n, FILE_MAX - n)) != 0;) {
        if (got < 0 && errno != EINTR)
            return err_set(e, ERR_INTERNAL, "cannot read %s: %s", c->path, strerror(errno));
        n += got > 0 ? (size_t)got : 0;
    }
    if (n == FILE_MAX)
        return err_set(e, ERR_LIMIT, "%s is larger than %d bytes", c->path, FILE_MAX);
    *text = (struct str){p, n};
    return true;
}

static bool take_line(struct config *c, struct str line, int number, struct err *e)
{
    char context[200];
    struct str name;

    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return true;
    snprintf(context, sizeof context, "%s:%d", c->path, number);
    if (!str_cut(&line, '=', &name) || !line.p)
        return err_set(e, ERR_INVALID, "%s: write it as name = value", context);
    name = str_trim(name);
    const struct param *row = param_find(config_rows, name);
    if (!row)
        return err_set(e, ERR_INVALID, "%s: there is no setting %.*s", context, STR_ARG(name));
    if (c->values[row - config_rows])
        return err_field(e, ERR_INVALID, row->name, "%s: %s stands twice", context, row->name);
    struct str value = str_trim(line);
    if (!param_check_text(row, value, e))
        return err_context(e, context);
    c->values[row - config_rows] = arena_str(&c->mem, value, e);
    return c->values[row - config_rows] != NULL;
}

static bool fill_defaults(struct config *c, struct err *e)
{
    for (size_t i = 0; config_rows[i].name; i++) {
        if (c->values[i])
            continue;
        if (!config_rows[i].def)
            return err_field(e, ERR_INVALID, config_rows[i].name, "%s: %s is missing", c->path,
                             config_rows[i].name);
        c->values[i] = config_rows[i].def;
    }
    return true;
}

bool config_load(struct config *c, const char *path, struct err *e)
{
    struct config fresh = {0};
    struct str text, line;

    arena_init(&fresh.mem, 256 << 10);
    fresh.path = arena_str(&fresh.mem, str_of(default_path(path)), e);
    fresh.values = arena_array(&fresh.mem, row_count(), sizeof *fresh.values, e);
    bool ok = fresh.path && fresh.values && slurp(&fresh, &text, e);
    for (int number = 1; ok && str_cut(&text, '\n', &line); number++)
        ok = take_line(&fresh, line, number, e);
    if (!ok || !fill_defaults(&fresh, e)) {
        arena_clear(&fresh.mem);
        return false;
    }
    *c = fresh;
    return true;
}

void config_clear(struct config *c)
{
    arena_clear(&c->mem);
    *c = (struct config){0};
}

const char *config_text(const struct config *c, const char *name)
{
    const struct param *row = param_find(config_rows, str_of(name));

    return row ? c->values[row - config_rows] : "";
}

int64_t config_int(const struct config *c, const char *name)
{
    int64_t v = 0;

    return str_int(str_of(config_text(c, name)), INT64_MIN, INT64_MAX, &v) ? v : 0;
}

bool config_secret(const struct config *c, const char *name, char *out, size_t cap, struct err *e)
{
    char path[1100];
    struct stat st;

    snprintf(path, sizeof path, "%s/%s", config_text(c, "key_dir"), name);
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(e, ERR_INTERNAL, "cannot read the key %s: %s", name, strerror(errno));
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0)
        return err_set(e, ERR_INTERNAL,
                       "the key %s must be a file that only its owner reads (0400)", name);
    ssize_t n = read(fd, out, cap);
    if (n > 0 && (size_t)n < cap && out[n - 1] == '\n')
        n--;
    if (n <= 0 || (size_t)n >= cap)
        return err_set(e, ERR_INTERNAL, "the key %s is empty or too long", name);
    out[n] = '\0';
    return true;
}
