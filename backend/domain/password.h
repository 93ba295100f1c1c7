/* Which new passwords are refused: those that people, and so attackers, think of first. Length is
 * judged elsewhere; this looks at what the password is made of. */
#pragma once
#include "base/str.h"

/* Why the password is refused, for people; NULL when it is accepted. `email` is the account's
 * address in lower case. Borrowed, static. */
const char *password_weakness(struct str password, struct str email);
