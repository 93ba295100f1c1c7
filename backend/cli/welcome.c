/* The first start's end: from a running Tocsin to one that somebody may sign in to. */
#include "cli/welcome.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/first.h"
#include "cli/first_host.h"
#include "cli/local.h"
#include "io/crypto.h"

/* Asked on a terminal only: unattended, nobody has said yes. */
static bool agrees_to_lan(const struct surroundings *s)
{
    char answer[16];

    if (s->networks.n == 0 || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return false;
    printf("May hosts of this machine's own networks be watched (");
    for (size_t i = 0; i < s->networks.n; i++)
        printf("%s%s", i ? ", " : "", s->networks.text[i]);
    printf(")? [y/N] ");
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* This machine as first host; what is there already stays as it is. */
static bool first_workspace(struct db *d, const struct config *c, const char *slug, bool lan,
                            bool fresh, struct err *e)
{
    struct surroundings s;
    struct listen_address l;

    surroundings_read(&s);
    if (!listen_parse(config_text(c, "listen"), &l, e))
        return false;
    lan = lan || (fresh && agrees_to_lan(&s));
    if ((fresh || lan) && !first_host_targets(d, slug, &s, &l, lan, e))
        return false;
    return !fresh || first_host_add(d, slug, &s, &l, e);
}

static bool greet(struct db *d, const struct config *c, const struct welcome_wish *w,
                  const char *hash, struct err *e)
{
    char slug[FIRST_SLUG], link[FIRST_LINK];
    bool made;

    /* While nobody has signed in, an earlier start may have been killed half-way. */
    if (!first_tenant(d, w->tenant, slug, &made, e) ||
        !first_link(d, slug, config_text(c, "public_url"), link, e) ||
        !first_workspace(d, c, slug, w->lan, made || link[0], e) ||
        (w->admin_email && !first_owner(d, slug, w->admin_email, hash, &made, e)))
        return false;
    printf("\nResults of the tenant %s:\n", slug);
    if (!first_host_show(d, slug, e))
        return false;
    printf("\nTocsin: %s\n", config_text(c, "public_url"));
    if (link[0] && !w->admin_email)
        printf("The first administrator is made here (once, within 24 hours):\n  %s\n", link);
    crypto_wipe(link, sizeof link);
    return true;
}

bool welcome_make(const struct place *p, const struct config *c, const struct welcome_wish *w,
                  struct err *e)
{
    char hash[FIRST_HASH] = "";

    if (!crypto_start(e))
        return false;
    if (w->admin_email && !first_password(w->admin_password_file, w->admin_email, hash, e))
        return false;
    struct db *d = local_open(p, c, e);
    bool ok = d && greet(d, c, w, hash, e);
    db_free(d);
    crypto_wipe(hash, sizeof hash);
    return ok;
}
