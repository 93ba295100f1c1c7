/* What comes in: request line, headers and body, before anybody looks at their meaning. */
#pragma once
#include "api/request.h"

enum { INTAKE_BODY = 1 << 20, INTAKE_BODY_INGEST = 8 << 20 };

/* Sets id, ip, user_agent. */
void intake_start(struct request *q);
struct str intake_method(const struct request *q);
/* Still percent-encoded; without the query. */
struct str intake_path(const struct request *q);
struct str intake_query(const struct request *q);

/* The whole body into the arena; empty when there is none. ERR_LIMIT over the pool's bound,
 * ERR_MALFORMED when it is shorter than announced, ERR_MEDIA_TYPE unless it is plain JSON. */
bool intake_body(struct request *q, struct str *out, struct err *e) MUST_CHECK;
