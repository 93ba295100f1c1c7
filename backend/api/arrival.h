/* Whether a request has arrived far enough, and well-formed, so that libfcgi may read it without
 * waiting for a silent peer or believing a broken one. */
#pragma once

enum arrival {
    ARRIVAL_PART, /* something, or nothing yet: look again when more comes */
    ARRIVAL_HERE, /* the begin of a request and all of its parameters */
    ARRIVAL_GONE  /* the peer has closed, or sends what can be no request: hang up */
};

/* Looks without taking anything away. */
enum arrival arrival_of(int fd);
