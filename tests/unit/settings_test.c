/* tocsin.conf: made once, then changed only where a start asks for it. */
#include "cli/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/file.h"
#include "io/config.h"
#include "unit.h"

static struct place place;

static int make_place(void **state)
{
    char path[140], folder[] = "/tmp/tocsin-settings.XXXXXX";

    (void)state;
    place = (struct place){.share = "/usr/share/tocsin"};
    if (!mkdtemp(folder))
        return -1;
    snprintf(place.var, sizeof place.var, "%s", folder);
    snprintf(path, sizeof path, "%s/etc", place.var);
    snprintf(place.config, sizeof place.config, "%s/etc/tocsin.conf", place.var);
    return mkdir(path, 0755);
}

static int remove_place(void **state)
{
    struct err e = {0};

    (void)state;
    return file_remove_tree(place.var, &e) ? 0 : -1;
}

static void expect(const struct install_wish *w, const char *listen, const char *url, bool loopback)
{
    struct listen_address l;
    struct config c;
    struct err e = {0};

    assert_true(settings_write(&place, w, &l, &e));
    assert_int_equal(l.loopback, loopback);
    assert_true(config_load(&c, place.config, &e));
    assert_string_equal(config_text(&c, "listen"), listen);
    assert_string_equal(config_text(&c, "public_url"), url);
    assert_string_equal(config_text(&c, "var_dir"), place.var);
    config_clear(&c);
}

static void follows_wishes_and_keeps_the_rest(void **state)
{
    char text[4096];
    struct str content;
    struct err e = {0};

    (void)state;
    expect(&(struct install_wish){0}, "127.0.0.1:8080", "http://127.0.0.1:8080", true);
    expect(&(struct install_wish){.listen = "127.0.0.1:18000"}, "127.0.0.1:18000",
           "http://127.0.0.1:18000", true);
    expect(&(struct install_wish){0}, "127.0.0.1:18000", "http://127.0.0.1:18000", true);
    expect(&(struct install_wish){.public_url = "https://tocsin.example"}, "127.0.0.1:18000",
           "https://tocsin.example", true);
    FILE *f = fopen(place.config, "a");
    assert_non_null(f);
    fputs("# mine\npool_fast = 9\n", f);
    fclose(f);
    expect(&(struct install_wish){.listen = "0.0.0.0:443"}, "0.0.0.0:443", "https://0.0.0.0:443",
           false);
    assert_true(file_read(place.config, text, sizeof text, &content, &e));
    assert_non_null(strstr(text, "# mine\npool_fast = 9\n"));
}

static void refuses_a_file_it_cannot_read(void **state)
{
    struct listen_address l;
    struct err e = {0};

    (void)state;
    FILE *f = fopen(place.config, "a");
    assert_non_null(f);
    fputs("no_such_setting = 1\n", f);
    fclose(f);
    assert_false(settings_write(&place, &(struct install_wish){0}, &l, &e));
    assert_non_null(strstr(e.msg, "no_such_setting"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_wishes_and_keeps_the_rest),
        cmocka_unit_test(refuses_a_file_it_cannot_read),
    };
    return cmocka_run_group_tests_name("settings", tests, make_place, remove_place);
}
