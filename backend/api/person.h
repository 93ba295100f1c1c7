/* A user as the API shows one: the rows of its schema, and its JSON inside other answers. */
#pragma once
#include <jansson.h>

#include "api/field.h"
#include "base/err.h"
#include "store/row.h"

/* Rows of a user, to begin a table with. */
#define PERSON_ROWS                                                                            \
    {"id", FIELD_INT, .min = 1, .doc = "Number of the user in the tenant."},                   \
        {"email", FIELD_EMAIL, .doc = "Address to sign in with."},                             \
        {"name", FIELD_STR, .min = 1, .max = 200, .doc = "What people call this person."},     \
        {"role", FIELD_ENUM, .choices = "viewer|operator|admin|owner", .doc = "Role."},        \
        {"platform_admin", FIELD_BOOL, .doc = "Whether this person administers all tenants."}, \
        {"status", FIELD_ENUM, .choices = "invited|active|disabled",                           \
         .doc = "Whether sign-in works."},                                                     \
        {"mfa_enabled", FIELD_BOOL, .doc = "Whether a second factor is set up."},              \
        {"permissions", FIELD_LIST, .of = person_permission,                                   \
         .doc = "Permissions beyond the role's."},                                             \
        {"created_at", FIELD_TIME, .doc = "When the user was added."},                         \
    {                                                                                          \
        "last_login_at", FIELD_TIME, .flags = F_NULL, .doc = "Last sign-in, if any."           \
    }

extern const struct field person_permission[];
extern const struct field person_fields[];
extern const struct field person_tenant_fields[]; /* {tenant_id, name} */

/* Row 0 of a result with the columns of account_get. The caller owns it; NULL without memory. */
json_t *person_json(const PGresult *r);
json_t *person_tenant_json(const char *slug, const char *name);
