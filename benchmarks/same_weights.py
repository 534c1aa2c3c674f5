"""Whether two checkouts train the same networks: a run of each kind, a fixed number of steps, one after the other.

    python benchmarks/same_weights.py ../before .       # a line a use case; exit status 1 where weights differ in any bit

Each checkout trains in a process of its own, by the names that people's scripts import.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

STEPS = 24
ROWS = 150  # of our own samples
RUNS = (
    ("sentiment", "ko"),
    ("next-word", "en"),
    ("tagging", "en"),
    ("chatbot", "en"),
    ("translation", "en"),
    ("captions", "en"),
)
TRAIN = f"""
import json, sys
from nlp_models import runners, tasks
from nlp_models.datasets import Dataset
from nlp_models.runs import RunStore
found = {{}}
for name, language in {RUNS!r}:
    task, store = tasks.load(name), RunStore.default()
    sample = task.sample(language)
    rows = Dataset({{column: values[:{ROWS}] for column, values in sample.columns.items()}}, sample.names)
    recipe = task.recipe.changed(steps={STEPS}, epochs=2, units=8, embedding_size=8, vocabulary_size=150)
    run = store.create(task.name, recipe, rows, owner="local")
    runners.chosen("inline").submit(run)
    assert run.status.state == "done", run.log_tail()
    found[name] = str(run.folder)
print(json.dumps(found))
"""


def main(checkouts: list[str]) -> int:
    """Train in each checkout, print one line a use case; 1 where any weight differs."""
    with tempfile.TemporaryDirectory() as aside:
        digests = [trained(Path(checkout).resolve(), Path(aside) / str(n)) for n, checkout in enumerate(checkouts)]
    for name in digests[0]:
        same = len({digest[name] for digest in digests}) == 1
        print(f"{name:<12} {'the same' if same else 'DIFFERENT'}  {digests[0][name][:16]}")
    return int(any(digest != digests[0] for digest in digests))


def trained(checkout: Path, runs: Path) -> dict[str, str]:
    """`{use case: SHA-256 of its weights}` of a checkout."""
    environment = os.environ | {"UNROLLED_RUNS": str(runs), "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        [sys.executable, "-c", TRAIN], cwd=checkout, env=environment, stdout=subprocess.PIPE, check=True
    )
    folders = json.loads(done.stdout.splitlines()[-1])
    return {
        name: hashlib.sha256((Path(folder) / "weights.safetensors").read_bytes()).hexdigest()
        for name, folder in folders.items()
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
