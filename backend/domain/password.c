/* A password is common when a few familiar pieces make it up: listed words, digits, keyboard
 * rows, one character again and again. Spelling tricks (P4ssw0rd) are undone first. So every
 * entry of the usual lists of most used passwords that is long enough to be asked about is
 * refused by its make, and so are its relatives; four listed words in a row are not.
 * Invariant: the answer depends on the password and the address alone. */
#include "domain/password.h"

#include <string.h>

#include "domain/common_words.h"

enum { LONGEST = 512, FAMILIAR_PIECES = 3, RUN = 4 };

/* Lower case, with the usual digits and signs for letters put back when `letters` says so. */
static size_t fold(struct str s, bool letters, char *out)
{
    static const char from[] = "013457@$!", to[] = "oieastasi";
    size_t n = s.n < LONGEST ? s.n : LONGEST;

    for (size_t i = 0; i < n; i++) {
        char c = s.p[i];
        const char *at = letters && c ? strchr(from, c) : NULL;
        out[i] = at ? to[at - from] : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return n;
}

static size_t digits(struct str s)
{
    size_t n = 0;

    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || strchr("!@#$%^&*.-_+=? ", s.p[n])))
        n++;
    return n;
}

/* Neighbours on a keyboard or in the alphabet, forwards or backwards. */
static size_t row(struct str s)
{
    static const char *const rows[] = {"1234567890-=",
                                       "qwertyuiop[]",
                                       "asdfghjkl;'",
                                       "zxcvbnm,./",
                                       "qwertzuiop",
                                       "azertyuiop",
                                       "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
                                       "1q2w3e4r5t6y7u8i9o0p",
                                       "q1w2e3r4t5y6u7i8o9p0",
                                       "abcdefghijklmnopqrstuvwxyz",
                                       "qazwsxedcrfvtgbyhnujmikolp"};
    size_t best = 0;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i]);
        for (size_t at = 0; at < len; at++) {
            size_t up = 0, down = 0;
            while (up < s.n && at + up < len && s.p[up] == rows[i][at + up])
                up++;
            while (down < s.n && down <= at && s.p[down] == rows[i][at - down])
                down++;
            best = up > best ? up : best;
            best = down > best ? down : best;
        }
    }
    return best >= RUN ? best : 0;
}

static size_t repeat(struct str s)
{
    size_t n = 1;

    while (n < s.n && s.p[n] == s.p[0])
        n++;
    return n >= 3 ? n : 0;
}

/* Longest familiar piece at the beginning of either spelling, digits and signs apart. */
static size_t piece(struct str plain, struct str spelt)
{
    const size_t found[] = {row(plain), repeat(plain), common_words_prefix(plain),
                            common_words_prefix(spelt)};
    size_t best = 0;

    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        best = found[i] > best ? found[i] : best;
    return best;
}

/* Fewest familiar pieces that make up the text; SIZE_MAX when none do. A piece that comes again
 * right away is still one. Digits and signs are free: they are what people append. */
static size_t pieces(struct str plain, struct str spelt)
{
    size_t least[LONGEST + 1];

    for (size_t i = 0; i <= plain.n; i++)
        least[i] = SIZE_MAX;
    least[0] = 0;
    for (size_t i = 0; i < plain.n; i++) {
        if (least[i] == SIZE_MAX)
            continue;
        struct str rest = {plain.p + i, plain.n - i};
        size_t len = piece(rest, (struct str){spelt.p + i, rest.n}), free = digits(rest);
        for (size_t n = 1; n <= free; n++)
            if (least[i] < least[i + n])
                least[i + n] = least[i];
        for (size_t end = i + len; len > 0 && end <= plain.n; end += len) {
            if (least[i] + 1 < least[end])
                least[end] = least[i] + 1;
            if (end + len > plain.n || memcmp(plain.p + i, plain.p + end, len) != 0)
                break;
        }
    }
    return least[plain.n];
}

/* Two or three characters all along. */
static bool few_characters(struct str s)
{
    bool seen[256] = {false};
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        n += !seen[(unsigned char)s.p[i]];
        seen[(unsigned char)s.p[i]] = true;
    }
    return n <= 3;
}

/* The address itself, or what stands before its @, with something around it. */
static bool is_address(struct str folded, struct str email)
{
    struct str rest = email, local;

    if (email.n == 0 || !str_cut(&rest, '@', &local))
        return false;
    if (str_eq(folded, email))
        return true;
    for (size_t i = 0; local.n >= 4 && i + local.n <= folded.n; i++)
        if (memcmp(folded.p + i, local.p, local.n) == 0 && folded.n - local.n <= 4)
            return true;
    return false;
}

const char *password_weakness(struct str password, struct str email)
{
    char plain[LONGEST], letters[LONGEST];
    struct str as_is = {plain, fold(password, false, plain)};
    struct str spelt = {letters, fold(password, true, letters)};
    bool common = few_characters(as_is) || pieces(as_is, spelt) <= FAMILIAR_PIECES;
    bool address = is_address(as_is, email);

    explicit_bzero(plain, sizeof plain);
    explicit_bzero(letters, sizeof letters);
    if (common)
        return "is made of what people try first; take four or more unrelated words";
    return address ? "must not be your e-mail address" : NULL;
}
