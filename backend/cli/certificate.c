/* Self-signed certificates: P-256, a year, for this machine's name and the listened address. */
#include "cli/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/scope.h"
#include "cli/file.h"
#include "io/crypto.h"

enum { DAYS = 365, RENEW_DAYS = 30, PEM_MAX = 64 << 10 };

struct paths {
    char cert[160], key[160];
};

static bool install(const struct place *p, const struct paths *to, struct str cert, struct str key,
                    struct err *e)
{
    return file_write(to->key, key, p->root ? "tocsin-nginx" : NULL, 0400, e) &&
           file_write(to->cert, cert, NULL, 0644, e);
}

static bool install_given(const struct place *p, const struct install_wish *w,
                          const struct paths *to, struct err *e)
{
    char cert_text[PEM_MAX], key_text[PEM_MAX];
    struct str cert, key;

    if (!w->tls_cert || !w->tls_key)
        return err_set(e, ERR_INVALID, "--tls-cert and --tls-key go together");
    bool ok = file_read(w->tls_cert, cert_text, sizeof cert_text, &cert, e) &&
              file_read(w->tls_key, key_text, sizeof key_text, &key, e) &&
              install(p, to, cert, key, e);
    crypto_wipe(key_text, sizeof key_text);
    return ok;
}

/* Whether a certificate is there that will still hold for a while. */
static bool still_good(const struct paths *to)
{
    AUTO_FILE f = fopen(to->cert, "re");
    X509 *x = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
    int days = 0, seconds = 0;
    bool good = x && access(to->key, F_OK) == 0 &&
                ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(x)) == 1 &&
                days > RENEW_DAYS;

    X509_free(x);
    return good;
}

static bool add_extension(X509 *x, int nid, const char *value)
{
    X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
    bool ok = ext && X509_add_ext(x, ext, -1) == 1;

    X509_EXTENSION_free(ext);
    return ok;
}

static bool fill(X509 *x, EVP_PKEY *key, const struct listen_address *l)
{
    char host[65] = "localhost", names[400];
    unsigned char serial[16];
    X509_NAME *subject = X509_get_subject_name(x);
    BIGNUM *n;

    gethostname(host, sizeof host - 1);
    snprintf(names, sizeof names, "DNS:%s,DNS:localhost,IP:127.0.0.1,IP:::1", host);
    if (strcmp(l->host, "0.0.0.0") != 0 && strcmp(l->host, "::") != 0 && !l->loopback) {
        size_t at = strlen(names);
        snprintf(names + at, sizeof names - at, ",IP:%s", l->host);
    }
    if (RAND_bytes(serial, sizeof serial) != 1 || !(n = BN_bin2bn(serial, sizeof serial, NULL)))
        return false;
    bool ok = BN_clear_bit(n, 127) == 1 && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)) != NULL;
    BN_free(n);
    return ok && X509_set_version(x, X509_VERSION_3) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(x), -300) &&
           X509_gmtime_adj(X509_getm_notAfter(x), (long)DAYS * 86400) &&
           X509_set_pubkey(x, key) == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)host, -1,
                                      -1, 0) == 1 &&
           X509_set_issuer_name(x, subject) == 1 && add_extension(x, NID_subject_alt_name, names) &&
           add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(x, NID_ext_key_usage, "serverAuth") && X509_sign(x, key, EVP_sha256()) > 0;
}

static struct str bytes_of(BIO *b)
{
    char *p;
    long n = BIO_get_mem_data(b, &p);

    return (struct str){p, (size_t)n};
}

static bool make_own(const struct place *p, const struct paths *to, const struct listen_address *l,
                     struct err *e)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *x = X509_new();
    BIO *cert_pem = BIO_new(BIO_s_mem()), *key_pem = BIO_new(BIO_s_secmem());
    bool ok = key && x && cert_pem && key_pem && fill(x, key, l) &&
              PEM_write_bio_X509(cert_pem, x) == 1 &&
              PEM_write_bio_PrivateKey(key_pem, key, NULL, NULL, 0, NULL, NULL) == 1;

    if (!ok)
        err_set(e, ERR_INTERNAL, "cannot make a certificate");
    else
        ok = install(p, to, bytes_of(cert_pem), bytes_of(key_pem), e);
    BIO_free(cert_pem);
    BIO_free(key_pem);
    X509_free(x);
    EVP_PKEY_free(key);
    return ok;
}

bool certificate_make(const struct place *p, const struct install_wish *w,
                      const struct listen_address *l, struct err *e)
{
    struct paths to;

    snprintf(to.cert, sizeof to.cert, "%s/etc/tls/cert.pem", p->var);
    snprintf(to.key, sizeof to.key, "%s/keys/tls.pem", p->var);
    if (w->tls_cert || w->tls_key)
        return install_given(p, w, &to, e);
    return still_good(&to) || make_own(p, &to, l, e);
}
