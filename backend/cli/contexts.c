/* The file of contexts. Invariant: it is ours alone before a byte of it is believed. */
#include "cli/contexts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scope.h"
#include "cli/file.h"
#include "io/addr.h"
#include "io/crypto.h"
#include "io/json.h"
#include "io/url.h"

enum { FILE_MAX = 256 * 1024 };

static bool folder_path(char out[PATH_MAX], struct err *e)
{
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int n;

    if (xdg && xdg[0] == '/')
        n = snprintf(out, PATH_MAX, "%s/tocsin", xdg);
    else if (home && home[0] == '/')
        n = snprintf(out, PATH_MAX, "%s/.config/tocsin", home);
    else
        return err_set(e, ERR_UNAVAILABLE, "neither XDG_CONFIG_HOME nor HOME names a folder");
    return (n > 0 && n < PATH_MAX - 40) || err_set(e, ERR_LIMIT, "HOME is too long a path");
}

/* Every folder on the way that is missing; the last one for nobody else. */
static bool make_folder(char *path, struct err *e)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0755) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            break; /* the last mkdir says why */
    }
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    return err_set(e, ERR_UNAVAILABLE, "cannot make the folder %.100s: %s", path, strerror(errno));
}

static bool ours_alone(int fd, const char *path, struct err *e)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return err_set(e, ERR_FORBIDDEN, "%.120s is no file", path);
    if (st.st_uid != geteuid())
        return err_set(e, ERR_FORBIDDEN, "%.120s belongs to somebody else", path);
    if (st.st_mode & (S_IRWXG | S_IRWXO))
        return err_set(e, ERR_FORBIDDEN, "others may read the keys in it; run: chmod 600 %.100s",
                       path);
    return st.st_size <= FILE_MAX || err_set(e, ERR_LIMIT, "%.120s is too large", path);
}

static json_t *nothing(void)
{
    return json_pack("{s:n, s:{}}", "current", "contexts");
}

static bool read_file(const char *path, json_t **out, struct err *e)
{
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0 && errno == ENOENT) {
        *out = nothing();
        return *out || err_set(e, ERR_UNAVAILABLE, "no memory");
    }
    if (fd < 0)
        return err_set(e, ERR_FORBIDDEN, "cannot read %.120s: %s", path, strerror(errno));
    if (!ours_alone(fd, path, e))
        return false;
    char *text = malloc(FILE_MAX);
    ssize_t n = text ? read(fd, text, FILE_MAX) : -1;
    if (n >= 0)
        *out = jin_parse((struct str){text, (size_t)n}, e);
    else
        err_set(e, ERR_UNAVAILABLE, "cannot read %.120s", path);
    if (text)
        crypto_wipe(text, FILE_MAX);
    free(text);
    if (e->code != ERR_NONE)
        return err_context(e, "contexts.json");
    if (json_is_object(*out) && json_is_object(json_object_get(*out, "contexts")))
        return true;
    json_decref(*out);
    *out = NULL;
    return err_set(e, ERR_MALFORMED, "%.120s is not what tocsin login writes; move it away", path);
}

static void add_name(char path[PATH_MAX])
{
    size_t n = strlen(path); /* folder_path left room */

    snprintf(path + n, PATH_MAX - n, "/contexts.json");
}

bool contexts_load(json_t **out, struct err *e)
{
    char path[PATH_MAX];

    *out = NULL;
    if (!folder_path(path, e))
        return false;
    add_name(path);
    return read_file(path, out, e);
}

bool contexts_save(const json_t *all, struct err *e)
{
    char path[PATH_MAX];

    if (!folder_path(path, e) || !make_folder(path, e))
        return false;
    add_name(path);
    char *text = json_dumps(all, JSON_INDENT(2) | JSON_SORT_KEYS);
    bool ok = text ? file_write(path, str_of(text), NULL, 0600, e)
                   : err_set(e, ERR_UNAVAILABLE, "no memory");
    if (text)
        crypto_wipe(text, strlen(text));
    free(text);
    return ok;
}

bool contexts_name_check(const char *name, struct err *e)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    return (n >= 1 && n <= CONTEXTS_NAME && name[n] == '\0' && name[0] != '-') ||
           err_field(e, ERR_INVALID, "context",
                     "a context's name has 1 to 63 letters, digits, dots, dashes or underscores");
}

static bool this_machine(const struct url *u)
{
    struct addr a, net = {.b = {127}, .v4 = true}, one = {.b = {[15] = 1}};

    if (u->host.n == strlen("localhost") && strncasecmp(u->host.p, "localhost", u->host.n) == 0)
        return true;
    return addr_parse(u->host, &a) && (a.v4 ? addr_within(&a, &net, 8) : addr_equal(&a, &one));
}

bool contexts_url_check(const char *url, char out[CONTEXTS_URL + 1], struct err *e)
{
    size_t n = strlen(url);
    struct url u;

    if (n > CONTEXTS_URL)
        return err_field(e, ERR_INVALID, "url", "the address is longer than 500 bytes");
    while (n > 0 && url[n - 1] == '/')
        n--;
    if (!url_parse((struct str){url, n}, &u, e))
        return false;
    if (u.path.n > 0 && !str_is(u.path, "/"))
        return err_field(e, ERR_INVALID, "url",
                         "give the server's address alone, such as https://tocsin.example.org");
    if (!u.tls && !this_machine(&u))
        return err_field(e, ERR_INVALID, "url",
                         "http would show your key to everybody on the way; use https");
    memcpy(out, url, n);
    out[n] = '\0';
    return true;
}

static bool copy(const json_t *from, const char *member, char *to, size_t cap)
{
    const char *text = json_string_value(json_object_get(from, member));

    return (size_t)snprintf(to, cap, "%s", text ? text : "") < cap;
}

static bool from_environment(struct context *out, struct err *e)
{
    const char *key = getenv("TOCSIN_API_KEY"), *ca = getenv("TOCSIN_CA_FILE");

    if (!key || !*key || strlen(key) > CONTEXTS_KEY)
        return err_set(e, ERR_UNAUTHENTICATED,
                       "TOCSIN_URL is set, so TOCSIN_API_KEY must hold a key too");
    *out = (struct context){0};
    memcpy(out->key, key, strlen(key));
    if (ca && strlen(ca) <= CONTEXTS_FILE)
        memcpy(out->ca_file, ca, strlen(ca));
    if (!contexts_url_check(getenv("TOCSIN_URL"), out->url, e))
        return err_context(e, "TOCSIN_URL");
    return true;
}

static bool from_file(const json_t *all, const char *name, struct context *out, struct err *e)
{
    const json_t *one = name ? json_object_get(json_object_get(all, "contexts"), name) : NULL;
    char url[CONTEXTS_URL + 1];

    if (!name)
        return err_set(e, ERR_UNAUTHENTICATED,
                       "which server? Run: tocsin login URL, or set TOCSIN_URL and TOCSIN_API_KEY");
    if (!one)
        return err_set(e, ERR_NOT_FOUND, "there is no context %.63s; see: tocsin context list",
                       name);
    *out = (struct context){0};
    if (!copy(one, "url", url, sizeof url) || !copy(one, "key", out->key, sizeof out->key) ||
        !copy(one, "ca_file", out->ca_file, sizeof out->ca_file) || !out->key[0])
        return err_set(e, ERR_MALFORMED, "the context %.63s is damaged; run tocsin login again",
                       name);
    snprintf(out->name, sizeof out->name, "%s", name);
    return contexts_url_check(url, out->url, e);
}

bool contexts_choose(const char *name, struct context *out, struct err *e)
{
    const char *url = getenv("TOCSIN_URL");
    json_t *all;

    if (!name && url && *url)
        return from_environment(out, e);
    if (!contexts_load(&all, e))
        return false;
    if (!name)
        name = json_string_value(json_object_get(all, "current"));
    bool ok = from_file(all, name, out, e);
    json_decref(all);
    return ok;
}

bool contexts_put(json_t *all, const struct context *c, struct err *e)
{
    json_t *one = json_pack("{s:s, s:s}", "url", c->url, "key", c->key);

    if (one && c->ca_file[0])
        json_object_set_new(one, "ca_file", json_string(c->ca_file));
    if (!one || json_object_set_new(json_object_get(all, "contexts"), c->name, one) != 0 ||
        json_object_set_new(all, "current", json_string(c->name)) != 0)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the context");
    return true;
}
