#!/usr/bin/python3
"""The dashboard with ten thousand hosts: weights, times and memory against the budgets of tests/e2e/budgets.json.

It has a stack and a browser of its own; HOSTS (10000) says how many hosts."""
import os
import sys

import perflib as P

runner = os.path.join(P.ROOT, "tests", "e2e", "run")
sys.exit(os.spawnl(os.P_WAIT, runner, runner, P.BUILD, os.path.join(P.OUT, "ui.json")))
