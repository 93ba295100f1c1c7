/* Parameters of every kind of check: any JSON is taken or refused with the member's name. */
#include <string.h>

#include "checks/check.h"
#include "fuzz.h"
#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct err e = {0};
    AUTO_JSON params = jin_parse((struct str){(const char *)data, n}, &e);

    if (!json_is_object(params))
        return 0;
    for (size_t i = 0; check_registry[i]; i++) {
        struct err why = {0};
        struct check_plan *plan = check_plan_new(check_registry[i], params, &why);
        if (plan)
            check_plan_free(plan);
        else
            fuzz_hold(why.code == ERR_INVALID || why.code == ERR_BLOCKED_TARGET ||
                      why.code == ERR_LIMIT);
    }
    return 0;
}
