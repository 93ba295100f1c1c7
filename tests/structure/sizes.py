#!/usr/bin/python3
"""One idea a file, one screen a function: 800 lines a file (600 is said aloud), 60 a function."""
import re

import tree

FILE_MAX, FILE_NOTED, FUNCTION_MAX = 800, 600, 60
TEST_MAX = 110  # a test holds its table of cases
CODE = (".c", ".h", ".py", ".sh", ".ts", ".tsx", ".mjs", ".js", ".sql")
HEAD = re.compile(r"^[A-Za-z_].*\)\s*$", re.M)


def lines(name):
    return tree.read(name).count("\n")


def code():
    return [n for n in tree.files() if n.endswith(CODE) and not n.endswith((".min.js", ".d.ts"))]


def long_files():
    for name in code():
        if FILE_NOTED < lines(name) <= FILE_MAX:
            print(f"# {name} has {lines(name)} lines; is it still one idea?")
    return [f"{n}: {lines(n)} lines, at most {FILE_MAX}" for n in code() if lines(n) > FILE_MAX]


def functions(text):
    """(line, name, length) of every function body: by .clang-format its brace stands alone in column one."""
    rows = text.split("\n")
    start = None
    for i, row in enumerate(rows):
        if row == "{":
            start = i
        elif row == "}" and start is not None:
            head = start - 1
            while head > 0 and rows[head][:1] in (" ", "\t", ""):
                head -= 1
            m = re.search(r"(\w+)\(", rows[head])
            yield head + 1, m.group(1) if m else "?", i - start - 1, rows[start + 1:i]
            start = None


def flat_switch(body):
    """A body whose deepest nesting is one switch and its cases."""
    cases = sum(1 for r in body if re.match(r"\s+(case\b|default:)", r))
    return cases * 3 >= len(body)


def long_functions():
    found = []
    for name in tree.sources(".c") + tree.sources(".c", under="tests/"):
        for line, fn, n, body in functions(tree.without_comments(tree.read(name))):
            if n > (TEST_MAX if name.startswith("tests/") else FUNCTION_MAX) and not flat_switch(body) and not name.startswith("backend/num/"):
                found.append(f"{name}:{line}: {fn} has {n} lines, at most {FUNCTION_MAX}")
    return found


def unsaid():
    found = []
    for name in tree.sources():
        if not tree.read(name).lstrip().startswith("/*"):
            found.append(f"{name}: does not say what it is")
    return found


tree.tap([
    (f"no file has more than {FILE_MAX} lines", long_files),
    (f"no function has more than {FUNCTION_MAX} lines", long_functions),
    ("every source begins with what it is", unsaid),
])
