/* Making an installation. */
#include "cli/install.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/capture.h"
#include "cli/certificate.h"
#include "cli/confs.h"
#include "cli/file.h"
#include "cli/listen.h"
#include "cli/place.h"
#include "cli/secrets.h"
#include "cli/settings.h"

/* Every folder, its owner and group when started as root, its mode. A set-group-id folder gives
 * its group to the sockets made in it, so that only that one other process may connect. */
static const struct {
    const char *path, *user, *group;
    mode_t mode;
} folders[] = {
    {"", NULL, NULL, 0755},
    {"etc", NULL, NULL, 0755},
    {"etc/tls", NULL, NULL, 0755},
    {"keys", NULL, NULL, 0711},
    {"log", NULL, NULL, 0755},
    {"log/nginx", "tocsin-nginx", NULL, 0750},
    {"run", NULL, NULL, 0755},
    {"run/api", "tocsin-api", "tocsin-nginx", 02750},
    {"run/pinger", "tocsin-pinger", "tocsin-checker", 02750},
    {"run/stream", "tocsin-stream", "tocsin-nginx", 02750},
    {"run/probe", "tocsin-nginx", "tocsin-checker", 02750},
    {"run/pg", "postgres", NULL, 0755},
    {"run/redis", "redis", NULL, 0755},
    {"run/nginx", "tocsin-nginx", NULL, 0700},
    {"redis", "redis", NULL, 0700},
};

static bool make_folders(const struct place *p, struct err *e)
{
    char path[160];

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s%s%s", p->var, folders[i].path[0] ? "/" : "",
                 folders[i].path);
        if (!file_folder(path, p->root ? folders[i].user : NULL, p->root ? folders[i].group : NULL,
                         folders[i].mode, e))
            return false;
    }
    return true;
}

/* initdb works in a folder beside, renamed when whole: a cluster is there or it is not. */
static bool make_cluster(const struct place *p, const struct install_wish *w, struct err *e)
{
    char initdb[] = POSTGRES_BIN "/initdb", fresh[160], final[160], said[16384];
    char d[] = "-D", locale[] = "--locale=C.UTF-8", encoding[] = "--encoding=UTF8",
         user[] = "--username=postgres", peer[] = "--auth=peer", sums[] = "--data-checksums",
         quiet[] = "--no-instructions";
    char *const argv[] = {initdb, d, fresh, locale, encoding, user, peer, sums, quiet, NULL};
    struct stat st;
    struct str text;

    snprintf(final, sizeof final, "%s/pg", p->var);
    snprintf(fresh, sizeof fresh, "%s/pg.new", p->var);
    if (stat(final, &st) == 0)
        return true;
    if (w->step)
        w->step(w->context, "making an empty PostgreSQL cluster");
    if (!file_remove_tree(fresh, e) || !file_folder(fresh, place_superuser(p), NULL, 0700, e) ||
        !capture_run(argv, place_superuser(p), said, sizeof said, &text, e))
        return false;
    if (rename(fresh, final) != 0)
        return err_set(e, ERR_INTERNAL, "cannot rename %s: %s", fresh, strerror(errno));
    return true;
}

static bool install_web_files(const struct place *p, struct err *e)
{
    char from[600], fresh[160], final[160], old[160];

    snprintf(from, sizeof from, "%s/frontend/dist", p->share);
    snprintf(fresh, sizeof fresh, "%s/www.new", p->var);
    snprintf(final, sizeof final, "%s/www", p->var);
    snprintf(old, sizeof old, "%s/www.old", p->var);
    if (!file_remove_tree(fresh, e) || !file_remove_tree(old, e))
        return false;
    if (!file_copy_tree(from, fresh, e))
        return err_set(e, ERR_NOT_FOUND,
                       "the web application is not built: %s is missing; scripts/up builds it",
                       from);
    if ((rename(final, old) != 0 && errno != ENOENT) || rename(fresh, final) != 0)
        return err_set(e, ERR_INTERNAL, "cannot replace %s: %s", final, strerror(errno));
    return file_remove_tree(old, e);
}

bool install_make(const struct install_wish *w, struct err *e)
{
    struct listen_address l;
    struct place p;

    umask(022);
    return place_at(&p, w->var, w->share, e) && make_folders(&p, e) && secrets_make(&p, e) &&
           settings_write(&p, w, &l, e) && (l.loopback || certificate_make(&p, w, &l, e)) &&
           confs_write(&p, &l, e) && install_web_files(&p, e) && make_cluster(&p, w, e);
}
