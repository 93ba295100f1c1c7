#!/usr/bin/python3
"""The routes as the program prints them are those of tests/data/routes.txt: a change of rights, limits or
audit is seen in review. After a wanted change: build/tocsin-api --routes > tests/data/routes.txt"""
import os
import subprocess

import tree

GOLDEN = "tests/data/routes.txt"


def printed():
    program = os.path.join(tree.BUILD, "tocsin-api")
    if not os.path.exists(program):
        raise tree.Skip("tocsin-api is not built")
    return subprocess.run([program, "--routes"], check=True, capture_output=True, text=True).stdout.splitlines()


def changed():
    kept, now = tree.read(GOLDEN).splitlines(), printed()
    return [f"gone: {line}" for line in kept if line not in now] + [f"new: {line}" for line in now if line not in kept]


def bare_writes():
    """Writes without an audit action, apart from those whose handlers write their rows or have nothing to tell."""
    known = {"/api/v1/push/{token}"}
    return [line for line in printed() if line.split()[0] != "GET" and line.split()[-1] == "-" and line.split()[1] not in known
            and not line.split()[1].startswith(("/api/v1/auth/", "/api/v1/setup"))]


def open_doors():
    """What anybody may call is a short list."""
    known = ("/api/v1/health", "/api/v1/ready", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/docs/style.css", "/api/v1/push/{token}",
             "/api/v1/setup", "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout", "/api/v1/auth/invite",
             "/api/v1/auth/mfa/verify")
    return [line for line in printed() if line.split()[2] == "public" and line.split()[1] not in known]


tree.tap([
    ("routes are those of tests/data/routes.txt", changed),
    ("writes are audited", bare_writes),
    ("only known routes are open to anybody", open_doors),
])
