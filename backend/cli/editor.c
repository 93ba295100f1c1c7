/* Running an editor. */
#include "cli/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/scope.h"
#include "cli/file.h"

enum { WORDS = 16, WORDS_TEXT = 1000, TEXT_MAX = 1 << 20 };

extern char **environ;

static const char *wanted(void)
{
    const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

    return visual && *visual ? visual : editor && *editor ? editor : "vi";
}

/* "code --wait" as words; blanks divide, nothing is expanded. */
static bool words_of(char *text, char *path, char *argv[WORDS], struct err *e)
{
    size_t n = 0;
    char *p = text + strspn(text, " ");

    while (*p && n < WORDS - 2) {
        argv[n++] = p;
        p += strcspn(p, " ");
        if (*p)
            *p++ = '\0';
        p += strspn(p, " ");
    }
    argv[n] = path;
    argv[n + 1] = NULL;
    return (n > 0 && !*p) || err_set(e, ERR_INVALID, "EDITOR has no words, or too many");
}

static bool make_file(struct editor_file *f, struct str text, struct err *e)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    char folder[200];

    if (!runtime || runtime[0] != '/' || strlen(runtime) > 150)
        runtime = "/tmp";
    snprintf(folder, sizeof folder, "%s/tocsin-edit-XXXXXX", runtime);
    if (!mkdtemp(folder))
        return err_set(e, ERR_UNAVAILABLE, "cannot make a folder below %.100s: %s", runtime,
                       strerror(errno));
    snprintf(f->path, sizeof f->path, "%s/edit.yaml", folder);
    return file_write(f->path, text, NULL, 0600, e);
}

/* The keyboard's signals are the editor's alone while it runs. */
static bool wait_for(char *const argv[], struct err *e)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
    posix_spawnattr_t attr;
    sigset_t defaults;
    int status = 0;
    pid_t pid;

    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGQUIT);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigdefault(&attr, &defaults);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawnp(&pid, argv[0], NULL, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    while (error == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    if (error != 0)
        return err_set(e, ERR_UNAVAILABLE, "cannot run %.80s: %s. Set EDITOR", argv[0],
                       strerror(error));
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
           err_set(e, ERR_UNAVAILABLE, "%.80s ended badly; nothing was changed", argv[0]);
}

char *editor_run(struct editor_file *f, struct str text, struct err *e)
{
    char command[WORDS_TEXT], *argv[WORDS], *edited = malloc(TEXT_MAX);
    struct str got;

    snprintf(command, sizeof command, "%s", wanted());
    f->path[0] = '\0';
    if (!edited)
        err_set(e, ERR_UNAVAILABLE, "no memory for the text");
    if (edited && make_file(f, text, e) && words_of(command, f->path, argv, e) &&
        wait_for(argv, e) && file_read(f->path, edited, TEXT_MAX, &got, e))
        return edited;
    free(edited);
    return NULL;
}

void editor_forget(struct editor_file *f)
{
    char *slash = strrchr(f->path, '/');

    if (!slash)
        return;
    unlink(f->path);
    *slash = '\0';
    rmdir(f->path);
    f->path[0] = '\0';
}
