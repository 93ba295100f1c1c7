/* Escapes of roff: backslashes, and dots and quotes where a request could begin. */
#include "cli/roff.h"

enum { LINE_MAX_BYTES = 72 };

static void put(FILE *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\')
            fputs("\\e", out);
        else if (s.p[i] == '"')
            fputs("\\(dq", out);
        else if (s.p[i] == '-')
            fputs("\\-", out);
        else if (s.p[i] == '~')
            fputs("\\(ti", out);
        else
            fputc(s.p[i], out);
    }
}

static void put_line(FILE *out, struct str line)
{
    if (line.n && (line.p[0] == '.' || line.p[0] == '\''))
        fputs("\\&", out);
    put(out, line);
    fputc('\n', out);
}

/* Words on lines of a length that readers of the source like; each sentence begins a line. */
static void put_words(FILE *out, struct str line, size_t *column)
{
    struct str word;

    while (line.n && str_cut(&line, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (*column > 0 && *column + word.n + 1 > LINE_MAX_BYTES) {
            fputc('\n', out);
            *column = 0;
        }
        if (*column > 0)
            fputc(' ', out);
        else if (word.p[0] == '.' || word.p[0] == '\'')
            fputs("\\&", out);
        put(out, word);
        *column += word.n + 1;
        bool starts = line.n == 0 || (line.p[0] >= 'A' && line.p[0] <= 'Z');
        if (word.p[word.n - 1] == '.' && starts) {
            fputc('\n', out);
            *column = 0;
        }
    }
}

static void end_line(FILE *out, size_t *column)
{
    if (*column > 0)
        fputc('\n', out);
    *column = 0;
}

void roff_text(FILE *out, struct str text)
{
    bool gap = false, any = false, literal = false;
    size_t column = 0;
    struct str line;

    while (text.n && str_cut(&text, '\n', &line)) {
        bool indented = str_starts(line, "  ");
        if (indented != literal) {
            end_line(out, &column);
            fputs(indented ? ".Bd -literal\n" : ".Ed\n", out);
            gap = gap && !indented;
        }
        literal = indented;
        if (line.n == 0) {
            gap = any;
            continue;
        }
        if (gap) {
            end_line(out, &column);
            fputs(".Pp\n", out);
        }
        gap = false;
        any = true;
        if (literal)
            put_line(out, line);
        else
            put_words(out, line, &column);
    }
    end_line(out, &column);
    fputs(literal ? ".Ed\n" : "", out);
}

void roff_literal(FILE *out, struct str text)
{
    struct str line;

    while (text.n && str_cut(&text, '\n', &line))
        put_line(out, line);
}

void roff_word(FILE *out, const char *text)
{
    fputs("\"\\&", out);
    put(out, str_of(text));
    fputc('"', out);
}
