/* What this process hears of changes by others. What it remembers (answers, callers) is used only
 * as long as it hears, and only while nothing was heard since that concerns it: losing the
 * connection forgets everything, so that nothing here needs a lifetime to be right. Two ways:
 * PostgreSQL notifies of every change, whoever made it, an instant after its commit; and API
 * processes of this machine tell each other through shared memory before they answer, so that a
 * caller always sees his own change. */
#pragma once
#include <stdint.h>

#include "base/err.h"

struct app;
struct hearing;

enum hearing_of {
    HEARING_DATA, /* hosts, checks and their states of a tenant */
    HEARING_WHO,  /* its sessions, accounts, keys, and the tenant itself */
    HEARING__COUNT
};

/* `path` is the file behind the shared memory, made where it is not there. */
struct hearing *hearing_new(const char *path, struct err *e) MUST_CHECK;
void hearing_free(struct hearing *h);
/* Asks app->db for notifications from its next connection on. */
bool hearing_start(struct app *app, struct err *e) MUST_CHECK;
/* Takes in what has come; never waits. Before anything remembered is used, and from time to time
 * where nothing is asked, or the server could not go on telling. */
void hearing_turn(struct app *app);
/* Changes with every change of that kind in that tenant, and with every new connection. 0: nothing
 * is heard at present; remember nothing, use nothing. Taken before the rows are read. */
uint64_t hearing_mark(const struct app *app, enum hearing_of of, int32_t tenant);
/* Tells the other processes that this one may have changed something of the tenant; TENANT_NONE: of
 * anybody. After the commit, before the answer. */
void hearing_tell(struct app *app, int32_t tenant);
