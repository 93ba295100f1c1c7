#!/usr/bin/python3
"""A non-static symbol starts with its file's base name, so that a call says where it lives."""
import glob
import os
import re
import subprocess

import tree

# A kind's one symbol is kind_file; a resource's route rows are api_file; and so on.
PREFIX = {"checks": "check", "detectors": "detector", "forecasters": "forecaster", "drift": "drift", "explainers": "explainer",
          "actions": "action", "channels": "channel", "api": "api", "workers": "worker", "cli": "cli", "reports": "report",
          "ingest": "ingest", "engine": "engine"}
SYMBOL = re.compile(r"^[0-9a-f]+ g\s+O (\.data\S*|\.bss\S*|\*COM\*)\s+[0-9a-f]+ (?:\.hidden )?(\S+)$", re.M)
OURS = re.compile(r"^[a-z][a-z0-9_]*$", re.I)


def objects():
    """(object file, folder, base name of its source) for what the build has made."""
    found = []
    for path in glob.glob(os.path.join(tree.BUILD, "backend", "*", "*.o")):
        folder = os.path.basename(os.path.dirname(path))
        base = re.sub(r"^[A-Za-z0-9_]*-", "", os.path.basename(path)[:-2])
        if os.path.exists(os.path.join(tree.ROOT, "backend", folder, base + ".c")):
            found.append((path, folder, base))
    if not found:
        raise tree.Skip("nothing is built below " + os.path.basename(tree.BUILD))
    return found


def exported(path):
    out = subprocess.run(["nm", "-g", "--defined-only", path], check=True, capture_output=True, text=True).stdout
    return [w[-1] for w in (line.split() for line in out.splitlines()) if len(w) >= 2 and OURS.match(w[-1])]


def fits(symbol, folder, base):
    stem = base[:-6] if base.endswith("_store") else base
    for start in (stem, base, f"{PREFIX.get(folder, folder)}_{stem}"):
        if symbol == start or symbol.startswith(start + "_"):
            return True
    return symbol == "main" or symbol.startswith(("__asan", "__odr_asan", "__ubsan", "__gcov", "__llvm", "__start_", "__stop_"))


def strangers():
    return sorted({f"backend/{folder}/{base}.c: {symbol}" for path, folder, base in objects()
                   for symbol in exported(path) if not fits(symbol, folder, base)})


def writable():
    """Mutable data that other files can see; constants that hold addresses (.data.rel.ro) are not."""
    found = []
    for path, folder, base in objects():
        out = subprocess.run(["objdump", "-t", path], check=True, capture_output=True, text=True).stdout
        found += [f"backend/{folder}/{base}.c: {m.group(2)}" for m in SYMBOL.finditer(out)
                  if not m.group(1).startswith(".data.rel.ro") and not m.group(2).startswith("__")]
    return sorted(set(found))


tree.tap([
    ("exported symbols start with their file's name", strangers),
    ("no file exports data that can be written", writable),
])
