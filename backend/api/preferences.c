/* Preferences. Invariant: an answer holds every member, so that a page need not know defaults. */
#include "api/preferences.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/schema.h"
#include "store/preference_store.h"

static const struct field action_key = {
    .name = "", .type = FIELD_STR, .flags = F_NULL, .min = 1, .max = 40};
static const struct field view_id = {.name = "", .type = FIELD_INT, .flags = F_NULL, .min = 1};
static const struct field word = {.name = "", .type = FIELD_STR, .min = 1, .max = 60};
static const struct field page_columns = {
    .name = "", .type = FIELD_LIST, .flags = F_NULL, .max = 60, .of = &word};

#define UNSAID(json) NULL
#define SAID(json)   json
#define ROWS(null_, default_)                                                         \
    {.name = "theme",                                                                 \
     .type = FIELD_ENUM,                                                              \
     .flags = null_,                                                                  \
     .def = default_("\"auto\""),                                                     \
     .choices = "auto|light|dark|contrast",                                           \
     .doc = "`auto` follows the system."},                                            \
        {.name = "palette",                                                           \
         .type = FIELD_ENUM,                                                          \
         .flags = null_,                                                              \
         .def = default_("\"standard\""),                                             \
         .choices = "standard|colour_blind",                                          \
         .doc = "Colours of states."},                                                \
        {.name = "density",                                                           \
         .type = FIELD_ENUM,                                                          \
         .flags = null_,                                                              \
         .def = default_("\"comfortable\""),                                          \
         .choices = "comfortable|compact",                                            \
         .doc = "Height of rows."},                                                   \
        {.name = "language",                                                          \
         .type = FIELD_ENUM,                                                          \
         .flags = null_,                                                              \
         .def = default_("\"auto\""),                                                 \
         .choices = "auto|en|es|en-XA",                                               \
         .doc = "`auto` follows the browser; `en-XA` is for testing."},               \
        {.name = "time_zone",                                                         \
         .type = FIELD_STR,                                                           \
         .flags = F_NULL,                                                             \
         .min = 1,                                                                    \
         .max = 64,                                                                   \
         .def = default_("null"),                                                     \
         .doc = "A name such as `Europe/Madrid`; null: the browser's."},              \
        {.name = "motion",                                                            \
         .type = FIELD_ENUM,                                                          \
         .flags = null_,                                                              \
         .def = default_("\"auto\""),                                                 \
         .choices = "auto|reduced",                                                   \
         .doc = "`auto` follows the system."},                                        \
        {.name = "single_keys",                                                       \
         .type = FIELD_BOOL,                                                          \
         .flags = null_,                                                              \
         .def = default_("true"),                                                     \
         .doc = "Whether single letters are shortcuts."},                             \
        {.name = "keys",                                                              \
         .type = FIELD_MAP,                                                           \
         .flags = null_,                                                              \
         .max = 100,                                                                  \
         .def = default_("{}"),                                                       \
         .of = &action_key,                                                           \
         .doc = "Own shortcut of an action."},                                        \
        {.name = "default_views",                                                     \
         .type = FIELD_MAP,                                                           \
         .flags = null_,                                                              \
         .max = 50,                                                                   \
         .def = default_("{}"),                                                       \
         .of = &view_id,                                                              \
         .doc = "The view a page opens with, by page."},                              \
        {.name = "columns",                                                           \
         .type = FIELD_MAP,                                                           \
         .flags = null_,                                                              \
         .max = 50,                                                                   \
         .def = default_("{}"),                                                       \
         .of = &page_columns,                                                         \
         .doc = "Columns shown, in their order, by page."},                           \
    {                                                                                 \
        .name = "dismissed", .type = FIELD_LIST, .flags = null_, .max = 100,          \
        .def = default_("[]"), .of = &word, .doc = "Hints that shall not come again." \
    }

const struct field preferences_body[] = {ROWS(F_NULL, UNSAID), {0}};
const struct field preferences_answer[] = {ROWS(0, SAID), {0}};

/* What the names of the time zone database are made of; whether one exists is the browser's to say.
 */
static bool is_zone(const char *z)
{
    bool begins = true;

    for (; *z; z++) {
        if (begins ? !isalpha((unsigned char)*z)
                   : !isalnum((unsigned char)*z) && !strchr("_+-/", *z))
            return false;
        begins = *z == '/';
    }
    return !begins;
}

bool preferences_read(struct request *q, json_t **out, struct err *e)
{
    AUTO_RES r = NULL;

    if (q->actor.kind == ACTOR_USER && !preference_get(request_tx(q), q->actor.id, &r, e))
        return false;
    json_auto_t *kept =
        r && PQntuples(r) == 1 ? json_loads(row_text(r, 0, 0), 0, NULL) : json_object();
    if (!kept)
        return err_set(e, ERR_UNAVAILABLE, "no memory for the preferences");
    if (!schema_fill(preferences_answer, kept, e))
        return false;
    *out = json_incref(kept);
    return true;
}

bool preferences_write(struct request *q, struct err *e)
{
    const json_t *given = body_json(q, "preferences");
    const char *zone = json_string_value(json_object_get(given, "time_zone"));

    if (zone && !is_zone(zone))
        return request_fault(q, e, "/preferences/time_zone", "bad_format",
                             "must be the name of a time zone, such as Europe/Madrid");
    char *json = json_dumps(given, JSON_COMPACT);
    bool done = json ? preference_put(request_tx(q), q->actor.id, json, e)
                     : err_set(e, ERR_UNAVAILABLE, "no memory for the preferences");
    free(json);
    return done;
}
