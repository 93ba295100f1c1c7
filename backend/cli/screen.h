/* A terminal that is written anew again and again: its other page, no cursor, no echo; all as
 * before afterwards, also when a signal ends it. */
#pragma once
#include <stdbool.h>
#include <termios.h>

#include "base/err.h"
#include "base/str.h"

struct screen {
    int signals; /* a descriptor that tells of them; -1: not open */
    struct termios before;
};

enum screen_news { SCREEN_TIME, SCREEN_RESIZED, SCREEN_QUIT };

bool screen_open(struct screen *s, struct err *e) MUST_CHECK;
void screen_close(struct screen *s);
/* Shows as much of the text as fits. Colours in it are whole sequences of the form ESC [ ... m. */
void screen_draw(struct str text);
/* Waits; a key q, Ctrl-C or a signal ends it. */
enum screen_news screen_wait(struct screen *s, int ms);
