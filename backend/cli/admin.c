/* tocsin admin: what an administrator of the machine does over the local socket, audited. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/first.h"
#include "cli/local.h"
#include "cli/place.h"
#include "io/crypto.h"
#include "io/key_text.h"
#include "io/net.h"
#include "store/admin_store.h"

enum {
    OPT_CONFIG,
    OPT_TENANT,
    OPT_NAME,
    OPT_ROLE,
    OPT_SCOPE,
    OPT_PLATFORM,
    OPT_DAYS,
    OPT_EMAIL,
    OPT_PASSWORD_FILE
};
static const struct opt opts[] = {
    [OPT_CONFIG] = {"config", 'c', "FILE", "the installation's tocsin.conf"},
    [OPT_TENANT] = {"tenant", 't', "NAME", "short name of the tenant"},
    [OPT_NAME] = {"name", 'n', "TEXT", "key: what it is for; owner: the person's name"},
    [OPT_ROLE] = {"role", 'r', "ROLE", "key: viewer, operator, admin or owner"},
    [OPT_SCOPE] = {"scope", 's', "LIST",
                   "key: permissions, comma-separated, or * for all of the role"},
    [OPT_PLATFORM] = {"platform", 0, NULL, "key: may administer the platform as well"},
    [OPT_DAYS] = {"days", 0, "N", "key: expires after N days (never)"},
    [OPT_EMAIL] = {"email", 0, "ADDRESS", "owner: what the person signs in with"},
    [OPT_PASSWORD_FILE] = {"password-file", 0, "FILE", "owner: its first line is the password"},
    {.name = NULL},
};

static bool need(const char **values, int option, struct err *e)
{
    return values[option] ||
           err_field(e, ERR_INVALID, opts[option].name, "--%s is needed", opts[option].name);
}

static bool expiry(const char *days, int64_t *at_us, struct err *e)
{
    int64_t n = 0;

    if (days && !str_int(str_of(days), 1, 3650, &n))
        return err_field(e, ERR_INVALID, "days", "--days takes a whole number from 1 to 3650");
    *at_us = n ? clock_wall_us() + n * 86400 * 1000000 : 0;
    return true;
}

/* What a verb works with. */
struct work {
    struct db *db;
    const struct config *config;
    const char **values, *argument;
    char hash[FIRST_HASH]; /* of the password in --password-file */
};

static bool key_create(const struct work *w, struct err *e)
{
    const char **values = w->values;
    char secret[CRYPTO_SECRET_TEXT], prefix[KEY_TEXT_PREFIX], text[KEY_TEXT];
    struct admin_key k = {.tenant = values[OPT_TENANT],
                          .name = values[OPT_NAME] ? values[OPT_NAME] : "made by tocsin admin",
                          .prefix = prefix,
                          .role = values[OPT_ROLE],
                          .scopes = values[OPT_SCOPE],
                          .platform = values[OPT_PLATFORM] != NULL};
    int32_t tenant;
    int64_t id;

    if (!need(values, OPT_ROLE, e) || !expiry(values[OPT_DAYS], &k.expires_us, e))
        return false;
    crypto_secret_new(secret, k.hash);
    key_text_prefix(secret, prefix);
    bool ok = admin_key_create(w->db, &k, &tenant, &id, e);
    if (ok) {
        key_text_make(tenant, id, secret, text);
        printf("%s\n", text); /* the only time it is seen */
    }
    crypto_wipe(secret, sizeof secret);
    crypto_wipe(text, sizeof text);
    return ok;
}

/* "10.0.0.0/8:443" in its strict form, as network and service. */
static bool entry_parts(const char *entry, char *net, size_t size, const char **service,
                        struct err *e)
{
    struct net_rule rule;
    struct buf b = {.p = net, .cap = size};

    if (!net_rule_parse(str_of(entry), &rule, e))
        return false;
    net_rule_format(&rule, &b);
    char *colon = strrchr(net, ':');
    *colon = '\0';
    *service = colon + 1;
    return buf_ok(&b);
}

static bool egress_add(const struct work *w, struct err *e)
{
    char net[80];
    const char *service;
    bool changed;

    if (!entry_parts(w->argument, net, sizeof net, &service, e) ||
        !admin_egress_add(w->db, w->values[OPT_TENANT], net, service, &changed, e))
        return false;
    printf(changed ? "added\n" : "was there already\n");
    return true;
}

static bool egress_remove(const struct work *w, struct err *e)
{
    char net[80];
    const char *service;
    bool changed;

    if (!entry_parts(w->argument, net, sizeof net, &service, e) ||
        !admin_egress_remove(w->db, w->values[OPT_TENANT], net, service, &changed, e))
        return false;
    printf(changed ? "removed\n" : "was not there\n");
    return true;
}

static bool egress_list(const struct work *w, struct err *e)
{
    AUTO_RES r = NULL;

    if (!admin_egress_list(w->db, w->values[OPT_TENANT], &r, e))
        return false;
    for (int i = 0; i < PQntuples(r); i++)
        printf("%s:%s\n", row_text(r, i, 0), row_text(r, i, 1));
    return true;
}

static bool owner_create(const struct work *w, struct err *e)
{
    bool made;

    if (!first_owner(w->db, w->values[OPT_TENANT], w->values[OPT_EMAIL], w->hash, &made, e))
        return false;
    if (!made)
        return err_set(e, ERR_CONFLICT,
                       "there is an administrator already; people are added by one");
    printf("made\n");
    return true;
}

static bool setup_link(const struct work *w, struct err *e)
{
    char slug[FIRST_SLUG], link[FIRST_LINK];
    bool made;

    if (!first_tenant(w->db, w->values[OPT_TENANT], slug, &made, e) ||
        !first_link(w->db, slug, config_text(w->config, "public_url"), link, e))
        return false;
    if (!link[0])
        return err_set(e, ERR_CONFLICT,
                       "there is an administrator already; people are added by one");
    printf("%s\n", link); /* the only time it is seen */
    crypto_wipe(link, sizeof link);
    return true;
}

/* What can be asked, by its words. */
static const struct verb {
    const char *object;
    const char *action;   /* NULL: the object says it all */
    const char *argument; /* what it is called, or NULL: takes none */
    bool tenant, person;  /* needs --tenant; needs --email and --password-file */
    bool (*run)(const struct work *w, struct err *e);
} verbs[] = {
    {"key", "create", NULL, true, false, key_create},
    {"egress", "add", "ENTRY", true, false, egress_add},
    {"egress", "remove", "ENTRY", true, false, egress_remove},
    {"egress", "list", NULL, true, false, egress_list},
    {"owner", "create", NULL, true, true, owner_create},
    {"setup-link", NULL, NULL, false, false, setup_link},
};

static const struct verb *find(int argc, char **argv, struct err *e)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const struct verb *v = &verbs[i];
        int words = v->action ? 3 : 2;
        if (argc < words || strcmp(argv[1], v->object) != 0 ||
            (v->action && strcmp(argv[2], v->action) != 0))
            continue;
        if (argc == words + (v->argument ? 1 : 0))
            return v;
        err_set(e, ERR_INVALID, "admin %s %s takes %s%s", v->object, v->action ? v->action : "",
                v->argument ? "one " : "no argument", v->argument ? v->argument : "");
        return NULL;
    }
    err_set(e, ERR_INVALID,
            "say what: setup-link, key create, egress add|remove|list, owner create");
    return NULL;
}

static bool obey(const struct verb *v, struct work *w, struct err *e)
{
    struct place p;

    if (!place_of(&p, w->config, e) ||
        (v->person &&
         !first_password(w->values[OPT_PASSWORD_FILE], w->values[OPT_EMAIL], w->hash, e)))
        return false;
    w->db = local_open(&p, w->config, e);
    bool ok = w->db && v->run(w, e);
    db_free(w->db);
    crypto_wipe(w->hash, sizeof w->hash);
    return ok;
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    const struct verb *v = find(argc, argv, e);
    struct config c;

    if (!v || (v->tenant && !need(values, OPT_TENANT, e)) ||
        (v->person && (!need(values, OPT_EMAIL, e) || !need(values, OPT_PASSWORD_FILE, e))))
        return CLI_USAGE;
    log_init("admin", LOG_ERROR);
    if (!crypto_start(e) || !config_load(&c, values[OPT_CONFIG], e))
        return CLI_FAILED;
    struct work w = {.config = &c, .values = values, .argument = v->argument ? argv[3] : NULL};
    bool ok = obey(v, &w, e);
    config_clear(&c);
    return ok ? CLI_DONE : CLI_FAILED;
}

const struct command cli_admin = {
    .name = "admin",
    .summary = "keys, targets and the first administrator, on the machine itself; audited",
    .arguments = "OBJECT ACTION [ENTRY]",
    .opts = opts,
    .help =
        "  tocsin admin setup-link                            a new set-up link, while nobody may "
        "sign in\n"
        "  tocsin admin owner create --tenant main --email a@example.org --password-file F\n"
        "  tocsin admin key create --tenant main --role viewer --scope host.read,check.read\n"
        "  tocsin admin egress add --tenant main 10.0.0.0/8:443     what its checks may reach\n"
        "  tocsin admin egress add --tenant main 10.0.0.0/8:icmp    (or :* for every port)\n"
        "  tocsin admin egress list --tenant main\n",
    .run = run,
};
