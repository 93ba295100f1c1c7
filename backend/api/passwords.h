/* New passwords and addresses as a request brings them. */
#pragma once
#include "api/request.h"

/* The address in lower case, from the arena. */
char *passwords_fold(struct request *q, const char *email, struct err *e) MUST_CHECK;
/* Length is the schema's business; this refuses what people guess first: ERR_INVALID at `field`. */
bool passwords_accept(struct request *q, const char *field, const char *password, const char *email,
                      struct err *e) MUST_CHECK;
