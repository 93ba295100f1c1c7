/* tocsin migrate: database, roles and schema of this build, and the roles' passwords. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/proc.h"
#include "cli/command.h"
#include "cli/file.h"
#include "cli/place.h"
#include "cli/secrets.h"
#include "io/crypto.h"
#include "store/migrate_store.h"

enum { OPT_CONFIG, OPT_PG, OPT_DATABASE, OPT_SHARE };
static const struct opt opts[] = {
    [OPT_CONFIG] = {"config", 'c', "FILE", "the installation's tocsin.conf"},
    [OPT_PG] = {"pg", 0, "DIR", "PostgreSQL's socket folder, instead of an installation's"},
    [OPT_DATABASE] = {"database", 0, "NAME", "with --pg (tocsin)"},
    [OPT_SHARE] = {"share", 0, "DIR", "with --pg: the folder above migrations/ (as installed)"},
    {.name = NULL},
};

enum { MAX_MIGRATIONS = 1000, FILE_BYTES = 1 << 20, WAIT_MS = 30000, MAX_SECRETS = 32 };

/* A migration with this line ends the time in which older builds may serve the same database. */
static const char BREAKING[] = "\n-- Breaks older builds.";

struct plan {
    struct arena mem;
    char *scratch; /* one file at a time */
    struct migration *list;
    size_t n;
    char secrets[MAX_SECRETS][SECRET_TEXT]; /* by row of secrets_rows; "" when not a role's */
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct migration *)a)->name, ((const struct migration *)b)->name);
}

static bool is_migration(const char *name)
{
    size_t n = strlen(name);

    return n > 9 && strspn(name, "0123456789") == 4 && name[4] == '_' &&
           strcmp(name + n - 4, ".sql") == 0;
}

static bool read_one(struct plan *plan, const char *folder, const char *name, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    struct migration *m = &plan->list[plan->n];
    char path[PATH_MAX];
    struct str sql;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    m->name = arena_str(&plan->mem, str_of(name), e);
    if (!m->name || !file_read(path, plan->scratch, FILE_BYTES, &sql, e))
        return false;
    m->sql = arena_str(&plan->mem, sql, e);
    if (!m->sql)
        return false;
    m->breaking = strstr(m->sql, BREAKING) != NULL;
    crypto_sha256(sql.p, sql.n, digest);
    str_hex(digest, sizeof digest, m->checksum);
    plan->n++;
    return true;
}

static bool read_migrations(struct plan *plan, const char *share, struct err *e)
{
    char folder[600];

    snprintf(folder, sizeof folder, "%s/migrations", share);
    DIR *d = opendir(folder);
    if (!d)
        return err_set(e, ERR_NOT_FOUND, "cannot list %s: %s", folder, strerror(errno));
    plan->list = arena_array(&plan->mem, MAX_MIGRATIONS, sizeof *plan->list, e);
    plan->scratch = arena_alloc(&plan->mem, FILE_BYTES, e);
    bool ok = plan->list && plan->scratch;
    for (const struct dirent *f; ok && (f = readdir(d)) != NULL;)
        if (is_migration(f->d_name))
            ok = plan->n < MAX_MIGRATIONS ? read_one(plan, folder, f->d_name, e)
                                          : err_set(e, ERR_LIMIT, "too many files in %s", folder);
    closedir(d);
    if (ok && plan->n == 0)
        return err_set(e, ERR_NOT_FOUND, "%s holds no migration", folder);
    if (ok)
        qsort(plan->list, plan->n, sizeof *plan->list, by_name);
    return ok;
}

static bool read_secrets(struct plan *plan, const struct place *p, struct err *e)
{
    for (size_t i = 0; secrets_rows[i].name; i++)
        if (secrets_rows[i].database_role &&
            !secrets_read(p, secrets_rows[i].name, plan->secrets[i], e))
            return false;
    return true;
}

static void say_applied(const char *name)
{
    log_event(LOG_INFO, "migrated", "step", name, NULL);
}

static bool apply(const struct plan *plan, const char *pg_dir, const char *database, struct err *e)
{
    PGconn *conn = migrate_open(pg_dir, database, "postgres", WAIT_MS, e);
    bool ok = conn && migrate_apply(conn, plan->list, plan->n, say_applied, e);

    for (size_t i = 0; ok && secrets_rows[i].name; i++)
        if (plan->secrets[i][0])
            ok = migrate_secret(conn, secrets_rows[i].database_role, plan->secrets[i], e);
    migrate_close(conn);
    return ok;
}

/* Files and secrets are read first: the database's superuser may not be able to. */
static bool migrate_place(struct plan *plan, const char *config, struct err *e)
{
    struct config c;
    struct place p;

    if (!config_load(&c, config, e))
        return false;
    bool ok = place_of(&p, &c, e) && read_migrations(plan, p.share, e) &&
              read_secrets(plan, &p, e) && proc_become(place_superuser(&p), e) &&
              apply(plan, config_text(&c, "pg_dir"), config_text(&c, "pg_database"), e);
    config_clear(&c);
    return ok;
}

/* A server of somebody else's: its roles' passwords are theirs to set. */
static bool migrate_elsewhere(struct plan *plan, const char **values, struct err *e)
{
    const struct place root = {.root = geteuid() == 0};

    return read_migrations(plan, values[OPT_SHARE] ? values[OPT_SHARE] : SHARE_DIR, e) &&
           proc_become(place_superuser(&root), e) &&
           apply(plan, values[OPT_PG], values[OPT_DATABASE] ? values[OPT_DATABASE] : "tocsin", e);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct plan plan = {.n = 0};

    (void)argv;
    if (argc > 1)
        return err_set(e, ERR_INVALID, "migrate takes no arguments") ? CLI_DONE : CLI_USAGE;
    log_init("migrate", LOG_INFO);
    arena_init(&plan.mem, (size_t)MAX_MIGRATIONS * sizeof *plan.list + ((size_t)64 << 20));
    bool ok = crypto_start(e) && (values[OPT_PG] ? migrate_elsewhere(&plan, values, e)
                                                 : migrate_place(&plan, values[OPT_CONFIG], e));
    crypto_wipe(plan.secrets, sizeof plan.secrets);
    arena_clear(&plan.mem);
    return ok ? CLI_DONE : CLI_FAILED;
}

const struct command cli_migrate = {
    .name = "migrate",
    .summary = "bring the database to this build's schema",
    .arguments = "",
    .opts = opts,
    .help =
        "Each step is one transaction; run it as often as you like, killed at any point it goes "
        "on\n"
        "where it was. A database made by a newer build is refused. Runs as root or as the user\n"
        "that owns the installation, over PostgreSQL's local socket.\n"
        "\n"
        "  tocsin migrate --config var/etc/tocsin.conf\n"
        "  tocsin migrate --pg /var/run/postgresql --database tocsin\n",
    .run = run,
};
