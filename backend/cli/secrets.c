/* Making and reading var/keys. */
#include "cli/secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scope.h"
#include "base/str.h"
#include "cli/file.h"
#include "io/crypto.h"

const struct secret secrets_rows[] = {
    {.name = "jwt", .user = "tocsin-api"},
    {.name = "jwt_stream", .user = "tocsin-stream", .copy_of = "jwt"},
    {.name = "totp", .user = "tocsin-api"},
    {.name = "db_tocsin_api", .user = "tocsin-api", .database_role = "tocsin_api"},
    {.name = "db_tocsin_checker", .user = "tocsin-checker", .database_role = "tocsin_checker"},
    {.name = "db_tocsin_keeper", .user = "tocsin-keeper", .database_role = "tocsin_keeper"},
    {.name = "db_tocsin_stream", .user = "tocsin-stream", .database_role = "tocsin_stream"},
    {.name = "redis_api", .user = "tocsin-api", .redis_user = "api"},
    {.name = "redis_checker", .user = "tocsin-checker", .redis_user = "checker"},
    {.name = "redis_keeper", .user = "tocsin-keeper", .redis_user = "keeper"},
    {.name = "redis_operator", .redis_user = "operator"},
    {.name = NULL},
};

static bool judge(const char *path, const struct stat *st, struct err *e)
{
    if (!S_ISREG(st->st_mode) || (st->st_mode & 0377) != 0)
        return err_set(e, ERR_INVALID,
                       "the secret %s must be a file of mode 0400; if others may have read it, "
                       "remove it and start again: a new one is made",
                       path);
    if (st->st_size < SECRET_TEXT - 1 || st->st_size > SECRET_TEXT)
        return err_set(e, ERR_INVALID,
                       "the secret %s has %lld bytes instead of %d hex digits; put the right one "
                       "back, or remove it: a new one is made",
                       path, (long long)st->st_size, SECRET_TEXT - 1);
    return true;
}

static bool make_one(const struct place *p, const struct secret *s, struct err *e)
{
    unsigned char bytes[SECRET_BYTES];
    char path[160], text[SECRET_TEXT];
    struct stat st;

    snprintf(path, sizeof path, "%s/keys/%s", p->var, s->name);
    if (lstat(path, &st) == 0)
        return judge(path, &st, e);
    crypto_random(bytes, sizeof bytes);
    str_hex(bytes, sizeof bytes, text);
    bool ok =
        file_write(path, (struct str){text, SECRET_TEXT - 1}, p->root ? s->user : NULL, 0400, e);
    crypto_wipe(bytes, sizeof bytes);
    crypto_wipe(text, sizeof text);
    return ok;
}

bool secrets_read(const struct place *p, const char *name, char out[SECRET_TEXT], struct err *e)
{
    char path[160], text[SECRET_TEXT + 1];
    struct stat st;

    snprintf(path, sizeof path, "%s/keys/%s", p->var, name);
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0)
        return err_set(e, ERR_INTERNAL, "cannot read the secret %s: %s", path, strerror(errno));
    if (!judge(path, &st, e))
        return false;
    ssize_t n = read(fd, text, sizeof text);
    if (n < SECRET_TEXT - 1)
        return err_set(e, ERR_INTERNAL, "cannot read the secret %s", path);
    snprintf(out, SECRET_TEXT, "%.*s", SECRET_TEXT - 1, text);
    crypto_wipe(text, sizeof text);
    return true;
}

/* The same text for another reader; made anew whenever it is not the same. */
static bool copy_one(const struct place *p, const struct secret *s, struct err *e)
{
    char path[160], text[SECRET_TEXT], there[SECRET_TEXT];
    struct err none = {0};

    if (!secrets_read(p, s->copy_of, text, e))
        return false;
    snprintf(path, sizeof path, "%s/keys/%s", p->var, s->name);
    bool ok = (secrets_read(p, s->name, there, &none) && strcmp(text, there) == 0) ||
              file_write(path, str_of(text), p->root ? s->user : NULL, 0400, e);
    crypto_wipe(text, sizeof text);
    crypto_wipe(there, sizeof there);
    return ok;
}

bool secrets_make(const struct place *p, struct err *e)
{
    if (!crypto_start(e))
        return false;
    for (const struct secret *s = secrets_rows; s->name; s++)
        if (!(s->copy_of ? copy_one(p, s, e) : make_one(p, s, e)))
            return false;
    return true;
}
