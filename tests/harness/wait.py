"""Waiting for something to become true, never longer than said."""
import time


def until(look, seconds=10.0, every=0.05, what=""):
    """The first true value of look(); AssertionError with the last value or error when time is up."""
    end, last = time.monotonic() + seconds, None
    while True:
        try:
            last = look()
            if last:
                return last
        except (OSError, AssertionError, KeyError, LookupError, ValueError) as e:
            last = repr(e)
        if time.monotonic() > end:
            raise AssertionError(f"{what or 'it'} did not come true within {seconds} s; last: {last}")
        time.sleep(every)


def listening(path):
    """Somebody takes connections at this unix socket. The file alone is there a moment sooner; a try would count as one."""
    with open("/proc/net/unix", encoding="utf-8") as table:
        return any(w[3] == "00010000" and w[-1] == path for w in map(str.split, table))


def stays(look, seconds, every=0.1, what=""):
    """look() holds at every look for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert look(), f"{what or 'it'} did not stay true"
        time.sleep(every)
