/* Options from rows. */
#include "cli/opt.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

static bool named(const struct opt *row, const char *arg, const char **attached)
{
    size_t n = strlen(row->name);

    *attached = NULL;
    if (arg[1] != '-')
        return row->letter && arg[1] == row->letter && arg[2] == '\0';
    if (strncmp(arg + 2, row->name, n) != 0)
        return false;
    if (arg[2 + n] == '=')
        *attached = arg + 2 + n + 1;
    return arg[2 + n] == '\0' || *attached;
}

static bool take(const struct opt *row, const char *attached, int argc, char **argv, int *i,
                 const char **value, struct err *e)
{
    if (*value)
        return err_field(e, ERR_INVALID, row->name, "--%s is given twice", row->name);
    if (!row->value) {
        if (attached)
            return err_field(e, ERR_INVALID, row->name, "--%s takes no value", row->name);
        *value = "";
        return true;
    }
    if (!attached && *i + 1 < argc)
        attached = argv[++*i];
    if (!attached)
        return err_field(e, ERR_INVALID, row->name, "--%s needs %s", row->name, row->value);
    *value = attached;
    return true;
}

bool opt_parse(const struct opt *rows, int argc, char **argv, const char **values, int *rest,
               struct err *e)
{
    bool only_arguments = false;
    int kept = 0;

    for (size_t k = 0; rows[k].name; k++)
        values[k] = NULL;
    for (int i = 1; i < argc; i++) {
        if (only_arguments || argv[i][0] != '-' || argv[i][1] == '\0') {
            argv[1 + kept++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--") == 0) {
            only_arguments = true;
            continue;
        }
        const char *attached = NULL;
        size_t k = 0;
        while (rows[k].name && !named(&rows[k], argv[i], &attached))
            k++;
        if (!rows[k].name)
            return err_set(e, ERR_INVALID, "there is no option %s", argv[i]);
        if (!take(&rows[k], attached, argc, argv, &i, &values[k], e))
            return false;
    }
    *rest = kept;
    return true;
}

void opt_print(const struct opt *rows)
{
    for (; rows->name; rows++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", rows->name, rows->value ? " " : "",
                 rows->value ? rows->value : "");
        if (rows->letter)
            printf("  -%c, %-24s %s\n", rows->letter, left, rows->help);
        else
            printf("      %-24s %s\n", left, rows->help);
    }
}
