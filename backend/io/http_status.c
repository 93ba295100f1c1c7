/* Sets of status codes as a short list of ranges. */
#include "io/http_status.h"

static bool refuse(struct err *e)
{
    return err_field(e, ERR_INVALID, "status",
                     "takes up to %d numbers and ranges from 100 to 599, like 200,300-399",
                     HTTP_STATUS_RANGES);
}

bool http_status_read(struct str text, struct http_status *out, struct err *e)
{
    struct http_status set = {0};
    struct str one, from;
    int64_t a, b;

    while (str_cut(&text, ',', &one)) {
        bool range = str_cut(&one, '-', &from) && one.p;
        if (set.n == HTTP_STATUS_RANGES || !str_int(str_trim(from), 100, 599, &a) ||
            (range && !str_int(str_trim(one), a, 599, &b)))
            return refuse(e);
        set.ranges[set.n].from = (int)a;
        set.ranges[set.n++].to = (int)(range ? b : a);
    }
    *out = set;
    return set.n > 0 || refuse(e);
}

bool http_status_has(const struct http_status *set, int status)
{
    for (size_t i = 0; i < set->n; i++)
        if (status >= set->ranges[i].from && status <= set->ranges[i].to)
            return true;
    return false;
}
