/* New passwords and addresses as a request brings them. */
#include "api/passwords.h"

#include "domain/password.h"

char *passwords_fold(struct request *q, const char *email, struct err *e)
{
    char *z = arena_str(q->mem, str_of(email), e);

    for (char *c = z; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return z;
}

bool passwords_accept(struct request *q, const char *field, const char *password, const char *email,
                      struct err *e)
{
    const char *why = password_weakness(str_of(password), str_of(email));

    return !why || request_fault(q, e, field, "weak_password", "%s", why);
}
