/* ICMP from the network: any bytes are read or refused; what quotes a request has its bytes. */
#include <string.h>

#include "fuzz.h"
#include "io/icmpmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const uint8_t nonce[ICMPMSG_NONCE] = "\x10\x20\x30\x40\x50\x60\x70\x80";

    for (int v4 = 0; v4 < 2; v4++) {
        struct icmpmsg_echo request;
        struct icmpmsg m;
        if (!icmpmsg_read(data, n, v4, &m))
            continue;
        fuzz_hold(m.bytes >= 8 && m.bytes <= n && m.bytes <= sizeof m.echo);
        fuzz_hold(m.said == 0 || (m.said >= ICMP_SAID_NO_HOST && m.said <= ICMP_SAID_LOOP));
        icmpmsg_request(v4, 0x2a2a, 1, nonce, &request);
        if (icmpmsg_quotes(&m, &request, v4))
            fuzz_hold(m.said && m.to.v4 == v4 && memcmp(&m.echo, &request, 2) == 0 &&
                      memcmp(&m.echo.id, &request.id, 4) == 0);
    }
    return 0;
}
