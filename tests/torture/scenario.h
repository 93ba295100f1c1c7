/* A scenario: a piece of real work that must survive the loss of any of its allocations. */
#pragma once
#include <stdbool.h>

enum outcome {
    WORKED,  /* the right result */
    REFUSED, /* an error, as is right without memory */
    WRONG    /* a wrong result, or an error that is none of memory's: the test fails */
};

struct scenario {
    const char *name;
    enum outcome (*run)(void);
    bool leaks; /* libjwt loses what it holds when it is refused memory: that alone is let pass */
};

/* Files of scenarios, each table ended by a row without a name. */
extern const struct scenario torture_base[];
extern const struct scenario torture_config[];
extern const struct scenario torture_json[];
extern const struct scenario torture_token[];
extern const struct scenario torture_check[];
