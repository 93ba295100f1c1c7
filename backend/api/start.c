/* Everything that must hold before the first request. */
#include "api/start.h"

#include <stdlib.h>
#include <string.h>

#include "api/callers.h"
#include "api/hearing.h"
#include "api/kinds.h"
#include "api/recall.h"
#include "api/request.h"
#include "api/rate.h"
#include "api/router.h"
#include "base/buf.h"
#include "io/crypto.h"
#include "io/mac.h"

enum { CACHE_TIMEOUT_MS = 100, LOCK_TIMEOUT_MS = 2000 };

static const int statement_ms[POOL__COUNT] = {
    [POOL_FAST] = 500, [POOL_HEAVY] = 5000, [POOL_AUTH] = 2000, [POOL_INGEST] = 5000};

static bool keys(struct app *app, struct err *e)
{
    char master[256];

    if (!config_secret(app->config, "jwt", master, sizeof master, e))
        return false;
    mac_derive(str_of(master), "list cursors", app->cursor_key);
    crypto_wipe(master, sizeof master);
    return true;
}

static bool connections(struct app *app, struct err *e)
{
    const struct config *c = app->config;
    char secret[256];

    if (!config_secret(c, "db_tocsin_api", secret, sizeof secret, e))
        return false;
    struct db_target db = {.socket_dir = config_text(c, "pg_dir"),
                           .database = config_text(c, "pg_database"),
                           .role = "tocsin_api",
                           .password = secret,
                           .application = "tocsin-api",
                           .statement_timeout_ms = statement_ms[app->pool],
                           .lock_timeout_ms = LOCK_TIMEOUT_MS};
    app->db = db_new(&db, e);
    bool good = app->db && config_secret(c, "redis_api", secret, sizeof secret, e);
    struct cache_target cache = {.socket = config_text(c, "redis_socket"),
                                 .user = "api",
                                 .password = secret,
                                 .timeout_ms = CACHE_TIMEOUT_MS};
    if (good)
        app->cache = cache_new(&cache, e);
    crypto_wipe(secret, sizeof secret);
    return good && app->cache;
}

/* Every pool tells of its changes; those that answer reads remember. */
static bool memories(struct app *app, struct err *e)
{
    char path[256];
    struct buf b = BUF(path);

    if (app->cgi)
        return true;
    buf_fmt(&b, "%s/api/told", config_text(app->config, "run_dir"));
    if (!buf_ok(&b))
        return err_set(e, ERR_INVALID, "run_dir is too long");
    if (!(app->hearing = hearing_new(path, e)))
        return false;
    if (app->pool != POOL_FAST && app->pool != POOL_HEAVY)
        return true;
    return (app->recall = recall_new(e)) && (app->callers = callers_new(e)) &&
           hearing_start(app, e);
}

static bool fill(struct app *app, const char *path, struct err *e)
{
    struct config *config = calloc(1, sizeof *config);

    app->config = config;
    if (!config)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the configuration");
    return crypto_start(e) && config_load(config, path, e) &&
           (app->router = router_new(routes_all, e)) && (app->rates = rate_new(e)) &&
           (app->kinds = kinds_new(e)) && keys(app, e) && connections(app, e) &&
           identify_start(app, e) && memories(app, e);
}

struct app *start_app(const char *path, enum pool pool, bool cgi, struct err *e)
{
    struct app *app = calloc(1, sizeof *app);

    if (!app) {
        err_set(e, ERR_UNAVAILABLE, "no memory to start");
        return NULL;
    }
    app->pool = pool;
    app->cgi = cgi;
    if (fill(app, path, e))
        return app;
    start_app_free(app);
    return NULL;
}

void start_app_free(struct app *app)
{
    if (!app)
        return;
    db_free(app->db);
    cache_free(app->cache);
    router_free(app->router);
    rate_free(app->rates);
    hearing_free(app->hearing);
    recall_free(app->recall);
    callers_free(app->callers);
    kinds_free(app->kinds);
    if (app->config)
        config_clear((struct config *)app->config);
    free((struct config *)app->config);
    crypto_wipe(app->cursor_key, sizeof app->cursor_key);
    free(app);
}
