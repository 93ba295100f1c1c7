/* Files and folders of an installation: made with owner and mode at once, replaced in one step. */
#pragma once
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/str.h"

/* A user's ids by name; NULL: whoever runs this. ERR_NOT_FOUND says how to make the user. */
bool file_owner(const char *user, uid_t *uid, gid_t *gid, struct err *e) MUST_CHECK;

/* Makes the folder, or gives an existing one this mode and owner (users NULL: not changed). */
bool file_folder(const char *path, const char *user, const char *group, mode_t mode,
                 struct err *e) MUST_CHECK;

/* Writes path.new with mode and owner, then renames it over path: the old or the new, never half.
 */
bool file_write(const char *path, struct str content, const char *user, mode_t mode,
                struct err *e) MUST_CHECK;

/* Whole file into storage of cap bytes, terminated. ERR_NOT_FOUND when absent, ERR_LIMIT. */
bool file_read(const char *path, char *out, size_t cap, struct str *content,
               struct err *e) MUST_CHECK;

/* Removes a folder and all below it without leaving its file system; absent is fine. */
bool file_remove_tree(const char *path, struct err *e) MUST_CHECK;
/* Copies regular files and folders, readable by all. */
bool file_copy_tree(const char *from, const char *to, struct err *e) MUST_CHECK;
