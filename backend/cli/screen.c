/* The terminal, by the sequences all of today's understand. */
#include "cli/screen.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/proc.h"
#include "cli/visible.h"

static void size_of(size_t *rows, size_t *columns)
{
    struct winsize w = {0};

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_row == 0 || w.ws_col == 0)
        w = (struct winsize){.ws_row = 24, .ws_col = 80};
    *rows = w.ws_row;
    *columns = w.ws_col;
}

bool screen_open(struct screen *s, struct err *e)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH};
    struct termios quiet;

    s->signals = -1;
    if (tcgetattr(STDIN_FILENO, &s->before) != 0)
        return err_set(e, ERR_UNAVAILABLE, "standard input is no terminal; try --once");
    s->signals = proc_signals(signals, sizeof signals / sizeof *signals, e);
    if (s->signals < 0)
        return false;
    quiet = s->before;
    quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    fputs("\x1b[?1049h\x1b[?25l", stdout);
    return true;
}

void screen_close(struct screen *s)
{
    if (s->signals < 0)
        return;
    fputs("\x1b[?25h\x1b[?1049l", stdout);
    fflush(stdout);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &s->before);
    close(s->signals);
    s->signals = -1;
}

/* Bytes of the colour sequence the text begins with, 0 for none. */
static size_t colour_at(struct str s)
{
    if (s.n < 3 || s.p[0] != '\x1b' || s.p[1] != '[')
        return 0;
    const char *end = memchr(s.p, 'm', s.n);
    return end ? (size_t)(end - s.p) + 1 : 0;
}

static void put_line(struct str line, size_t columns)
{
    char piece[VISIBLE_PIECE];
    size_t used = 0, n;

    while (line.n) {
        size_t skip = colour_at(line);
        if (skip) {
            fwrite(line.p, 1, skip, stdout);
            line = (struct str){line.p + skip, line.n - skip};
            continue;
        }
        (void)visible_piece(&line, piece, &n);
        used += n;
        if (used > columns)
            break;
        fputs(piece, stdout);
    }
    fputs("\x1b[0m\x1b[K", stdout);
}

void screen_draw(struct str text)
{
    size_t rows, columns, row = 0;
    struct str line;

    size_of(&rows, &columns);
    fputs("\x1b[H", stdout);
    for (; row < rows && text.n && str_cut(&text, '\n', &line); row++) {
        fputs(row ? "\r\n" : "", stdout);
        put_line(line, columns);
    }
    fputs("\x1b[J", stdout);
    fflush(stdout);
}

enum screen_news screen_wait(struct screen *s, int ms)
{
    struct pollfd fds[] = {{.fd = s->signals, .events = POLLIN},
                           {.fd = STDIN_FILENO, .events = POLLIN}};
    char key = 0;

    if (poll(fds, 2, ms) <= 0)
        return SCREEN_TIME;
    if (fds[0].revents)
        return proc_signal_next(s->signals) == SIGWINCH ? SCREEN_RESIZED : SCREEN_QUIT;
    if (read(STDIN_FILENO, &key, 1) != 1 || key == 'q' || key == 'Q')
        return SCREEN_QUIT;
    return key == ' ' ? SCREEN_TIME : SCREEN_RESIZED;
}
