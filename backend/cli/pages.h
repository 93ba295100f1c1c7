/* A list of the API, page after page. */
#pragma once
#include "cli/client.h"
#include "cli/resource.h"

enum { PAGES_KEY = 200, PAGES_SIZE = 500 };

/* "/checks/12/results" of "/checks/{}/results"; ERR_LIMIT when it does not fit. */
bool pages_path(const char *pattern, const char *key, char out[CLIENT_PATH],
                struct err *e) MUST_CHECK;

struct pages {
    struct client *client;
    const struct resource *r;
    struct buf path; /* with all filters, without limit and cursor */
    char room[CLIENT_PATH];
    int64_t left; /* rows still wanted */
    bool begun, more;
    char cursor[CLIENT_PATH / 2];
    json_t *answer; /* the page at hand, owned */
};

/* `parent`: the key for {} of the list's address, or NULL. `most`: rows wanted at most. */
bool pages_open(struct pages *p, struct client *c, const struct resource *r, const char *parent,
                int64_t most, struct err *e) MUST_CHECK;
void pages_filter(struct pages *p, const char *name, const char *value);
/* The next page's rows (borrowed until the next call), NULL in *rows after the last. p->more tells,
 * once it is over, whether the server has rows beyond `most`. */
bool pages_next(struct pages *p, const json_t **rows, struct err *e) MUST_CHECK;
void pages_close(struct pages *p);
