/* The subcommands. Adding one: its file in sources.am and a line here, in the order of the help. */
#include "cli/command.h"

const struct command *const commands_all[] = {
    &cli_up,      &cli_down,    &cli_status, &cli_admin,    &cli_check,      &cli_kinds,
    &cli_login,   &cli_context, &cli_get,    &cli_describe, &cli_create,     &cli_edit,
    &cli_delete,  &cli_test,    &cli_watch,  &cli_top,      &cli_completion, &cli_man,
    &cli_migrate, &cli_init,    &cli_run,    NULL,
};
