/* OpenSSL as a client. Verification errors are collected, not fatal: see tls_judge. */
#include "io/tls.h"

#include <dirent.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "io/addr.h"

struct tls {
    SSL_CTX *ctx;
};

enum {
    SAW_EXPIRED = 1 << TLS_EXPIRED,
    SAW_NOT_YET = 1 << TLS_NOT_YET_VALID,
    SAW_SELF = 1 << TLS_SELF_SIGNED,
    SAW_UNTRUSTED = 1 << TLS_UNTRUSTED,
    SAW_NAME = 1 << TLS_NAME_MISMATCH,
    NO_ANCHORS = 1 << TLS_NO_ANCHORS,
};

static const struct {
    const char *slug, *text;
} faults[] = {
    [TLS_TRUSTED] = {"trusted", "the certificate is trusted"},
    [TLS_EXPIRED] = {"expired", "the certificate has expired"},
    [TLS_NOT_YET_VALID] = {"not_yet_valid", "the certificate is not valid yet"},
    [TLS_SELF_SIGNED] = {"self_signed", "the certificate is self-signed"},
    [TLS_UNTRUSTED] = {"untrusted", "the certificate has no chain to a trusted authority"},
    [TLS_NAME_MISMATCH] = {"name_mismatch", "the certificate is for another name"},
    [TLS_NO_ANCHORS] = {"no_trust_store", "this machine has no trusted certificates"},
};

const char *tls_fault_slug(enum tls_fault f)
{
    return faults[f].slug;
}

const char *tls_fault_text(enum tls_fault f)
{
    return faults[f].text;
}

/* What was seen travels as the app data of the SSL and of its context. */
static int note_fault(int ok, X509_STORE_CTX *store)
{
    SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    uintptr_t saw = (uintptr_t)SSL_get_app_data(ssl);

    if (ok)
        return 1;
    switch (X509_STORE_CTX_get_error(store)) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        saw |= SAW_EXPIRED;
        break;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        saw |= SAW_NOT_YET;
        break;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        saw |= SAW_SELF;
        break;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        saw |= SAW_NAME;
        break;
    default:
        saw |= SAW_UNTRUSTED;
    }
    SSL_set_app_data(ssl, (void *)saw);
    return 1;
}

static bool has_files(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    bool found = false;

    while (dir && !found && (entry = readdir(dir)))
        found = entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return found;
}

static bool load_anchors(SSL_CTX *ctx, const char *ca_file, struct err *e)
{
    if (ca_file) {
        if (SSL_CTX_load_verify_file(ctx, ca_file) == 1)
            return true;
        ERR_clear_error();
        return err_field(e, ERR_INVALID, "ca-file", "%.120s holds no certificate we can read",
                         ca_file);
    }
    if (SSL_CTX_set_default_verify_paths(ctx) != 1) {
        ERR_clear_error();
        return err_set(e, ERR_UNAVAILABLE, "the system's certificates cannot be set up");
    }
    FILE *bundle = fopen(X509_get_default_cert_file(), "re");
    if (bundle)
        fclose(bundle);
    else if (!has_files(X509_get_default_cert_dir()))
        SSL_CTX_set_app_data(ctx, (void *)(uintptr_t)NO_ANCHORS);
    return true;
}

struct tls *tls_new(const char *ca_file, struct err *e)
{
    struct tls *t = calloc(1, sizeof *t);

    if (!t || !(t->ctx = SSL_CTX_new(TLS_client_method()))) {
        free(t);
        ERR_clear_error();
        err_set(e, ERR_UNAVAILABLE, "TLS cannot be set up");
        return NULL;
    }
    SSL_CTX_set_session_cache_mode(t->ctx, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(t->ctx, SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF |
                                    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(t->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(t->ctx, 1);
    /* VERIFY_PEER with a callback that goes on: the chain is built and every fault noted. */
    SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, note_fault);
    if (!load_anchors(t->ctx, ca_file, e)) {
        tls_free(t);
        return NULL;
    }
    return t;
}

void tls_free(struct tls *t)
{
    if (t)
        SSL_CTX_free(t->ctx);
    free(t);
}

SSL *tls_session(struct tls *t, int fd, const char *name)
{
    SSL *ssl = SSL_new(t->ctx);
    struct addr literal;
    bool ok = ssl && SSL_set_fd(ssl, fd) == 1;

    if (ok && addr_parse(str_of(name), &literal))
        ok = X509_VERIFY_PARAM_set1_ip(SSL_get0_param(ssl), literal.b, literal.v4 ? 4 : 16) == 1;
    else if (ok)
        ok = SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
    if (!ok) {
        SSL_free(ssl);
        ERR_clear_error();
        return NULL;
    }
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set_connect_state(ssl);
    return ssl;
}

enum tls_fault tls_judge(SSL *ssl)
{
    uintptr_t saw = (uintptr_t)SSL_get_app_data(ssl);
    bool blind = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)) != NULL;

    if (SSL_get0_peer_certificate(ssl) == NULL)
        return TLS_UNTRUSTED;
    for (int f = TLS_EXPIRED; f <= TLS_NAME_MISMATCH; f++)
        if (saw & (1u << f))
            return f == TLS_UNTRUSTED && blind ? TLS_NO_ANCHORS : (enum tls_fault)f;
    return TLS_TRUSTED;
}

static bool seconds_of(const ASN1_TIME *t, int64_t *out)
{
    struct tm tm;

    if (ASN1_TIME_to_tm(t, &tm) != 1)
        return false;
    *out = (int64_t)timegm(&tm);
    return true;
}

bool tls_not_after(SSL *ssl, int64_t *end_s)
{
    X509 *cert = SSL_get0_peer_certificate(ssl);

    return cert && seconds_of(X509_get0_notAfter(cert), end_s);
}

/* A name for people: the common name, else everything. Control and non-ASCII bytes go. */
static void name_of(const X509_NAME *name, char *out, size_t cap)
{
    int n = X509_NAME_get_text_by_NID((X509_NAME *)name, NID_commonName, out, (int)cap);

    if (n <= 0 && !X509_NAME_oneline(name, out, (int)cap))
        out[0] = '\0';
    for (char *c = out; *c; c++)
        if (*c < 0x20 || *c == 0x7f)
            *c = '?';
}

bool tls_peer(SSL *ssl, struct tls_peer *out)
{
    struct tls_peer p = {0};
    X509 *cert = SSL_get0_peer_certificate(ssl);
    STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
    unsigned char digest[32];
    unsigned n = sizeof digest;

    if (!cert || !seconds_of(X509_get0_notBefore(cert), &p.not_before_s) ||
        !seconds_of(X509_get0_notAfter(cert), &p.not_after_s) ||
        X509_digest(cert, EVP_sha256(), digest, &n) != 1) {
        ERR_clear_error();
        return false;
    }
    p.chain_not_after_s = p.not_after_s;
    p.chain_length = chain ? sk_X509_num(chain) : 1;
    for (int i = 0; chain && i < sk_X509_num(chain); i++) {
        int64_t end;
        if (seconds_of(X509_get0_notAfter(sk_X509_value(chain, i)), &end) &&
            end < p.chain_not_after_s)
            p.chain_not_after_s = end;
    }
    name_of(X509_get_subject_name(cert), p.subject, sizeof p.subject);
    name_of(X509_get_issuer_name(cert), p.issuer, sizeof p.issuer);
    str_hex(digest, sizeof digest, p.sha256);
    *out = p;
    return true;
}

void tls_why(char *out, size_t cap)
{
    unsigned long code = ERR_peek_error();
    const char *text = code ? ERR_reason_error_string(code) : NULL;

    if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_WRONG_VERSION_NUMBER)
        text = "the port does not speak TLS";
    snprintf(out, cap, "%s", text ? text : "the handshake broke off");
    ERR_clear_error();
}
