"""One-time codes of RFC 6238, SHA-1, six digits, 30 seconds."""
import base64
import hashlib
import hmac
import struct
import time

STEP_S = 30


def code(secret, counter=None):
    """The code of a base32 secret for a step; now's when none is said."""
    counter = int(time.time()) // STEP_S if counter is None else counter
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    mac = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Device:
    """A person's authenticator: never gives a step twice, as the server refuses to take one twice."""

    def __init__(self, secret):
        self.secret, self.last = secret, 0

    def next(self):
        """A code the server will take now; waits when the steps it would take are used up."""
        while True:
            now = int(time.time()) // STEP_S
            step = max(self.last + 1, now - 1)
            if step <= now + 1:
                self.last = step
                return code(self.secret, step)
            time.sleep(0.5)
