/* What others are told of the route table: the web server's locations, one line a route. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/* Locations by pool, to be included where the upstreams tocsin_POOL are known. */
bool nginx_print(FILE *to, struct err *e) MUST_CHECK;
/* "METHOD PATH permission pool rate mfa audit" a line: what the golden file holds. */
bool nginx_print_routes(FILE *to, struct err *e) MUST_CHECK;
