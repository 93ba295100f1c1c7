/* The answer being made: status, headers, body. Handlers use the answer_* calls of
 * api/request.h; this is for the framework. */
#pragma once
#include "api/request.h"
#include "base/buf.h"
#include "io/json.h"

enum { ANSWER_MAX = 4 << 20, ANSWER_HEADERS = 4096, ANSWER_TAG = 64 };

struct answer {
    struct jout out; /* body; kept between requests */
    struct str raw;  /* instead of out when raw.p is set; borrowed */
    const char *type;
    char headers_z[ANSWER_HEADERS];
    struct buf headers;
    int status;
    size_t mark;          /* headers before the handler's own */
    int64_t revision;     /* of the row shown; 0 none */
    char tag[ANSWER_TAG]; /* ETag, once it is made */
    bool done;
};

void answer_init(struct answer *a);
void answer_clear(struct answer *a);
/* Ready for the next request. */
void answer_start(struct answer *a);
/* From here on headers are the handler's: answer_drop takes them back. */
void answer_mark(struct answer *a);
/* Drops a body begun and the handler's headers. */
void answer_drop(struct answer *a);
struct str answer_body(const struct answer *a);
/* Body as it may be kept for a repeat: without members declared F_SECRET. The caller owns it. */
bool answer_kept(const struct request *q, char **json, struct err *e) MUST_CHECK;
/* Makes the tag of what is shown: the row's revision, so that If-Match can be judged, and the
 * content. */
void answer_tag(struct answer *a);
/* ETag and If-None-Match, then all of it to the gateway. */
void answer_send(struct request *q);
