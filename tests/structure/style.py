#!/usr/bin/python3
"""What may not stand in a source: banned calls, hidden globals, notes to oneself, dead code."""
import re

import tree

UNSAFE = (r"strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|strtok_r|strncpy|strncat|gets|atoi|atol|atoll|atof|alloca|system|popen|"
          r"mktemp|tmpnam|tempnam|rand|srand|random|srandom|drand48")
BLIND = r"execlp|execvp|execl|execle|setjmp|longjmp|gmtime|localtime|ctime|asctime|strerror_r|vfork|sleep|usleep"
BANNED = re.compile(rf"\b({UNSAFE}|{BLIND})\s*\(")
BANNED_IN_TESTS = re.compile(rf"\b({UNSAFE})\s*\(")
NUMBER = re.compile(r"\b(strtol|strtoll|strtoul|strtoull|strtoimax|strtod|strtof|sscanf|scanf|fscanf)\s*\(")
ENDING = re.compile(r"\b(exit|_exit|_Exit|abort|assert|quick_exit|err|errx|warn|warnx|perror|printf|puts|putchar)\s*\(")
CLOCK = re.compile(r"\b(clock_gettime|gettimeofday|time)\s*\(")
NOTE = re.compile(r"\b(TODO|FIXME|XXX|HACK|WIP)\b")
CODE = re.compile(r"(^[ \t*]*[\w>.\[\]*&-]+[ \t]*([-+|&]?=|\(|\+\+|--)[^;]*;[ \t]*$|^[ \t*]*(if|for|while|switch)[ \t]*\(.*[{;)][ \t]*$|"
                  r"^[ \t*]*return\b[^;]*;[ \t]*$|^[ \t*]*\}[ \t]*$|^[ \t*]*#[ \t]*(include|define|if)\b)", re.M)
GLOBAL = re.compile(r"^(?!static|extern|typedef|struct\s+\w+\s*\{|enum|union|const|_Static_assert|#|\s|\}|/)"
                    r"(?!.*\bconst\b)[A-Za-z_][\w\s\*]*\b\w+(\[[^\]]*\])?\s*(=|;)", re.M)
TYPEDEF = re.compile(r"^\s*typedef\s+struct\b", re.M)
FORWARD = re.compile(r"^static\s+[^=;{}()]+\([^;{}]*\);", re.M)
RAW_SECRET = re.compile(r"\b(memcmp|strcmp)\s*\([^;]*\b(hash|mac|digest|signature|password|token|secret|hmac)\b[^;]*\)")


def grep(pattern, names, strings=True, keep=lambda name, m: True):
    found = []
    for name in names:
        text = tree.without_comments(tree.read(name), strings)
        found += [f"{name}:{line}: {m.group(0).strip()}" for line, m in tree.matches(pattern, text) if keep(name, m)]
    return found


def everywhere():
    return tree.sources() + tree.sources(under="tests/")


def banned():
    return grep(BANNED, tree.sources()) + grep(BANNED_IN_TESTS, tree.sources(under="tests/"))


def numbers():
    return grep(NUMBER, tree.sources(), keep=lambda name, m: name != "backend/base/str.c")


def libraries_end():
    """Only a file with main, and the program folders' own front files, may print or leave."""
    mains = {n for n in tree.sources(".c") if re.search(r"^int main\(", tree.read(n), re.M)}
    programs = tuple(f"backend/{d}/" for d in ("cli", "api", "workers", "stream", "agent", "checks"))

    def bad(name, m):
        word = m.group(1)
        if word in ("exit", "_exit") and name.startswith(programs):
            return False  # children after fork, and commands
        if word in ("printf", "puts", "putchar", "perror") and name.startswith("backend/cli/"):
            return False
        return name not in mains
    return grep(ENDING, tree.sources(), keep=bad)


def clocks():
    return grep(CLOCK, tree.sources(), keep=lambda name, m: name != "backend/base/clock.c")


def notes():
    mine = "tests/structure/style.py"
    return [f"{n}:{line}: {m.group(0)}" for n in tree.files()
            if n.endswith((".c", ".h", ".py", ".sh", ".am", ".ac", ".ts", ".tsx", ".mjs", ".js", ".sql", ".md")) and n != mine
            for line, m in tree.matches(NOTE, tree.read(n))]


def dead():
    found = []
    for name in everywhere():
        for line, text in tree.comments(tree.read(name)):
            inner = text.strip("/* \n")
            rows = [r for r in inner.split("\n") if r.strip()]
            hits = [r for r in rows if CODE.search(r)]
            if hits and len(hits) * 2 > len(rows):
                found.append(f"{name}:{line}: {inner.splitlines()[0][:70]}")
        found += [f"{name}:{line}: #if 0" for line, _ in tree.matches(re.compile(r"^\s*#\s*if\s+0\b", re.M), tree.read(name))]
    return found


def globals_():
    return grep(GLOBAL, tree.sources(".c"), strings=True, keep=lambda name, m: "(" not in m.group(0))


tree.tap([
    ("no banned call", banned),
    ("text becomes numbers in base/str.c only", numbers),
    ("libraries neither print nor end the process", libraries_end),
    ("time comes from base/clock.c only", clocks),
    ("no notes to oneself", notes),
    ("no commented-out code", dead),
    ("no mutable globals", globals_),
    ("structs have no typedef", lambda: grep(TYPEDEF, tree.sources())),
    ("no forward declarations of statics", lambda: grep(FORWARD, tree.sources(".c"))),
    ("secrets are compared in constant time", lambda: grep(RAW_SECRET, tree.sources(".c"))),
    ("headers say #pragma once", lambda: [n for n in tree.sources(".h") if "#pragma once" not in tree.read(n)]),
])
