/* The description of the API, OpenAPI 3.1, from the route table. */
#pragma once
#include <stdio.h>

#include "api/route.h"
#include "base/err.h"
#include "io/json.h"

void openapi_write(struct jout *w);
bool openapi_print(FILE *to, struct err *e) MUST_CHECK;
