#!/usr/bin/python3
"""Folders show the architecture: who may include whom (the table of docs/ARCHITECTURE.md)."""
import os
import re

import tree

KINDS = {"checks", "actions", "channels", "ingest", "reports"}
MODELS = {"detectors", "forecasters", "drift", "explainers"}
BELOW = {
    "base": set(),
    "num": {"base"}, "domain": {"base"}, "io": {"base"},
    **{k: {"base", "num"} for k in MODELS},
    **{k: {"base", "num", "domain", "io"} for k in KINDS},
    "store": {"base", "num", "domain", "io"},
    "chat": {"base", "domain", "io", "store"},
    "agent": {"base", "num", "domain", "io", "ingest", "checks", "actions"},
    "engine": {"base", "num", "domain", "io"} | MODELS,
    "api": {"base", "domain", "io", "store", "ingest", "chat"},
    "stream": {"base", "domain", "io", "store"},
}
ALL = set(BELOW) | {"workers", "cli"}
BELOW["workers"] = BELOW["cli"] = ALL - {"api", "stream", "agent", "workers", "cli"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)
# The client library of a server belongs to the folder that speaks to it (and the self checks, which probe it).
OWNERS = {
    "libpq-fe.h": lambda f: f.startswith("backend/store/") or re.match(r"backend/checks/(self|postgresql)", f),
    "hiredis/": lambda f: f.startswith("backend/store/") or re.match(r"backend/checks/(self|redis)", f),
    "fcgiapp.h": lambda f: f.startswith("backend/api/"),
    "jwt.h": lambda f: f.startswith("backend/io/"),
    "liboath/": lambda f: f.startswith("backend/io/"),
    "sodium": lambda f: f.startswith("backend/io/"),
}


def includes():
    for name in tree.sources():
        for line, m in tree.matches(INCLUDE, tree.read(name)):
            yield name, line, m.group(1), m.group(2)


def upward():
    found = [f"{name}: backend/{name.split('/')[1]} is no folder of the design" for name in tree.sources()
             if name.split("/")[1] not in BELOW]
    for name, line, _, target in includes():
        folder = name.split("/")[1]
        other = target.split("/")[0] if "/" in target else None
        if folder in BELOW and other in ALL and other != folder and other not in BELOW[folder]:
            found.append(f"{name}:{line}: {folder} may not include {target}")
    return sorted(set(found))


def unknown():
    return [f"{name}:{line}: {target} is not in the tree" for name, line, mark, target in includes()
            if mark == '"' and target not in ("config.h",) and not target.endswith(".inc")
            and not os.path.exists(os.path.join(tree.ROOT, "backend", target))]


def clients():
    return [f"{name}:{line}: {target} is used outside its folder" for name, line, mark, target in includes() if mark == "<"
            for start, allowed in OWNERS.items() if target.startswith(start) and not allowed(name)]


def own_first():
    found = []
    for name in tree.sources(".c"):
        own = name[len("backend/"):-2] + ".h"
        if not os.path.exists(os.path.join(tree.ROOT, "backend", own)):
            continue
        first = INCLUDE.search(tree.read(name))
        if not first or first.group(2) != own:
            found.append(f"{name}: includes {first.group(2) if first else 'nothing'} before its own header")
    return found


tree.tap([
    ("a folder includes only what the design puts below it", upward),
    ("quoted includes name files of the tree from backend/", unknown),
    ("client libraries are used by the folder that owns them", clients),
    ("a file includes its own header first", own_first),
])
