/* A user as the API shows one. */
#include "api/person.h"

#include "api/object.h"

const struct field person_permission[] = {{.name = "permission", .type = FIELD_STR}, {0}};
const struct field person_fields[] = {PERSON_ROWS, {0}};

const struct field person_tenant_fields[] = {
    {"tenant_id", FIELD_SLUG, .doc = "Short name of the tenant."},
    {"name", FIELD_STR, .doc = "Name of the tenant."},
    {0},
};

json_t *person_json(const PGresult *r)
{
    return object_of_row(person_fields, r);
}

json_t *person_tenant_json(const char *slug, const char *name)
{
    return json_pack("{ss ss}", "tenant_id", slug, "name", name);
}
