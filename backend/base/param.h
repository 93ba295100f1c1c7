/* Parameter rows: one description of a value from which come validation, defaults, the API schema,
 * the form in the web application and the manual. Tables end with a row whose name is NULL. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum param_type {
    PARAM_STRING, /* min, max: length in bytes */
    PARAM_INT,    /* min, max: value */
    PARAM_NUMBER,
    PARAM_BOOL,
    PARAM_ENUM, /* choices: "a|b|c" */
    PARAM_MAP,  /* string to string; max: pairs */
    PARAM_LIST  /* of strings; max: items */
};

struct param {
    const char *name;
    enum param_type type;
    const char *unit; /* "ms", "%", "bytes", or NULL */
    double min, max;
    const char *def;     /* default as text, NULL = none */
    bool required;       /* without it the value must be given */
    const char *choices; /* for PARAM_ENUM */
    const char *format;  /* what the text must be (io/format.h), or NULL */
    const char *with;    /* the parameter without which the format cannot be judged, or NULL */
    const char *without; /* "a|b": parameters that may not be given beside a text in this one */
    const char *at_most; /* the parameter whose number this one may not exceed, or NULL */
    const char *help;    /* one sentence for people */
};

const char *param_type_name(enum param_type type);
/* The row of that name, or NULL. */
const struct param *param_find(const struct param *rows, struct str name);
/* Checks a value given as text (configuration files, command line) against its row:
 * ERR_INVALID with the row's name as field. PARAM_MAP and PARAM_LIST have no text form. */
bool param_check_text(const struct param *row, struct str value, struct err *e) MUST_CHECK;
/* Whether `value` is one of "a|b|c". */
bool param_choice(const char *choices, struct str value);
