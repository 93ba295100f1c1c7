/* tocsin login: makes a context, a server with a key. The key is given by hand or made under the
 * second factor of this sign-in; password, code and key never stand on a command line. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/prompt.h"
#include "cli/visible.h"
#include "io/crypto.h"

enum { CONTEXT, CA_FILE, KEY_STDIN, EMAIL, TENANT, SCOPE, DAYS };
enum { SECRET = 256, KEY_DAYS = 90, DAY_S = 86400, HOST_NAME = 64 };

static const struct opt opts[] = {
    [CONTEXT] = {"context", 0, "NAME", "what to call it (default: default)"},
    [CA_FILE] = {"ca-file", 0, "FILE", "trust these certificates instead of the system's"},
    [KEY_STDIN] = {"key-stdin", 0, NULL, "read an API key from standard input, do not sign in"},
    [EMAIL] = {"email", 'e', "ADDRESS", "who you are; asked for otherwise"},
    [TENANT] = {"tenant", 0, "TENANT", "which tenant, where your address fits several"},
    [SCOPE] = {"scope", 0, "LIST", "permissions of the key, or *; without: those of your role"},
    [DAYS] = {"days", 0, "N", "days the key holds, 1 to 365 (default 90)"},
    {0},
};

/* JSON that held a secret. */
static void burn(json_t *o, const char *member)
{
    const char *text = json_string_value(json_object_get(o, member));

    if (text)
        crypto_wipe((char *)(uintptr_t)text, strlen(text));
    json_decref(o);
}

static bool post(struct client *c, const char *path, const json_t *body, json_t **out,
                 struct err *e)
{
    const struct client_call call = {.method = "POST", .path = path, .body = body};

    if (!body)
        return err_set(e, ERR_UNAVAILABLE, "no memory");
    if (!client_run(c, &call, out, e))
        return false;
    return *out || err_set(e, ERR_UNAVAILABLE, "%.100s answers nothing", c->at.url);
}

static bool password(struct client *c, const char **values, json_t **out, struct err *e)
{
    char email[SECRET], secret[SECRET];

    if (values[EMAIL])
        snprintf(email, sizeof email, "%s", values[EMAIL]);
    else if (!prompt_line("E-mail: ", false, email, sizeof email, e))
        return false;
    if (!prompt_line("Password: ", true, secret, sizeof secret, e))
        return false;
    json_t *body = json_pack("{s:s, s:s}", "email", email, "password", secret);
    crypto_wipe(secret, sizeof secret);
    if (body && values[TENANT])
        json_object_set_new(body, "tenant", json_string(values[TENANT]));
    bool ok = post(c, "/auth/login", body, out, e);
    burn(body, "password");
    return ok;
}

/* Six digits are a code, anything else one of the backup codes. */
static bool second_factor(struct client *c, json_t **answer, struct err *e)
{
    const char *token = json_string_value(json_object_get(*answer, "mfa_token"));
    char code[SECRET];

    if (!prompt_line("Code of your authenticator, or a backup code: ", true, code, sizeof code, e))
        return false;
    bool digits = strlen(code) == 6 && strspn(code, "0123456789") == 6;
    json_t *body =
        json_pack("{s:s?, s:s}", "mfa_token", token, digits ? "code" : "backup_code", code);
    crypto_wipe(code, sizeof code);
    json_decref(*answer);
    *answer = NULL;
    bool ok = post(c, "/auth/mfa/verify", body, answer, e);
    json_decref(body);
    return ok;
}

static json_t *list_of(const char *text)
{
    struct str rest = str_of(text), name;
    json_t *list = json_array();

    while (list && str_cut(&rest, ',', &name))
        json_array_append_new(list, json_stringn(name.p, name.n));
    return list;
}

/* The key that this machine uses from now on. */
static bool make_key(struct client *c, const json_t *me, const char **values, struct err *e)
{
    char host[HOST_NAME + 1] = "", name[HOST_NAME + 16], ends[CLOCK_TEXT];
    const char *role = json_string_value(json_object_get(json_object_get(me, "user"), "role"));
    int64_t days = KEY_DAYS;
    json_t *made;

    if (values[DAYS] && !str_int(str_of(values[DAYS]), 1, 365, &days))
        return err_set(e, ERR_INVALID, "--days takes a whole number from 1 to 365");
    (void)gethostname(host, sizeof host - 1);
    snprintf(name, sizeof name, "CLI on %s", *host ? host : "a machine");
    clock_rfc3339(clock_wall_us() + days * DAY_S * 1000000, ends);
    json_t *body = json_pack("{s:s, s:s?, s:s}", "name", name, "role", role, "expires_at", ends);
    if (body && values[SCOPE])
        json_object_set_new(body, "scopes", list_of(values[SCOPE]));
    bool ok = post(c, "/api-keys", body, &made, e);
    json_decref(body);
    if (!ok)
        return err_context(e, "no key can be made");
    const char *key = json_string_value(json_object_get(made, "key"));
    ok = key && *key && strlen(key) < sizeof c->at.key;
    if (ok)
        memcpy(c->at.key, key, strlen(key) + 1);
    burn(made, "key");
    return ok || err_set(e, ERR_UNAVAILABLE, "%.100s answers no key", c->at.url);
}

/* The session was for making the key only. That it ends is not worth failing for. */
static void leave(struct client *c)
{
    json_t *answer, *none, *session;
    struct err ignored = {0};
    char path[64];
    size_t i;

    if (!client_get(c, "/auth/sessions", &answer, &ignored))
        return;
    json_array_foreach(json_object_get(answer, "items"), i, session)
    {
        if (!json_is_true(json_object_get(session, "current")))
            continue;
        const struct client_call call = {.method = "DELETE", .path = path};
        snprintf(path, sizeof path, "/auth/sessions/%" JSON_INTEGER_FORMAT,
                 json_integer_value(json_object_get(session, "id")));
        if (client_run(c, &call, &none, &ignored))
            json_decref(none);
    }
    json_decref(answer);
}

static bool sign_in(struct client *c, const char **values, struct err *e)
{
    json_t *answer = NULL;
    bool ok = password(c, values, &answer, e);

    if (ok && json_is_true(json_object_get(answer, "mfa_required")))
        ok = second_factor(c, &answer, e);
    const char *token = json_string_value(json_object_get(answer, "access_token"));
    if (ok && (!token || strlen(token) >= sizeof c->token))
        ok = err_set(e, ERR_UNAVAILABLE, "%.100s answers like no Tocsin", c->at.url);
    if (ok) {
        memcpy(c->token, token, strlen(token) + 1);
        ok = make_key(c, answer, values, e);
        leave(c);
        crypto_wipe(c->token, sizeof c->token);
    }
    burn(answer, "access_token");
    return ok;
}

static bool read_key(struct client *c, struct err *e)
{
    char line[CONTEXTS_KEY + 2];

    if (isatty(STDIN_FILENO))
        return prompt_line("API key: ", true, c->at.key, sizeof c->at.key, e);
    if (!fgets(line, sizeof line, stdin))
        return err_set(e, ERR_INVALID, "standard input holds no key");
    size_t n = strcspn(line, " \r\n");
    bool ok = n > 0 && n < sizeof c->at.key && strspn(line, " \r\n") == 0;
    if (ok)
        snprintf(c->at.key, sizeof c->at.key, "%.*s", (int)n, line);
    crypto_wipe(line, sizeof line);
    return ok || err_set(e, ERR_INVALID, "standard input holds no key");
}

/* Who the key is, which also proves it. */
static bool greet(struct client *c, struct err *e)
{
    json_t *me;

    if (!client_get(c, "/auth/me", &me, e))
        return false;
    const json_t *tenant = json_object_get(me, "tenant");
    printf("Signed in to ");
    visible_print(stdout, str_of(c->at.url));
    printf(", tenant ");
    visible_print(stdout, str_of(json_string_value(json_object_get(tenant, "tenant_id"))));
    printf(". This is now the context %s.\n", c->at.name);
    json_decref(me);
    return true;
}

static bool keep(const struct client *c, struct err *e)
{
    json_t *all;

    if (!contexts_load(&all, e))
        return false;
    bool ok = contexts_put(all, &c->at, e) && contexts_save(all, e);
    json_decref(all);
    return ok;
}

static bool prepare(struct client *c, const char *url, const char **values, struct err *e)
{
    const char *name = values[CONTEXT] ? values[CONTEXT] : "default";
    char path[PATH_MAX];

    if (!contexts_name_check(name, e) || !contexts_url_check(url, c->at.url, e))
        return false;
    snprintf(c->at.name, sizeof c->at.name, "%s", name);
    if (values[CA_FILE] && (!realpath(values[CA_FILE], path) || strlen(path) > CONTEXTS_FILE))
        return err_set(e, ERR_INVALID, "there is no file %.100s", values[CA_FILE]);
    if (values[CA_FILE])
        snprintf(c->at.ca_file, sizeof c->at.ca_file, "%s", path);
    return client_start(c, e);
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    struct client c = {0};

    if (argc != 2) {
        err_set(e, ERR_INVALID, "which server? tocsin login https://tocsin.example.org");
        return CLI_USAGE;
    }
    bool ok = prepare(&c, argv[1], values, e) &&
              (values[KEY_STDIN] ? read_key(&c, e) : sign_in(&c, values, e));
    ok = ok && greet(&c, e) && keep(&c, e);
    client_close(&c);
    return client_exit(e);
}

const struct command cli_login = {
    .name = "login",
    .summary = "signs in to a server and keeps a key for it",
    .arguments = "URL",
    .opts = opts,
    .server = true,
    .help =
        "Asks for e-mail address, password and the code of your second factor, and makes an API "
        "key\n"
        "with your role, which is kept in a file that only you may read. The key is listed as CLI\n"
        "on this machine's name, and can be revoked there. Making keys asks for the right to do "
        "so\n"
        "and for a second factor; without them let an administrator make one, and use "
        "--key-stdin.\n\n"
        "examples:\n"
        "  tocsin login https://tocsin.example.org\n"
        "  tocsin login https://tocsin.example.org --context production --days 30\n"
        "  tocsin login http://127.0.0.1:8080 --key-stdin < key.txt\n",
    .run = run,
};
