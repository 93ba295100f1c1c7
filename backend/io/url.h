/* http and https addresses, strictly: what could be read in two ways is refused. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { URL_MAX = 2048 };

struct url {
    bool tls;      /* https */
    uint16_t port; /* 80 or 443 where the text has none */
    bool port_given;
    struct str host; /* without brackets; judged by addr_host */
    struct str path; /* path and query as sent, at least "/" when rendered; may be empty */
};

/* The views point into `text`. ERR_INVALID with field "url": another scheme, user or password,
 * backslash, blanks, control or non-ASCII bytes, a bad host or port, over URL_MAX bytes. A
 * fragment is cut off. */
bool url_parse(struct str text, struct url *out, struct err *e) MUST_CHECK;

/* Where `location` (a redirect's header) leads from `base`, as absolute text built into `out`
 * (URL_MAX bytes), and parsed. ERR_INVALID as above. */
bool url_follow(const struct url *base, struct str location, char out[URL_MAX], struct url *to,
                struct err *e) MUST_CHECK;

/* Same scheme, host (without regard to case) and port: credentials may go along. */
bool url_same_origin(const struct url *a, const struct url *b);
