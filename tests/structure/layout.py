#!/usr/bin/python3
"""Layout by .clang-format, shell scripts by shellcheck, nothing of one machine in the tree."""
import os
import re
import shutil
import subprocess

import tree

SHELL = re.compile(r"^#!\s*(/usr)?/bin/(env\s+)?(ba|da)?sh\b")
# Hosts that only packages come from, and paths that only exist on the machine of whoever wrote them.
MACHINE = re.compile(r"(/home/[a-z]|/work/|/root/[a-z.]|registry\.npm|registry\.yarn|deb\.debian\.org|\bartifactory\b|\bnexus\b\.)", re.I)


def clang_format():
    if not shutil.which("clang-format"):
        raise tree.Skip("clang-format is not installed")
    names = [n for n in tree.files() if n.endswith((".c", ".h")) and n.startswith(("backend/", "tests/"))]
    if not names:
        return []
    r = subprocess.run(["clang-format", "--dry-run", "--Werror", "--ferror-limit=1", *names], cwd=tree.ROOT,
                       capture_output=True, text=True)
    return [line for line in r.stderr.splitlines() if "error:" in line]


def scripts():
    for name in tree.files():
        if name.endswith(".sh") or (os.access(os.path.join(tree.ROOT, name), os.X_OK) and SHELL.match(tree.read(name))):
            if not name.startswith(("frontend/node_modules", "build-aux")) and name not in ("configure",):
                yield name


def shellcheck():
    if not shutil.which("shellcheck"):
        raise tree.Skip("shellcheck is not installed")
    names = list(scripts())
    if not names:
        return []
    r = subprocess.run(["shellcheck", "-x", "-P", "SCRIPTDIR", "-e", "SC2317", "-f", "gcc", *names], cwd=tree.ROOT, capture_output=True, text=True)
    return r.stdout.splitlines()


def machine():
    found = []
    for name in tree.files():
        if name == "tests/structure/layout.py" or name.endswith((".png", ".ico", ".woff2", ".svg", ".pdf", ".gz", ".xz")):
            continue
        found += [f"{name}:{line}: {m.group(0)}" for line, m in tree.matches(MACHINE, tree.read(name))]
    return found


def executable():
    return [f"{n}: starts with #! and is not executable" for n in tree.files()
            if n.startswith(("scripts/", "tests/structure/", ".ci/", "bootstrap")) and tree.read(n).startswith("#!")
            and not os.access(os.path.join(tree.ROOT, n), os.X_OK)]


tree.tap([
    ("C is laid out by .clang-format", clang_format),
    ("shell scripts pass shellcheck", shellcheck),
    ("nothing names a machine of ours or a package host", machine),
    ("scripts are executable", executable),
])
