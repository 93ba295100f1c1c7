/* The kinds of checks: exactly the files of table.am. */
#include "checks/kind.h"

#define CHECK_KIND(name) extern const struct check_kind check_##name;
#include "checks/table.inc"
#undef CHECK_KIND

#define CHECK_KIND(name) &check_##name,
const struct check_kind *const check_registry[] = {
#include "checks/table.inc"
    NULL,
};
