/* Fails each allocation of every scenario in turn, alone and with all that follow. No crash, no
 * leak, no wrong result; and the scenario must work when nothing fails. Prints TAP. */
#include <stdbool.h>
#include <stdio.h>

#include "alloc.h"
#include "scenario.h"

enum { MOST = 200000 };

static const struct scenario *const tables[] = {torture_base, torture_config, torture_json,
                                                torture_token, torture_check};

/* NULL when all is well, else what was wrong. *n counts the allocations that were failed. */
static const char *torment(const struct scenario *s, enum alloc_mode mode, long *n)
{
    for (*n = 1; *n < MOST; ++*n) {
        long held;
        alloc_arm(*n, mode);
        enum outcome r = s->run();
        bool failed = alloc_disarm(&held);
        if (r == WRONG)
            return "gave a wrong result";
        if (held != 0 && !(failed && s->leaks))
            return "kept memory";
        if (!failed)
            return r == WORKED ? NULL : "does not work with all its memory";
    }
    return "never came to its end";
}

int main(void)
{
    int number = 0, bad = 0, all = 0;

    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct scenario *s = tables[t]; s->name; s++)
            all += 2;
    printf("1..%d\n", all);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct scenario *s = tables[t]; s->name; s++)
            for (int mode = ALLOC_FAIL_ONCE; mode <= ALLOC_FAIL_FROM; mode++) {
                long n = 0;
                enum outcome warm = s->run(); /* what libraries keep for ever is made now */
                const char *wrong =
                    warm == WORKED ? torment(s, (enum alloc_mode)mode, &n) : "does not work at all";
                printf("%s %d - %s%s\n", wrong ? "not ok" : "ok", ++number, s->name,
                       mode == ALLOC_FAIL_ONCE ? "" : ", nothing left from then on");
                printf("# %ld allocations\n", n - 1);
                if (wrong)
                    printf("# %s when allocation %ld failed\n", wrong, n);
                fflush(stdout);
                bad += wrong != NULL;
            }
    return bad != 0;
}
