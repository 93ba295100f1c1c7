/* tocsin-api: one pool of FastCGI processes, one CGI request, or what the route table gives. */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/master.h"
#include "api/nginx.h"
#include "api/openapi.h"
#include "api/serve.h"
#include "api/start.h"
#include "base/log.h"
#include "base/proc.h"
#include "io/door.h"

enum { BACKLOG = 128 };

static const char usage[] =
    "usage: tocsin-api --pool fast|heavy|auth|ingest [--listen PATH] [--config FILE] [--user "
    "NAME]\n"
    "       tocsin-api --openapi | --nginx | --routes\n\n"
    "  --pool NAME     which class of routes this process and its children serve\n"
    "  --listen PATH   bind this unix socket; without it descriptor 0 is a listening socket, or\n"
    "                  else one CGI request stands in the environment\n"
    "  --config FILE   configuration file (default: $TOCSIN_CONF, ./var/etc/tocsin.conf)\n"
    "  --user NAME     leave root for this user\n"
    "  --openapi       print the description of the API (OpenAPI 3.1)\n"
    "  --nginx         print the web server's locations by pool\n"
    "  --routes        print one line a route\n";

struct options {
    const char *listen, *config, *user;
    enum pool pool;
    bool (*print)(FILE *to, struct err *e);
    bool help, bad;
};

static struct options parse(int argc, char **argv)
{
    static const struct option rows[] = {
        {"pool", required_argument, NULL, 'p'},   {"listen", required_argument, NULL, 'l'},
        {"config", required_argument, NULL, 'c'}, {"user", required_argument, NULL, 'u'},
        {"openapi", no_argument, NULL, 'o'},      {"nginx", no_argument, NULL, 'n'},
        {"routes", no_argument, NULL, 'r'},       {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},      {0},
    };
    struct options o = {.pool = POOL_FAST};

    for (int c; (c = getopt_long(argc, argv, "", rows, NULL)) != -1;)
        switch (c) {
        case 'p':
            o.pool = route_pool_find(optarg);
            o.bad |= o.pool == POOL__COUNT;
            break;
        case 'l':
            o.listen = optarg;
            break;
        case 'c':
            o.config = optarg;
            break;
        case 'u':
            o.user = optarg;
            break;
        case 'o':
            o.print = openapi_print;
            break;
        case 'n':
            o.print = nginx_print;
            break;
        case 'r':
            o.print = nginx_print_routes;
            break;
        case 'h':
            o.help = true;
            break;
        default:
            o.bad = true;
        }
    o.bad |= optind < argc;
    return o;
}

static bool is_listening(int fd)
{
    int yes = 0;
    socklen_t n = sizeof yes;

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &n) == 0 && yes;
}

static void set_log_level(const struct app *app)
{
    static const char *const process[POOL__COUNT] = {"api-fast", "api-heavy", "api-auth",
                                                     "api-ingest"};

    log_init(process[app->pool], log_level_of(config_text(app->config, "log_level")));
}

static struct app *reload(const struct app *old, struct err *e)
{
    struct app *app = start_app(old->config->path, old->pool, false, e);

    if (app)
        set_log_level(app);
    return app;
}

/* Children and patience of each class. */
static bool serve_pool(struct app *app, int listener, struct err *e)
{
    static const struct {
        const char *most; /* name in the configuration */
        size_t least;
        bool keep;
        int stuck_ms;
    } rows[POOL__COUNT] = {
        [POOL_FAST] = {"pool_fast", 1, true, 20000},
        [POOL_HEAVY] = {"pool_heavy", 0, false, 30000},
        [POOL_AUTH] = {"argon_slots", 0, false, 30000},
        [POOL_INGEST] = {"pool_ingest", 0, true, 30000},
    };
    struct master_plan plan = {
        .app = app,
        .least = rows[app->pool].least,
        .most = (size_t)config_int(app->config, rows[app->pool].most),
        .child = {.keep = rows[app->pool].keep,
                  .idle_ms = 60000,
                  .serves = 20000,
                  .rss_bytes = 64 << 20},
        .stuck_ms = rows[app->pool].stuck_ms,
        .reload = reload,
    };
    return master_run(&plan, listener, e);
}

static bool serve_cgi(struct app *app, struct err *e)
{
    struct arena mem;
    struct answer *answer = calloc(1, sizeof *answer);
    struct gateway g = gateway_cgi();

    if (!answer)
        return err_set(e, ERR_UNAVAILABLE, "no memory");
    arena_init(&mem, ARENA_CAP);
    answer_init(answer);
    serve(app, &g, &mem, answer);
    answer_clear(answer);
    free(answer);
    arena_clear(&mem);
    return true;
}

static bool run(const struct options *o, struct err *e)
{
    int listener = o->listen ? -1 : STDIN_FILENO;
    bool cgi = !o->listen && !is_listening(STDIN_FILENO);

    if (o->print)
        return o->print(stdout, e);
    if (!proc_become(o->user, e))
        return false;
    struct app *app = start_app(o->config, o->pool, cgi, e);
    if (!app)
        return false;
    set_log_level(app);
    if (o->listen && (listener = door_open(o->listen, BACKLOG, e)) < 0)
        return false;
    bool done = cgi ? serve_cgi(app, e) : serve_pool(app, listener, e);
    if (o->listen)
        unlink(o->listen);
    return done;
}

int main(int argc, char **argv)
{
    struct options o = parse(argc, argv);
    struct err e = {0};

    log_init("api", LOG_INFO);
    if (o.help || o.bad) {
        fputs(usage, o.help ? stdout : stderr);
        return o.help ? 0 : 2;
    }
    if (run(&o, &e))
        return 0;
    log_err("tocsin-api", &e);
    return 1;
}
