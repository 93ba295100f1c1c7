/* What people and keys may do. A role holds all permissions of the roles below it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Order is rank. */
enum role { ROLE_NONE, ROLE_VIEWER, ROLE_OPERATOR, ROLE_ADMIN, ROLE_OWNER, ROLE__COUNT };

enum permission {
    PERM_NONE = 0,  /* a route that names none does not start */
    PERM_PUBLIC,    /* nobody need sign in; the actor stays anonymous */
    PERM_SIGNED_IN, /* any person or key */
    PERM_PERSON,    /* any signed-in person; keys are refused */
    HOST_READ,
    HOST_WRITE,
    CHECK_READ,
    CHECK_WRITE,
    CHECK_RUN,
    RESULT_READ,
    USER_READ,
    USER_WRITE,
    KEY_READ,
    KEY_WRITE,
    TENANT_READ,     /* the own tenant */
    TENANT_MANAGE,   /* change the own tenant */
    PLATFORM_MANAGE, /* all tenants' metadata; comes from platform_admin, never from a role */
    AUDIT_READ,
    QUEUE_READ,
    PERM__COUNT
};

#define PERM_BIT(p) (UINT64_C(1) << (p))

struct permission_row {
    const char *name; /* "host.read"; NULL for those that nobody is granted */
    enum role least;  /* ROLE_NONE: no role brings it */
    const char *help;
};

const struct permission_row *permission_row(enum permission p);
/* PERM_NONE for an unknown name. */
enum permission permission_find(struct str name);
/* All bits a role brings. */
uint64_t permission_of_role(enum role r);
/* The bits that "a,b" names; "*" is all of them, NULL and unknown names none. */
uint64_t permission_of_list(const char *list);

const char *permission_role_name(enum role r);   /* "viewer" ...; "" for ROLE_NONE */
enum role permission_role_find(struct str name); /* ROLE_NONE when unknown */
