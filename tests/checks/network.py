"""A network namespace of a test's own: loopback only, addresses added at will, no way out."""
import ctypes
import functools
import os
import subprocess
import threading
import time

import pytest

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000


def ip(*args):
    subprocess.run(["ip", *args], check=True, capture_output=True)


def own_resolv_conf(path):
    """The file stands in for /etc/resolv.conf, for this thread and what it starts. Only in an isolated test."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "--bind", path, "/etc/resolv.conf"], check=True)


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


class Router:
    """A second namespace behind a pair of interfaces, reached by the test's own: forwards, refuses, drops."""

    def __init__(self):
        self.process = subprocess.Popen(["unshare", "-n", "sleep", "300"])
        for _ in range(100):  # until it is in its own namespace
            if os.readlink(f"/proc/{self.process.pid}/ns/net") != os.readlink("/proc/thread-self/ns/net"):
                break
            time.sleep(0.02)
        ip("link", "add", "here", "type", "veth", "peer", "name", "there", "netns", str(self.process.pid))
        ip("addr", "add", "10.77.0.2/24", "dev", "here")
        ip("addr", "add", "fd77::2/64", "dev", "here", "nodad")
        ip("link", "set", "here", "up")
        self.ip("addr", "add", "10.77.0.1/24", "dev", "there")
        self.ip("addr", "add", "fd77::1/64", "dev", "there", "nodad")
        for name in ("there", "lo"):
            self.ip("link", "set", name, "up")
        for setting in ("ipv4/ip_forward", "ipv6/conf/all/forwarding"):
            self.set(setting, 1)
        for setting in ("ipv4/icmp_ratelimit", "ipv6/icmp/ratelimit"):
            self.set(setting, 0)
        ip("route", "add", "default", "via", "10.77.0.1")
        ip("-6", "route", "add", "default", "via", "fd77::1")

    def inside(self, *command):
        subprocess.run(["nsenter", "-t", str(self.process.pid), "-n", *command], check=True, capture_output=True)

    def set(self, setting, value):
        self.inside("sh", "-c", f"echo {value} > /proc/sys/net/{setting}")

    def ip(self, *args):
        self.inside("ip", *args)

    def stop(self):
        self.process.kill()
        self.process.wait()
