/* Filling the templates. */
#include "cli/confs.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/capture.h"
#include "cli/file.h"
#include "cli/secrets.h"
#include "cli/text.h"
#include "io/crypto.h"

enum { TEXT_MAX = 256 << 10 };

/* A template to a file. `user` owns it, when started as root. */
static const struct {
    const char *template, *file, *user;
    mode_t mode;
} files[] = {
    {"packaging/single/postgresql.conf.in", "postgresql.conf", NULL, 0644},
    {"packaging/single/pg_hba.conf.in", "pg_hba.conf", NULL, 0644},
    {"packaging/single/pg_ident.conf.in", "pg_ident.conf", NULL, 0644},
    {"packaging/single/redis.conf.in", "redis.conf", NULL, 0644},
    {"nginx/site.conf.in", "nginx.conf", NULL, 0644},
};

/* What nginx itself refuses, as problem documents. */
static const struct {
    int status;
    const char *code, *title;
} problems[] = {
    {400, "malformed", "The request is not well formed"},
    {404, "not_found", "No such thing here"},
    {405, "method_not_allowed", "This address does not take that method"},
    {408, "too_slow", "The request took too long to arrive"},
    {413, "too_large", "The request is larger than we accept"},
    {414, "address_too_long", "The address is longer than we accept"},
    {429, "too_many_requests", "Too many requests; wait a little"},
    {500, "internal", "Something failed on our side"},
    {503, "unavailable", "A part of Tocsin is away; try again"},
};

static bool problem_locations(struct buf *b)
{
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        buf_fmt(b,
                "        location = /problem/%d {\n"
                "            internal;\n"
                "            default_type application/problem+json;\n"
                "            return %d '{\"type\":\"about:blank\",\"status\":%d,\"code\":\"%s\","
                "\"title\":\"%s\",\"request_id\":\"$request_id\"}';\n"
                "        }\n",
                problems[i].status, problems[i].status, problems[i].status, problems[i].code,
                problems[i].title);
    return buf_ok(b);
}

static bool tls_lines(const struct place *p, struct buf *b)
{
    buf_fmt(b,
            "        ssl_certificate %s/etc/tls/cert.pem;\n"
            "        ssl_certificate_key %s/keys/tls.pem;\n"
            "        ssl_protocols TLSv1.2 TLSv1.3;\n"
            "        ssl_prefer_server_ciphers off;\n"
            "        ssl_session_cache shared:tls:1m;\n"
            "        ssl_session_tickets off;\n",
            p->var, p->var);
    return buf_ok(b);
}

static bool fill_file(const struct place *p, size_t i, const struct text_pair *pairs,
                      struct arena *mem, struct err *e)
{
    char path[700], *from = arena_alloc(mem, TEXT_MAX, e), *to = arena_alloc(mem, TEXT_MAX, e);
    struct buf out = {.p = to, .cap = TEXT_MAX};
    struct str template;

    snprintf(path, sizeof path, "%s/%s", p->share, files[i].template);
    if (!from || !to || !file_read(path, from, TEXT_MAX, &template, e))
        return false;
    if (!text_expand(&out, template, pairs, e))
        return err_context(e, files[i].template);
    snprintf(path, sizeof path, "%s/etc/%s", p->var, files[i].file);
    return file_write(path, buf_view(&out), p->root ? files[i].user : NULL, files[i].mode, e);
}

static const char *superuser_name(const struct place *p)
{
    const struct passwd *pw = p->root ? NULL : getpwuid(geteuid());

    return p->root ? "postgres" : pw ? pw->pw_name : "nobody";
}

static bool fill_all(const struct place *p, const struct listen_address *l, struct arena *mem,
                     struct err *e)
{
    char address[LISTEN_TEXT], problem_text[8192], tls_text[2048];
    struct buf problem_buf = BUF(problem_text), tls = BUF(tls_text);
    bool encrypt = !l->loopback;

    listen_text(l, address);
    if (!problem_locations(&problem_buf) || (encrypt && !tls_lines(p, &tls)))
        return err_set(e, ERR_INTERNAL, "no room for nginx' configuration");
    const struct text_pair pairs[] = {
        {"VAR", p->var},
        {"SUPERUSER", superuser_name(p)},
        {"ADDRESS", address},
        {"ADDRESS_TLS", encrypt ? " ssl http2" : ""},
        {"TLS", encrypt ? tls_text : ""},
        {"HSTS", encrypt
                     ? "        add_header Strict-Transport-Security \"max-age=31536000\" always;"
                     : ""},
        {"PROBLEMS", problem_text},
        {NULL, NULL},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (!fill_file(p, i, pairs, mem, e))
            return false;
    return true;
}

/* What each Redis user may do. Only the operator, whose secret root alone reads, may flush; the API
 * also asks how much memory is used. */
static const char *redis_rights(const char *user)
{
    if (strcmp(user, "operator") == 0)
        return "~* &* +@all";
#define RIGHTS                                                                                     \
    "~t:* ~p:* &t:* &p:* -@all +@read +@write +@connection +@transaction +@stream +@pubsub +eval " \
    "-@dangerous" /* eval: counters; a script has no more rights than its user */
    return strcmp(user, "api") == 0 ? RIGHTS " +info" : RIGHTS;
}

static bool redis_users(const struct place *p, struct err *e)
{
    uint8_t digest[CRYPTO_SHA256];
    char text[4096], path[160], secret[SECRET_TEXT], hex[2 * sizeof digest + 1];
    struct buf b = BUF(text);

    buf_str(&b, "user default off\n");
    for (const struct secret *s = secrets_rows; s->name; s++) {
        if (!s->redis_user)
            continue;
        if (!secrets_read(p, s->name, secret, e))
            return false;
        crypto_sha256(secret, strlen(secret), digest);
        str_hex(digest, sizeof digest, hex);
        buf_fmt(&b, "user %s on #%s %s\n", s->redis_user, hex, redis_rights(s->redis_user));
    }
    crypto_wipe(secret, sizeof secret);
    snprintf(path, sizeof path, "%s/etc/redis-users.acl", p->var);
    return file_write(path, buf_view(&b), p->root ? "redis" : NULL, 0400, e);
}

static bool locations(const struct place *p, struct arena *mem, struct err *e)
{
    char program[PATH_MAX], path[160], flag[] = "--nginx", *out = arena_alloc(mem, TEXT_MAX, e);
    struct str text;

    if (!out || !place_program(p, "tocsin-api", program, e))
        return false;
    char *const argv[] = {program, flag, NULL};
    snprintf(path, sizeof path, "%s/etc/nginx-locations.conf", p->var);
    return capture_run(argv, NULL, out, TEXT_MAX, &text, e) &&
           file_write(path, text, NULL, 0644, e);
}

bool confs_write(const struct place *p, const struct listen_address *l, struct err *e)
{
    struct arena mem;

    arena_init(&mem, ARENA_CAP);
    bool ok = fill_all(p, l, &mem, e) && redis_users(p, e) && locations(p, &mem, e);
    arena_clear(&mem);
    return ok;
}
