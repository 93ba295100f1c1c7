/* Text as mdoc, the language of manual pages: nothing in it is taken for a request. */
#pragma once
#include <stdio.h>

#include "base/str.h"

/* Text of a paragraph, line by line; empty lines divide paragraphs. Lines are filled by the reader.
 */
void roff_text(FILE *out, struct str text);
/* Lines that stay as they are. */
void roff_literal(FILE *out, struct str text);
/* Words as one argument of a macro, quoted. */
void roff_word(FILE *out, const char *text);
