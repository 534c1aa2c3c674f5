"""Tests that search when they are asked to, run as an attack: a Try for each."""

import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from collections.abc import Iterator
from pathlib import Path

from benchmarks.attack import REPOSITORY, Try


def pytested(*tests: str, few: bool, folder: Path) -> Iterator[Try]:
    """Run these tests in a process of their own: all they can find, or the seeded part that `make test` has."""
    told = folder / "told.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}", *tests]
    profile = {"HYPOTHESIS_PROFILE": "suite" if few else "default"}
    done = subprocess.run(command, cwd=REPOSITORY, env=os.environ | profile, capture_output=True, text=True)
    if not told.exists():
        yield Try(" ".join(tests), (done.stdout + done.stderr)[-500:] or f"ended with {done.returncode}")
        return
    for case in xml.parse(told).iter("testcase"):
        broken = [*case.iter("failure"), *case.iter("error")]
        yield Try(case.get("name", ""), " ".join(one.get("message", "") for one in broken)[:300])
