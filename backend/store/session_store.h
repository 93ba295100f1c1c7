/* Sessions and their families of refresh tokens. A session lives 30 days (12 hours for people who
 * administer) and a day after its last refresh; every refresh replaces the token. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "store/tx.h"

enum {
    SESSION_HASH = 32,
    SESSION_LIFE_S = 30 * 86400,
    SESSION_ADMIN_LIFE_S = 12 * 3600,
    SESSION_IDLE_S = 86400,
    SESSION_GRACE_S = 10 /* a token just replaced says "already rotated" for so long */
};

struct session_new {
    int64_t account;
    bool mfa, administers;
    const char *ip, *user_agent; /* ip may be "" */
    uint8_t hash[SESSION_HASH];  /* of its first refresh token */
};
/* *mfa_at_s as in session_identity. */
bool session_add(struct tx *t, const struct session_new *n, int64_t *id, int64_t *mfa_at_s,
                 struct err *e) MUST_CHECK;

/* Who a live session of an active account is. Texts from the arena. */
struct session_identity {
    int64_t account;
    const char *email, *role, *permissions; /* permissions: comma-separated */
    const char *tenant_slug, *tenant_status;
    bool platform_admin, mfa_enabled;
    int64_t mfa_at_s; /* 0: never */
};
/* *found is false for a session that is over, or never was. */
bool session_identity(struct db *d, int32_t tenant, int64_t id, struct arena *mem,
                      struct session_identity *out, bool *found, struct err *e) MUST_CHECK;

enum session_turn {
    SESSION_UNKNOWN,      /* no such token, or its session is over */
    SESSION_ROTATED,      /* `fresh` is the token now */
    SESSION_JUST_ROTATED, /* somebody else has just done it */
    SESSION_REUSED        /* an old token: the session is now revoked */
};
struct session_rotation {
    enum session_turn turn;
    int64_t id, account, left_s; /* left_s: until the session ends whatever happens */
    int64_t mfa_at_s;
};
/* One caller at a time a session. */
bool session_rotate(struct tx *t, const uint8_t old[SESSION_HASH],
                    const uint8_t fresh[SESSION_HASH], struct session_rotation *out,
                    struct err *e) MUST_CHECK;

/* A second factor was just proved. */
bool session_prove(struct tx *t, int64_t id, int64_t *mfa_at_s, struct err *e) MUST_CHECK;
/* The session a refresh token belongs to, alive or not; 0 for none. */
bool session_of_token(struct tx *t, const uint8_t hash[SESSION_HASH], int64_t *id, int64_t *account,
                      struct err *e) MUST_CHECK;
/* Ends one session of an account. *done is false when it has no such live session. */
bool session_revoke(struct tx *t, int64_t account, int64_t id, const char *why, bool *done,
                    struct err *e) MUST_CHECK;
/* Ends all of an account's sessions but one (0: all). */
bool session_revoke_all(struct tx *t, int64_t account, int64_t but, const char *why,
                        struct err *e) MUST_CHECK;
/* Live ones, newest use first; `current` is marked. */
bool session_list(struct tx *t, int64_t account, int64_t current, PGresult **out,
                  struct err *e) MUST_CHECK;
