#!/usr/bin/python3
"""Layout by .clang-format, shell scripts by shellcheck, nothing of one machine in the tree."""
import glob
import os
import re
import shutil
import subprocess

import tree

SHELL = re.compile(r"^#!\s*(/usr)?/bin/(env\s+)?(ba|da)?sh\b")
HOME = r"/home/[a-z]|/root/[a-z.]"


def machine_names():
    """Paths of people's homes, this checkout's own, and the hosts packages come from here."""
    here = os.path.abspath(tree.ROOT) + "/"
    names = [here] if here.count("/") > 2 else []
    for file in glob.glob("/etc/apt/sources.list") + glob.glob("/etc/apt/sources.list.d/*"):
        with open(file, errors="replace") as f:
            names += re.findall(r"https?://([^/\s:]+\.[^/\s:]+)", f.read())
    if shutil.which("npm"):
        r = subprocess.run(["npm", "config", "get", "registry"], capture_output=True, text=True)
        names += re.findall(r"https?://([^/\s:]+\.[^/\s:]+)", r.stdout)
    return re.compile("|".join([HOME, *(re.escape(n) for n in sorted(set(names)))]), re.I)


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
    found, names = [], machine_names()
    for name in tree.files():
        if name.endswith((".png", ".ico", ".woff2", ".svg", ".pdf", ".gz", ".xz")):
            continue
        found += [f"{name}:{line}: {m.group(0)}" for line, m in tree.matches(names, tree.read(name))]
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
