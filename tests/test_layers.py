"""Who may import whom: the contracts of pyproject.toml hold, and no module stands outside them."""

import subprocess
import sys
import tomllib

from conftest import REPOSITORY

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
*_, LAYERS = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_the_contracts_hold():
    done = subprocess.run([sys.executable, "-c", LINT], cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0 and "Contracts: 4 kept, 0 broken." in done.stdout, done.stdout + done.stderr


def test_every_module_has_its_layer():
    layers = " ".join(LAYERS["layers"]).replace(":", " ").split()
    assert sorted(layers) == sorted(modules())


def modules():
    """The modules and packages directly in nlp_models, but for those that only start it."""
    found = (REPOSITORY / "nlp_models").iterdir()
    stems = {file.stem for file in found if file.suffix == ".py" or (file / "__init__.py").exists()}
    return {f"nlp_models.{stem}" for stem in stems if not stem.startswith("__")}
