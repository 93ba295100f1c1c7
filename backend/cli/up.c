/* tocsin up: from nothing, or from what is there, to a running Tocsin. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/stop.h"
#include "cli/welcome.h"
#include "cli/file.h"
#include "cli/fit.h"
#include "cli/install.h"
#include "cli/lock.h"
#include "cli/place.h"
#include "cli/run_status.h"
#include "cli/start.h"

enum {
    OPT_VAR,
    OPT_SHARE,
    OPT_PORT,
    OPT_LISTEN,
    OPT_URL,
    OPT_CERT,
    OPT_KEY,
    OPT_FRESH,
    OPT_TENANT,
    OPT_EMAIL,
    OPT_PASSWORD,
    OPT_LAN
};
static const struct opt opts[] = {
    [OPT_VAR] = {"var", 0, "DIR", "where everything is kept (var)"},
    [OPT_SHARE] = {"share", 0, "DIR", "migrations, templates, web application (as installed)"},
    [OPT_PORT] = {"port", 0, "N", "of the web server on 127.0.0.1 (8080)"},
    [OPT_LISTEN] = {"listen", 0, "ADDRESS:PORT",
                    "the same for any address; not loopback: with TLS"},
    [OPT_URL] = {"public-url", 0, "URL", "what people type, when it is another address"},
    [OPT_CERT] = {"tls-cert", 0, "FILE", "certificate chain; made when needed and not given"},
    [OPT_KEY] = {"tls-key", 0, "FILE", "its key"},
    [OPT_FRESH] = {"fresh", 0, NULL, "stop, remove all data and start over"},
    [OPT_TENANT] = {"tenant", 't', "NAME", "short name of the first tenant (main)"},
    [OPT_EMAIL] = {"admin-email", 0, "ADDRESS", "make the first administrator without a link"},
    [OPT_PASSWORD] = {"admin-password-file", 0, "FILE", "its first line is the password"},
    [OPT_LAN] = {"lan", 0, NULL, "hosts of this machine's own networks may be watched"},
    {.name = NULL},
};

/* Says how far we are, with the seconds since *context, a monotonic time. */
static void say(void *context, const char *what)
{
    const int64_t *begun_mono_ms = context;

    printf("[%5.1f s] %s\n", (double)(clock_mono_ms() - *begun_mono_ms) / 1000, what);
    fflush(stdout);
}

/* Everything `tocsin init` and the servers have put there, and nothing else. */
static bool remove_data(const struct place *p, struct err *e)
{
    static const char *const folders[] = {"pg",  "pg.new", "redis",   "keys",    "log",
                                          "run", "www",    "www.new", "www.old", "etc"};
    char path[160];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/%s", p->var, folders[i]);
        if (!file_remove_tree(path, e))
            return false;
    }
    return true;
}

/* Over all that the processes are configured by. */
static uint64_t configuration(const struct place *p)
{
    static const char *const files[] = {"tocsin.conf",     "nginx.conf",     "nginx-locations.conf",
                                        "postgresql.conf", "pg_hba.conf",    "pg_ident.conf",
                                        "redis.conf",      "redis-users.acl"};
    uint64_t digest = 14695981039346656037u; /* FNV-1a */
    char path[160], text[128 << 10];

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct str content = {"", 0};
        struct err absent = {0};
        snprintf(path, sizeof path, "%s/etc/%s", p->var, files[i]);
        if (!file_read(path, text, sizeof text, &content, &absent))
            content = (struct str){absent.msg, strlen(absent.msg)};
        for (size_t k = 0; k < content.n; k++)
            digest = (digest ^ (unsigned char)content.p[k]) * 1099511628211u;
    }
    return digest;
}

static bool same_build(const struct place *p)
{
    struct run_status s;
    struct err e = {0};
    char build[64];

    run_status_build(p, build);
    return run_status_read(p, &s, &e) && strcmp(s.build, build) == 0;
}

static bool start(const struct install_wish *w, const struct place *p, struct err *e)
{
    struct err unstopped = {0};
    bool ran;

    say(w->context, "starting PostgreSQL, Redis, the API, the workers and nginx");
    if (start_detached(p, e) && start_wait(p, e))
        return true;
    if (!stop_running(p, &ran, &unstopped))
        log_err("stop", &unstopped);
    return false;
}

static bool bring_up(const struct install_wish *w, const struct place *p, struct err *e)
{
    uint64_t before = configuration(p);
    bool ran = lock_holder(p) > 0;

    if ((!ran && !fit_check(p, e)) || !install_make(w, e))
        return false;
    if (ran && same_build(p) && configuration(p) == before) {
        say(w->context, "runs already");
        return start_wait(p, e);
    }
    if (ran)
        say(w->context, "stopping what runs: the build or the settings have changed");
    return stop_running(p, &ran, e) && start(w, p, e);
}

static bool wishes(const char **values, char listen[40], int64_t *begun_mono_ms,
                   struct install_wish *w, struct err *e)
{
    *w = (struct install_wish){.var = values[OPT_VAR] ? values[OPT_VAR] : "var",
                               .share = values[OPT_SHARE] ? values[OPT_SHARE] : SHARE_DIR,
                               .listen = values[OPT_LISTEN],
                               .public_url = values[OPT_URL],
                               .tls_cert = values[OPT_CERT],
                               .tls_key = values[OPT_KEY],
                               .step = say,
                               .context = begun_mono_ms};
    if (!values[OPT_EMAIL] != !values[OPT_PASSWORD])
        return err_set(e, ERR_INVALID, "--admin-email and --admin-password-file go together");
    if (!values[OPT_PORT])
        return true;
    if (w->listen)
        return err_set(e, ERR_INVALID, "--port and --listen exclude each other");
    snprintf(listen, 40, "127.0.0.1:%.20s", values[OPT_PORT]);
    w->listen = listen;
    return true;
}

static bool welcome(const struct place *p, const char **values, struct err *e)
{
    const struct welcome_wish w = {.tenant = values[OPT_TENANT],
                                   .admin_email = values[OPT_EMAIL],
                                   .admin_password_file = values[OPT_PASSWORD],
                                   .lan = values[OPT_LAN] != NULL};
    struct config c;

    if (!config_load(&c, p->config, e))
        return false;
    bool ok = welcome_make(p, &c, &w, e);
    config_clear(&c);
    return ok;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct install_wish w;
    struct place p;
    int64_t begun_mono_ms = clock_mono_ms();
    char listen[40];
    bool ran;

    (void)argv;
    log_init("up", LOG_ERROR);
    if (argc > 1)
        return err_set(e, ERR_INVALID, "up takes no arguments") ? CLI_DONE : CLI_USAGE;
    if (!wishes(values, listen, &begun_mono_ms, &w, e) || !place_at(&p, w.var, w.share, e))
        return CLI_FAILED;
    if (values[OPT_FRESH]) {
        say(&begun_mono_ms, "stopping and removing all data");
        if (!stop_running(&p, &ran, e) || !remove_data(&p, e))
            return CLI_FAILED;
    }
    if (!bring_up(&w, &p, e))
        return CLI_FAILED;
    say(&begun_mono_ms, "everything is up");
    return welcome(&p, values, e) ? CLI_DONE : CLI_FAILED;
}

const struct command cli_up = {
    .name = "up",
    .summary = "make an installation if need be, start it detached, wait until it is up",
    .arguments = "",
    .opts = opts,
    .help = "Repeat it as often as you like: what is there and current is left alone. scripts/up\n"
            "installs packages and builds, then calls this.\n"
            "\n"
            "  tocsin up --var /var/lib/tocsin --port 8080\n",
    .run = run,
};
