/* DNS answers: any bytes are read or refused, for a question of any type; names as questions. */
#include <string.h>

#include "fuzz.h"
#include "io/dnsmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const uint16_t types[] = {1, 2, 5, 6, 12, 15, 16, 28, 33, 257};
    uint8_t question[DNSMSG_QUESTION], answer[DNSMSG_MAX];
    struct err e = {0};
    struct dnsmsg m;
    size_t question_n;

    if (n == 0)
        return 0;
    uint16_t type = types[data[0] % (sizeof types / sizeof *types)];
    if (dnsmsg_question((struct str){(const char *)data + 1, n - 1}, type, question, &question_n,
                        &e))
        fuzz_hold(question_n <= sizeof question);
    else
        fuzz_hold(e.code == ERR_INVALID);
    err_clear(&e);
    fuzz_hold(dnsmsg_question(STR("a.test"), type, question, &question_n, &e));
    size_t head = question_n - 11; /* an answer that begins well goes further */
    if (n - 1 > sizeof answer - head)
        return 0;
    memcpy(answer, question, head);
    answer[2] = 0x81;
    answer[7] = data[0];
    memcpy(answer + head, data + 1, n - 1);
    if (dnsmsg_parse(answer, head + n - 1, question, question_n, &m))
        for (size_t i = 0; i < m.answers && i < DNSMSG_ANSWERS; i++)
            fuzz_hold(memchr(m.values[i], '\0', sizeof m.values[i]) != NULL);
    if (dnsmsg_parse(data, n, question, question_n, &m))
        fuzz_hold(m.rcode < 16);
    return 0;
}
