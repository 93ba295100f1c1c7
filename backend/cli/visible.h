/* Text of others on a terminal: no byte of it may steer it. Control characters, and those that turn
 * the direction of writing or cannot be seen, appear as \x1b or \u202e; what is no UTF-8 as U+FFFD.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/str.h"

enum { VISIBLE_PIECE = 16 };

/* Takes one character off *rest; false at the end. */
bool visible_next(struct str *rest, uint32_t *code);
/* Whether it must not reach a terminal as it is. */
bool visible_unsafe(uint32_t code);
/* Takes one character off *rest and writes how it is shown, terminated, with the columns it fills;
 * false at the end. */
bool visible_piece(struct str *rest, char out[VISIBLE_PIECE], size_t *columns);

size_t visible_width(struct str s); /* columns of all of it */
void visible_print(FILE *out, struct str s);
/* As much as fits into `cap` bytes, terminated. */
void visible_cut(struct str s, char *out, size_t cap);
/* JSON text with the unsafe characters of its strings as \uXXXX. */
void visible_json(FILE *out, struct str json);
/* The code point as UTF-8. */
void visible_utf8(struct buf *b, uint32_t code);
