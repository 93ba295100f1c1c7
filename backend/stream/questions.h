/* What is asked of PostgreSQL, one file each. All serve many listeners with one question, and one
 * that fails is asked again. */
#pragma once
#include "stream/hall.h"

/* Who the newcomers are, and whether everybody who listens still may. */
void who_start(struct hall *h);
void who_look(struct hall *h); /* now */
void who_stop(struct hall *h);

/* Whether the hosts, checks and runs that listeners name are there. */
void look_start(struct hall *h);

/* What notices say. */
void news_start(struct hall *h);
void news_look(struct hall *h);

/* New samples of what is watched, once a second while anything is. */
void results_start(struct hall *h);

/* Counts of jobs, health, and runs that somebody waits for. */
void tally_start(struct hall *h);
void tally_look(struct hall *h);
void tally_runs(struct hall *h);
void tally_greet(struct hall *h, struct listener *l); /* what is known, to who has just come */
void tally_stop(struct hall *h);
