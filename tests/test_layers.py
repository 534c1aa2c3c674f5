"""Who may import whom, and what has types: pyproject.toml says it, and whoever breaks it is told.

The types themselves are checked by `make check`: half a minute that the suite does not have.
"""

import json
import subprocess
import sys
import tomllib

from conftest import REPOSITORY

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
TOOLS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]
CONTRACTS = TOOLS["importlinter"]["contracts"]
TYPED = TOOLS["basedpyright"]["include"]


def test_the_contracts_hold():
    done = subprocess.run([sys.executable, "-c", LINT], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0 and f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout, (
        done.stdout + done.stderr
    )


def test_every_room_has_its_layer_and_a_new_one_must_say_where_it_belongs():
    layers = [contract for contract in CONTRACTS if contract["type"] == "layers"]
    assert [contract["containers"] for contract in layers] == [["nlp_models"], ["pages.ui"]]
    assert all(contract["exhaustive"] for contract in layers)


def test_a_function_without_types_is_told(tmp_path):
    rules = {name: value for name, value in TOOLS["basedpyright"].items() if name.startswith(("report", "type"))}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(rules))
    (tmp_path / "seam.py").write_text("def asked(text): return text\n\n\nlength: int = 'long'\nrows: list = []\n")
    command = [sys.executable, "-m", "basedpyright", "--project", str(tmp_path), "--outputjson"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, cwd=tmp_path).stdout)
    rules = {one["rule"] for one in told["generalDiagnostics"] if one["severity"] == "error"}
    assert rules == {"reportMissingParameterType", "reportAssignmentType", "reportMissingTypeArgument"}


def test_what_a_public_function_gives_is_written_down_at_the_seams():
    def found(file):
        command = [sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--stdin-filename", file, "-"]
        done = subprocess.run(command, input="def asked(): ...\n", cwd=REPOSITORY, capture_output=True, text=True)
        return "ANN201" in done.stdout

    assert all((REPOSITORY / path).exists() for path in TYPED)
    files = [path if path.endswith(".py") else f"{path}/new.py" for path in TYPED]
    assert [file for file in files if not found(file)] == [] and not found("nlp_models/text/new.py")
