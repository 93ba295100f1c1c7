/* TLS as a client, and what is wrong with a certificate. The handshake always runs to its end;
 * whether the peer is to be believed is asked afterwards, so that a check can tell an expired
 * certificate from a wrong name. Nothing may be sent before that question. */
#pragma once
#include <openssl/ssl.h>

#include "base/err.h"

/* Trust anchors and settings shared by all connections of a process. */
struct tls;
/* `ca_file` replaces the system's certificates. ERR_INVALID when it cannot be read,
 * ERR_UNAVAILABLE when OpenSSL does not start. */
struct tls *tls_new(const char *ca_file, struct err *e) MUST_CHECK;
void tls_free(struct tls *t);

enum tls_fault {
    TLS_TRUSTED = 0,
    TLS_EXPIRED,
    TLS_NOT_YET_VALID,
    TLS_SELF_SIGNED,
    TLS_UNTRUSTED, /* no chain to a certificate we trust */
    TLS_NAME_MISMATCH,
    TLS_NO_ANCHORS, /* we have no trusted certificates at all: our own fault */
};
const char *tls_fault_slug(enum tls_fault f); /* "expired"; static */
const char *tls_fault_text(enum tls_fault f); /* a clause for people; static */

/* A session on a connected, non-blocking descriptor, expecting `name` (a host name, which is
 * also sent as SNI, or an address). NULL without memory. Owned by the caller (SSL_free). */
SSL *tls_session(struct tls *t, int fd, const char *name);
/* After the handshake: the gravest fault found. */
enum tls_fault tls_judge(SSL *ssl);

/* When the peer's certificate ends, in seconds since 1970 (UTC). */
bool tls_not_after(SSL *ssl, int64_t *end_s) MUST_CHECK;

/* What a person wants to know about the peer's certificate. */
struct tls_peer {
    int64_t not_before_s, not_after_s; /* since 1970, UTC */
    int64_t chain_not_after_s;         /* the earliest end in the chain that was sent */
    int chain_length;
    char subject[128], issuer[128]; /* common name, or the whole name */
    char sha256[65];
};
/* False when there is no certificate or it cannot be read. */
bool tls_peer(SSL *ssl, struct tls_peer *out) MUST_CHECK;
/* The reason on OpenSSL's error queue as a clause, and the queue emptied. */
void tls_why(char *out, size_t cap);
