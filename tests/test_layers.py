"""Who may import whom: the contracts of pyproject.toml hold, and whoever breaks one is told."""

import subprocess
import sys
import tomllib

from conftest import REPOSITORY

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
CONTRACTS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_contracts_hold():
    done = subprocess.run([sys.executable, "-c", LINT], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0 and f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout, (
        done.stdout + done.stderr
    )


def test_every_room_has_its_layer_and_a_new_one_must_say_where_it_belongs():
    layers = [contract for contract in CONTRACTS if contract["type"] == "layers"]
    assert [contract["containers"] for contract in layers] == [["nlp_models"], ["pages.ui"]]
    assert all(contract["exhaustive"] for contract in layers)
