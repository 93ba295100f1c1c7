/* What people type from a phone or a sheet of paper: one-time and backup codes. */
#include <string.h>

#include "fuzz.h"
#include "io/otp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const uint8_t seed[OTP_SEED] = "12345678901234567890";
    struct str typed = {(const char *)data, n};
    char code[OTP_BACKUP_TEXT], again[OTP_BACKUP_TEXT];
    int64_t counter = -1;

    if (otp_backup_read(typed, code)) {
        fuzz_hold(strlen(code) == OTP_BACKUP_TEXT - 1 &&
                  strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == 8);
        fuzz_hold(otp_backup_read(str_of(code), again) && strcmp(code, again) == 0);
    }
    if (otp_match(seed, typed, 59, &counter))
        fuzz_hold(n == 6 && counter >= 0 && counter <= 2);
    else
        fuzz_hold(counter == -1);
    return 0;
}
