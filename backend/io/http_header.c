/* What a person may have a request carry. */
#include <string.h>
#include <strings.h>

#include "io/http.h"

static bool token(const char *z)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    if (!*z)
        return false;
    for (; *z; z++)
        if (!((*z >= '0' && *z <= '9') || ((*z | 32) >= 'a' && (*z | 32) <= 'z') ||
              strchr(others, *z)))
            return false;
    return true;
}

bool http_header_check(const char *name, const char *value, struct err *e)
{
    static const char *const ours[] = {"connection", "content-length", "transfer-encoding",
                                       "te",         "trailer",        "upgrade",
                                       "keep-alive", "expect"};

    if (!token(name) || strlen(name) > 64)
        return err_field(e, ERR_INVALID, "headers", "\"%.40s\" is no header name", name);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcasecmp(name, ours[i]) == 0)
            return err_field(e, ERR_INVALID, "headers", "%s is set by the check itself", name);
    if (strlen(value) > 2048)
        return err_field(e, ERR_INVALID, "headers", "%s is longer than 2048 bytes", name);
    for (const char *c = value; *c; c++)
        if ((*c >= 0 && *c < 0x20 && *c != '\t') || *c == 0x7f)
            return err_field(e, ERR_INVALID, "headers", "%s has a control character", name);
    return true;
}
