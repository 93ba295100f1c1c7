/* The controlling terminal. Invariant: its echo is as it was, also when a signal ends the question.
 */
#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/scope.h"

static bool put(int fd, const char *text)
{
    size_t n = strlen(text);

    return write(fd, text, n) == (ssize_t)n;
}

static bool read_line(int fd, char *out, size_t cap, struct err *e)
{
    size_t n = 0;

    for (;;) {
        char c;
        ssize_t got = read(fd, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || c == '\n' || c == '\r')
            break;
        if (n + 1 >= cap)
            return err_set(e, ERR_INVALID, "that is too long");
        out[n++] = c;
    }
    out[n] = '\0';
    return n > 0 || err_set(e, ERR_INVALID, "nothing was entered");
}

/* With signals held back while the echo is off: Ctrl-C takes effect once it is on again. */
static bool read_secret(int fd, char *out, size_t cap, struct err *e)
{
    struct termios before, silent;
    sigset_t held, old;

    if (tcgetattr(fd, &before) != 0)
        return err_set(e, ERR_UNAVAILABLE, "the terminal cannot hide what is typed");
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    sigprocmask(SIG_BLOCK, &held, &old);
    tcsetattr(fd, TCSAFLUSH, &silent);
    bool ok = read_line(fd, out, cap, e);
    tcsetattr(fd, TCSAFLUSH, &before);
    sigprocmask(SIG_SETMASK, &old, NULL);
    bool stopped = ok && memchr(out, 3, strlen(out)) != NULL; /* Ctrl-C */
    return put(fd, "\n") && ok &&
           (!stopped || err_set(e, ERR_UNAVAILABLE, "stopped; nothing was changed"));
}

bool prompt_line(const char *question, bool secret, char *out, size_t cap, struct err *e)
{
    AUTO_FD fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

    if (fd < 0 || !put(fd, question))
        return err_set(e, ERR_UNAVAILABLE, "there is no terminal to ask at");
    return secret ? read_secret(fd, out, cap, e) : read_line(fd, out, cap, e);
}

bool prompt_yes(const char *question, bool *yes, struct err *e)
{
    char answer[16];
    struct err nothing = {0};

    *yes = false;
    if (!prompt_line(question, false, answer, sizeof answer, &nothing))
        return nothing.code == ERR_INVALID || err_set(e, nothing.code, "%s", nothing.msg);
    *yes = strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0 || strcmp(answer, "yes") == 0;
    return true;
}
