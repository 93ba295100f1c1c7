/* Files of an installation. */
#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scope.h"

enum { OPEN_FOLDERS = 16 };

static bool fail(const char *doing, const char *path, struct err *e)
{
    return err_set(e, ERR_INTERNAL, "cannot %s %s: %s", doing, path, strerror(errno));
}

bool file_owner(const char *user, uid_t *uid, gid_t *gid, struct err *e)
{
    if (!user) {
        *uid = geteuid();
        *gid = getegid();
        return true;
    }
    const struct passwd *pw = getpwnam(user);
    if (!pw)
        return err_set(e, ERR_NOT_FOUND,
                       "there is no user %s on this machine; scripts/up makes it, or: useradd "
                       "--system --user-group --no-create-home --shell /usr/sbin/nologin %s",
                       user, user);
    *uid = pw->pw_uid;
    *gid = pw->pw_gid;
    return true;
}

bool file_folder(const char *path, const char *user, const char *group, mode_t mode, struct err *e)
{
    uid_t uid, group_uid;
    gid_t own_gid, gid;

    if (!file_owner(user, &uid, &own_gid, e) ||
        !file_owner(group ? group : user, &group_uid, &gid, e))
        return false;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return fail("make the folder", path, e);
    if (chown(path, uid, gid) != 0 || chmod(path, mode) != 0)
        return fail("set owner and mode of", path, e);
    return true;
}

static bool write_all(int fd, struct str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = (struct str){s.p + n, s.n - (size_t)n};
    }
    return true;
}

bool file_write(const char *path, struct str content, const char *user, mode_t mode, struct err *e)
{
    char fresh[PATH_MAX];
    uid_t uid;
    gid_t gid;

    if (!file_owner(user, &uid, &gid, e))
        return false;
    snprintf(fresh, sizeof fresh, "%s.new", path);
    if (unlink(fresh) != 0 && errno != ENOENT)
        return fail("replace", fresh, e);
    AUTO_FD fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || !write_all(fd, content) || fchown(fd, uid, gid) != 0 || fchmod(fd, mode) != 0 ||
        fsync(fd) != 0 || rename(fresh, path) != 0)
        return fail("write", path, e);
    return true;
}

bool file_read(const char *path, char *out, size_t cap, struct str *content, struct err *e)
{
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t n = 0;

    if (fd < 0)
        return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_INTERNAL, "cannot read %s: %s",
                       path, strerror(errno));
    while (n < cap) {
        ssize_t got = read(fd, out + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail("read", path, e);
        if (got == 0)
            break;
        n += (size_t)got;
    }
    if (n == cap)
        return err_set(e, ERR_LIMIT, "%s is longer than %zu bytes", path, cap - 1);
    out[n] = '\0';
    *content = (struct str){out, n};
    return true;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

bool file_remove_tree(const char *path, struct err *e)
{
    if (nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 ||
        errno == ENOENT)
        return true;
    return fail("remove", path, e);
}

static bool copy_file(const char *source, const char *path, struct err *e)
{
    struct stat st;
    AUTO_FD from = open(source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    AUTO_FD to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

    if (from < 0 || to < 0 || fstat(from, &st) != 0)
        return fail("copy", source, e);
    for (off_t left = st.st_size; left > 0;) {
        ssize_t n = sendfile(to, from, NULL, (size_t)left);
        if (n <= 0)
            return fail("copy", source, e);
        left -= n;
    }
    return fchmod(to, 0644) == 0 || fail("copy", source, e);
}

static bool copy_entry(const FTSENT *entry, const char *path, struct err *e)
{
    switch (entry->fts_info) {
    case FTS_D:
        if (mkdir(path, 0755) != 0 || chmod(path, 0755) != 0)
            return fail("make the folder", path, e);
        return true;
    case FTS_F:
        return copy_file(entry->fts_accpath, path, e);
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        errno = entry->fts_errno;
        return fail("read", entry->fts_path, e);
    default:
        return true; /* links and devices do not belong to a web application */
    }
}

bool file_copy_tree(const char *from, const char *to, struct err *e)
{
    char *const roots[] = {(char *)(uintptr_t)from, NULL};
    char path[PATH_MAX];
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR | FTS_XDEV, NULL);
    bool ok = tree != NULL || fail("open", from, e);

    for (FTSENT *entry; ok && (entry = fts_read(tree)) != NULL;) {
        int n = snprintf(path, sizeof path, "%s%s", to, entry->fts_path + strlen(from));
        ok = n > 0 && (size_t)n < sizeof path
                 ? copy_entry(entry, path, e)
                 : err_set(e, ERR_LIMIT, "a path below %s is too long", from);
    }
    if (tree)
        fts_close(tree);
    return ok;
}
