/* Which status codes of HTTP are meant: "200,204,300-399". */
#pragma once
#include "base/err.h"
#include "base/str.h"

enum { HTTP_STATUS_RANGES = 16 };

struct http_status {
    size_t n;
    struct {
        int from, to;
    } ranges[HTTP_STATUS_RANGES];
};

/* Numbers and ranges from 100 to 599, divided by commas; ERR_INVALID with field "status". */
bool http_status_read(struct str text, struct http_status *out, struct err *e) MUST_CHECK;
bool http_status_has(const struct http_status *set, int status);
