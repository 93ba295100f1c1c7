/* The outcome of one run of a check. Plain data; small enough to live on a stack. */
#pragma once
#include <jansson.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/status.h"

enum { CHECK_FACTS = 20, CHECK_MESSAGE = 240, CHECK_TEXT = 1024 };

/* One detail: "tls_ms", "days_left", "issuer". */
struct check_fact {
    const char *name; /* static */
    enum { CHECK_FACT_INT, CHECK_FACT_NUMBER, CHECK_FACT_TEXT, CHECK_FACT_BOOL } type;
    union {
        int64_t i;
        double d;
        size_t text; /* where in check_result.text it begins */
    };
};

struct check_result {
    enum status status;
    const char *reason;          /* slug, static; NULL exactly when status is UP */
    double latency_ms;           /* NaN when nothing was measured */
    char message[CHECK_MESSAGE]; /* for people; valid UTF-8, no control characters */
    size_t facts_n, text_n;
    struct check_fact facts[CHECK_FACTS];
    char text[CHECK_TEXT];
};

/* Sets status, reason and message. Text from targets is cleaned. Pass a NULL reason for UP. */
void check_result_set(struct check_result *r, enum status status, const char *reason,
                      const char *fmt, ...) PRINTF(4, 5);
/* Facts beyond CHECK_FACTS and texts beyond CHECK_TEXT are left out. */
void check_result_int(struct check_result *r, const char *name, int64_t value);
void check_result_number(struct check_result *r, const char *name,
                         double value); /* NaN: left out */
void check_result_text(struct check_result *r, const char *name, const char *value);
void check_result_bool(struct check_result *r, const char *name, bool value);

/* The facts as a JSON object; NULL without memory. Owned by the caller. */
json_t *check_result_details(const struct check_result *r);
