/* Whether a request has arrived far enough that reading it will not wait for a silent peer. */
#pragma once

enum arrival {
    ARRIVAL_PART, /* something, or nothing yet: look again when more comes */
    ARRIVAL_HERE, /* its parameters are complete, or it is beyond repair: libfcgi may read */
    ARRIVAL_GONE  /* the peer has closed */
};

/* Looks without taking anything away. */
enum arrival arrival_of(int fd);
