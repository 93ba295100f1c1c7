/* tocsin context: which servers there are, and which one is asked. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/contexts.h"
#include "cli/visible.h"

static const struct opt opts[] = {{0}};

static void put(const char *text, int width)
{
    int n = (int)visible_width(str_of(text));

    visible_print(stdout, str_of(text));
    printf("%*s", width > n ? width - n : 1, "");
}

static bool list(const json_t *all)
{
    const char *current = json_string_value(json_object_get(all, "current")), *name;
    const json_t *one;

    printf("%-2s%-20s %s\n", "", "NAME", "SERVER");
    json_object_foreach(json_object_get(all, "contexts"), name, one)
    {
        const char *url = json_string_value(json_object_get(one, "url"));
        printf("%s", current && strcmp(current, name) == 0 ? "* " : "  ");
        put(name, 21);
        visible_print(stdout, str_of(url));
        putchar('\n');
    }
    return true;
}

static bool known(const json_t *all, const char *name, struct err *e)
{
    return json_object_get(json_object_get(all, "contexts"), name) ||
           err_set(e, ERR_NOT_FOUND, "there is no context %.63s; see: tocsin context list", name);
}

static bool use(json_t *all, const char *name, struct err *e)
{
    if (!known(all, name, e))
        return false;
    if (json_object_set_new(all, "current", json_string(name)) != 0)
        return err_set(e, ERR_UNAVAILABLE, "no memory");
    return contexts_save(all, e);
}

static bool drop(json_t *all, const char *name, struct err *e)
{
    const char *current = json_string_value(json_object_get(all, "current"));

    if (!known(all, name, e))
        return false;
    if (current && strcmp(current, name) == 0)
        json_object_set_new(all, "current", json_null());
    json_object_del(json_object_get(all, "contexts"), name);
    if (!contexts_save(all, e))
        return false;
    fprintf(stderr, "Its key still works until it is revoked: tocsin get api-keys\n");
    return true;
}

static bool act(json_t *all, int argc, char **argv, struct err *e)
{
    const char *verb = argc > 1 ? argv[1] : "list";

    if (strcmp(verb, "list") == 0 && argc <= 2)
        return list(all);
    if (strcmp(verb, "use") == 0 && argc == 3)
        return use(all, argv[2], e);
    if (strcmp(verb, "delete") == 0 && argc == 3)
        return drop(all, argv[2], e);
    return err_set(e, ERR_INVALID, "context list, context use NAME or context delete NAME");
}

static int run(int argc, char **argv, const char **values, struct err *e)
{
    json_t *all;

    (void)values;
    if (!contexts_load(&all, e))
        return CLI_FAILED;
    bool ok = act(all, argc, argv, e);
    json_decref(all);
    return ok ? CLI_DONE : CLI_FAILED;
}

const struct command cli_context = {
    .name = "context",
    .summary = "lists, chooses and forgets servers",
    .arguments = "[list | use NAME | delete NAME]",
    .opts = opts,
    .choices = "list|use|delete",
    .help =
        "tocsin login adds a context: a server with a key. They stand in tocsin/contexts.json "
        "below\n"
        "XDG_CONFIG_HOME (~/.config), readable by you alone. TOCSIN_URL with TOCSIN_API_KEY goes\n"
        "before the chosen one, --context NAME before both.\n\n"
        "examples:\n"
        "  tocsin context list\n"
        "  tocsin context use production\n"
        "  tocsin context delete old\n",
    .run = run,
};
