/* Finding and judging the folders of an installation. */
#include "cli/place.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/* The longest socket below var; sun_path holds 107 bytes and the terminator. */
enum { LONGEST_SOCKET = sizeof "/run/pinger/pinger.sock" - 1, SOCKET_PATH_MAX = 107 };

static bool plain_characters(const char *path)
{
    return path[strspn(path,
                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-")] ==
           '\0';
}

/* Every folder above must let the processes' users through. */
static bool enterable(const char *path, struct err *e)
{
    char part[PATH_MAX];
    struct stat st;

    for (size_t n = 1; path[n - 1]; n++) {
        if (path[n] != '/' && path[n] != '\0')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)n, path);
        if (stat(part, &st) == 0 && (st.st_mode & S_IXOTH) == 0)
            return err_set(e, ERR_INVALID,
                           "%s may not be entered by other users, so PostgreSQL cannot live below "
                           "it; choose another folder with --var",
                           part);
    }
    return true;
}

static bool program_folder(struct place *p, struct err *e)
{
    ssize_t n = readlink("/proc/self/exe", p->programs, sizeof p->programs - 1);

    if (n <= 0)
        return err_set(e, ERR_INTERNAL, "cannot read /proc/self/exe: %s", strerror(errno));
    p->programs[n] = '\0';
    *strrchr(p->programs, '/') = '\0';
    return true;
}

bool place_at(struct place *p, const char *var, const char *share, struct err *e)
{
    char real[PATH_MAX];
    struct place fresh = {.root = geteuid() == 0};

    if (mkdir(var, 0755) != 0 && errno != EEXIST)
        return err_set(e, ERR_INVALID, "cannot make the folder %s: %s", var, strerror(errno));
    if (!realpath(var, real))
        return err_set(e, ERR_INVALID, "cannot use the folder %s: %s", var, strerror(errno));
    size_t longest = SOCKET_PATH_MAX - LONGEST_SOCKET;
    if (strlen(real) > longest)
        return err_set(
            e, ERR_INVALID,
            "%s is too long: sockets below it need a path of at most %zu bytes; choose a "
            "shorter one with --var",
            real, longest);
    if (!plain_characters(real))
        return err_set(e, ERR_INVALID,
                       "%s has characters other than letters, digits and . _ / + -; choose another "
                       "folder with --var",
                       real);
    if (fresh.root && !enterable(real, e))
        return false;
    snprintf(fresh.var, sizeof fresh.var, "%s", real);
    snprintf(fresh.share, sizeof fresh.share, "%s", share);
    snprintf(fresh.config, sizeof fresh.config, "%s/etc/tocsin.conf", fresh.var);
    if (!program_folder(&fresh, e))
        return false;
    *p = fresh;
    return true;
}

bool place_of(struct place *p, const struct config *c, struct err *e)
{
    return place_at(p, config_text(c, "var_dir"), config_text(c, "share_dir"), e);
}

const char *place_superuser(const struct place *p)
{
    return p->root ? "postgres" : NULL;
}

bool place_program(const struct place *p, const char *name, char out[PATH_MAX], struct err *e)
{
    const char *const folders[] = {p->programs, PROGRAMS_DIR};

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        int n = snprintf(out, PATH_MAX, "%s/%s", folders[i], name);
        if (n > 0 && n < PATH_MAX && access(out, X_OK) == 0)
            return true;
    }
    return err_set(e, ERR_NOT_FOUND, "the program %s is neither in %s nor in %s", name, p->programs,
                   PROGRAMS_DIR);
}
