/* POST /auth/login: address and password, with or without the tenant's name. */
#pragma once
#include "api/request.h"

bool login_post(struct request *q, struct err *e) MUST_CHECK;
