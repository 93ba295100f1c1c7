"""A network namespace of a test's own: loopback only, addresses added at will, no way out."""
import ctypes
import functools
import os
import subprocess
import threading

import pytest

CLONE_NEWNET = 0x40000000


def ip(*args):
    subprocess.run(["ip", *args], check=True, capture_output=True)


def isolated(test):
    """The test runs in a thread of a new network namespace: its sockets and children are there."""
    @functools.wraps(test)
    def run(*args, **more):
        if os.geteuid() != 0:
            pytest.skip("network namespaces need root")
        failure = []

        def inside():
            try:
                libc = ctypes.CDLL(None, use_errno=True)
                if libc.unshare(CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "unshare")
                ip("link", "set", "lo", "up")
                test(*args, **more)
            except BaseException as e:  # handed to the thread that waits
                failure.append(e)
        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()
        if failure:
            raise failure[0]
    return run
