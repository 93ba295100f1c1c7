/* Reading the configuration and a secret without memory. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/config.h"
#include "scenario.h"

static char dir[] = "/tmp/tocsin-torture.XXXXXX";
static char conf[64], key[64];

static const char text[] = "var_dir = %s\nrun_dir = %s\nlog_dir = %s\nkey_dir = %s\nwww_dir = %s\n"
                           "pg_dir = %s\nredis_socket = %s\n# remark\nlisten = 127.0.0.1:8080\n";

static int file(const char *path, mode_t mode)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
}

static __attribute__((constructor)) void make_files(void)
{
    if (!mkdtemp(dir))
        return;
    snprintf(conf, sizeof conf, "%s/conf", dir);
    snprintf(key, sizeof key, "%s/secret", dir);
    int fd = file(conf, 0600);
    dprintf(fd, text, dir, dir, dir, dir, dir, dir, dir);
    close(fd);
    fd = file(key, 0400);
    dprintf(fd, "00ff\n");
    close(fd);
}

static __attribute__((destructor)) void remove_files(void)
{
    unlink(conf);
    unlink(key);
    rmdir(dir);
}

static enum outcome config_and_secret(void)
{
    struct config c;
    struct err e = {0};
    char secret[16];

    if (!config_load(&c, conf, &e))
        return e.code == ERR_UNAVAILABLE ? REFUSED : WRONG;
    enum outcome r = WORKED;
    if (strcmp(config_text(&c, "key_dir"), dir) != 0 || config_int(&c, "argon_slots") != 4)
        r = WRONG;
    else if (!config_secret(&c, "secret", secret, sizeof secret, &e))
        r = e.code == ERR_UNAVAILABLE ? REFUSED : WRONG;
    else if (strcmp(secret, "00ff") != 0)
        r = WRONG;
    config_clear(&c);
    return r;
}

const struct scenario torture_config[] = {
    {.name = "configuration", .run = config_and_secret},
    {0},
};
