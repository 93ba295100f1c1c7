"""What the structure tests share: which files there are, and TAP.

The tree is what git tracks; in an unpacked tarball, which has no git, it is every file below the
usual folders. Each test prints one TAP line a rule; findings follow as diagnostics, path and line first."""
import os
import re
import subprocess
import sys

ROOT = os.path.realpath(os.environ.get("top_srcdir") or os.path.join(os.path.dirname(__file__), "..", ".."))
BUILD = os.path.realpath(os.environ.get("top_builddir") or os.path.join(ROOT, "build"))
LEFT_OUT = {"node_modules", "dist", "build", "build-aux", "autom4te.cache", "var", "__pycache__", ".git", "_build", "_inst"}


def files():
    """Every file of the tree, relative to its root."""
    if os.path.exists(os.path.join(ROOT, ".git")):
        git = ["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "ls-files", "-z", "-co", "--exclude-standard"]
        names = subprocess.run(git, check=True, capture_output=True).stdout.decode().split("\0")
        return sorted(n for n in names if n and os.path.isfile(os.path.join(ROOT, n)))
    found = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [d for d in below if d not in LEFT_OUT and not d.startswith("build")
                    and not os.path.exists(os.path.join(folder, d, "config.status"))]
        found += [os.path.relpath(os.path.join(folder, n), ROOT) for n in names]
    return sorted(found)


def sources(*endings, under="backend/"):
    return [f for f in files() if f.startswith(under) and f.endswith(endings or (".c", ".h"))]


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8", errors="replace") as f:
        return f.read()


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.S)


def without_comments(text, strings=True):
    """C text with comments (and strings too, unless strings=False) blanked; lines keep their numbers."""
    def one(m):
        return m.group(0) if m.group(0)[0] in "\"'" and not strings else blank(m)
    return TOKEN.sub(one, text)


def comments(text):
    """(line, comment) for every comment of C text."""
    return [(text.count("\n", 0, m.start()) + 1, m.group(0)) for m in TOKEN.finditer(text) if m.group(0)[0] == "/"]


def matches(pattern, text):
    """(line, match) for every place of a compiled pattern."""
    return [(text.count("\n", 0, m.start()) + 1, m) for m in pattern.finditer(text)]


def tap(rules):
    """Runs (description, function giving findings) pairs; the exit status says whether all hold.
    A function may return None: the rule cannot be looked at here, and says why by `skip`."""
    print(f"1..{len(rules)}", flush=True)
    bad = 0
    for n, (what, find) in enumerate(rules, 1):
        try:
            found = find()
        except Skip as why:
            print(f"ok {n} - {what} # SKIP {why}", flush=True)
            continue
        bad += bool(found)
        print(f"{'not ok' if found else 'ok'} {n} - {what}", flush=True)
        for line in found[:40]:
            print(f"#   {line}", flush=True)
        if len(found) > 40:
            print(f"#   and {len(found) - 40} more", flush=True)
    sys.exit(1 if bad else 0)


class Skip(Exception):
    """Raised by a rule that cannot be looked at on this machine, with the reason."""
