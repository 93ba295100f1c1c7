/* One-time links as answers show them. */
#pragma once
#include <jansson.h>

#include "api/field.h"
#include "api/request.h"

#define INVITE_ROWS                                                                        \
    {"invite_url", FIELD_STR, .flags = F_SECRET, .doc = "One-time link; shown only now."}, \
    {                                                                                      \
        "invite_expires_at", FIELD_TIME, .flags = F_SECRET, .doc = "Until when it works."  \
    }
extern const struct field invite_fields[];        /* invite_url, invite_expires_at */
extern const struct field invite_person_fields[]; /* a user and these */

/* A new link for the account, in its tenant's transaction, into the object. */
bool invite_make(struct request *q, int64_t account, json_t *into, struct err *e) MUST_CHECK;
/* A link of that secret, as invite_make shows it. */
bool invite_show(struct request *q, int32_t tenant, const char *secret, int64_t expires_us,
                 json_t *into, struct err *e) MUST_CHECK;
