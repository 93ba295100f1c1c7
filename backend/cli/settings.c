/* The settings file. */
#include "cli/settings.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/file.h"
#include "io/config.h"

enum { FILE_BYTES = 64 << 10, MAX_SETTINGS = 16 };

struct setting {
    const char *name;
    char value[600];
    bool force; /* replaces a line that is there */
};

static struct str line_name(struct str line)
{
    struct str name;

    line = str_trim(line);
    return line.n && line.p[0] != '#' && str_cut(&line, '=', &name) ? str_trim(name) : str_of("");
}

/* Copies the old file, replacing forced lines; then adds what it lacked. */
static void merge(struct str old, const struct setting *s, size_t n, struct buf *out)
{
    bool there[MAX_SETTINGS] = {false};
    struct str line;

    while (old.n && str_cut(&old, '\n', &line)) {
        struct str name = line_name(line);
        size_t i = 0;
        while (i < n && !str_is(name, s[i].name))
            i++;
        if (i < n && s[i].force)
            buf_fmt(out, "%s = %s\n", s[i].name, s[i].value);
        else
            buf_fmt(out, "%.*s\n", STR_ARG(line));
        if (i < n)
            there[i] = true;
    }
    for (size_t i = 0; i < n; i++)
        if (!there[i])
            buf_fmt(out, "%s = %s\n", s[i].name, s[i].value);
}

static void below_var(struct setting *s, const char *name, const struct place *p, const char *path)
{
    *s = (struct setting){.name = name, .force = true};
    snprintf(s->value, sizeof s->value, "%s%s", p->var, path);
}

static size_t wished(const struct place *p, const struct install_wish *w,
                     const struct listen_address *l, struct setting s[MAX_SETTINGS])
{
    static const char *const paths[][2] = {
        {"var_dir", ""},
        {"run_dir", "/run"},
        {"log_dir", "/log"},
        {"key_dir", "/keys"},
        {"www_dir", "/www"},
        {"pg_dir", "/run/pg"},
        {"redis_socket", "/run/redis/redis.sock"},
    };
    char address[LISTEN_TEXT];
    size_t n = 0;

    for (; n < sizeof paths / sizeof *paths; n++)
        below_var(&s[n], paths[n][0], p, paths[n][1]);
    s[n] = (struct setting){.name = "share_dir", .force = true};
    snprintf(s[n++].value, sizeof s->value, "%s", p->share);
    listen_text(l, address);
    s[n] = (struct setting){.name = "listen", .force = w->listen != NULL};
    snprintf(s[n++].value, sizeof s->value, "%s", address);
    s[n] = (struct setting){.name = "public_url", .force = w->public_url || w->listen};
    if (w->public_url)
        snprintf(s[n].value, sizeof s->value, "%s", w->public_url);
    else
        snprintf(s[n].value, sizeof s->value, "%s://%s", l->loopback ? "http" : "https", address);
    return n + 1;
}

/* The address that holds after this start: the wished one, the one of before, or the default. */
static bool decide_listen(const struct place *p, const struct install_wish *w, bool there,
                          struct listen_address *l, struct err *e)
{
    struct config c;

    if (w->listen || !there)
        return listen_parse(w->listen ? w->listen : "127.0.0.1:8080", l, e);
    if (!config_load(&c, p->config, e))
        return false;
    bool ok = listen_parse(config_text(&c, "listen"), l, e);
    config_clear(&c);
    return ok;
}

bool settings_write(const struct place *p, const struct install_wish *w, struct listen_address *l,
                    struct err *e)
{
    static const char FIRST[] = "# Settings of this installation: name = value. Paths are kept by "
                                "`tocsin up`; the rest is yours.\n";
    char old_text[FILE_BYTES], text[FILE_BYTES];
    struct buf out = BUF(text);
    struct setting s[MAX_SETTINGS];
    struct str old = str_of(FIRST);
    struct err absent = {0};

    bool there = file_read(p->config, old_text, sizeof old_text, &old, &absent);
    if (!there && absent.code != ERR_NOT_FOUND)
        return err_set(e, absent.code, "%s", absent.msg);
    if (!decide_listen(p, w, there, l, e))
        return false;
    merge(old, s, wished(p, w, l, s), &out);
    if (!buf_ok(&out))
        return err_set(e, ERR_LIMIT, "%s is too long", p->config);
    return file_write(p->config, buf_view(&out), NULL, 0644, e);
}
