"""Runs brought into a state that tests look at: answers as they are said, a training broken off and resumed, hostile names."""

import json
import shutil
import zipfile

from conftest import REPOSITORY

from nlp_models.answering.judging import ANSWERS

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"
HOSTILE = "**b** :red[x] $x$ ![i](http://evil.example/i.png)"


def answered_with(run, first, **report):
    """The run as if it had given every row of the test part this probability of its first label, in turn."""
    kept = json.loads((run.folder / ANSWERS).read_text("utf-8"))
    rows = len(kept["test"]["targets"])
    kept["test"]["probabilities"] = [[p, 1 - p] for p in (first[n % len(first)] for n in range(rows))]
    run.write_json(ANSWERS, kept)
    told, right = run.report, {"rows": rows // 2, "precision": 0.9, "recall": 0.9, "f1": 0.9}
    told["test"] |= {"accuracy": 0.9, "per_class": dict.fromkeys(told["test"]["per_class"], right)}
    run.write_json("report.json", told | report)
    return run


def broken_and_unbroken(store, monkeypatch, task, dataset, recipe):
    """Two runs of two epochs: one trained at a stretch, one a copy of it as it lay a step into the second, then resumed.

    They have learned all, and nothing is scored.
    """
    from nlp_models.training import loop

    unbroken, one_step = store.create(task, recipe.changed(epochs=2), dataset, owner="local"), loop.Training.one_step
    broken = unbroken.folder.with_name(unbroken.folder.name + "-broken")

    def kept_in_the_second(self, batch):
        measured = one_step(self, batch)
        if self.step == self.epoch_steps:
            shutil.copytree(unbroken.folder, broken)
        return measured

    monkeypatch.setattr(loop, "finish", lambda _training, _seconds: True)
    with monkeypatch.context() as patch:
        patch.setattr(loop.Training, "one_step", kept_in_the_second)
        loop.train(unbroken)
    resumed = type(unbroken)(broken, store)
    assert len(resumed.metrics()) == 1
    loop.train(resumed)
    return resumed, unbroken


def learned_by(run):
    """All that a training has come to: metrics but for the times, the best weights, and what the next epoch would begin with."""
    history = [{name: value for name, value in row.items() if "second" not in name} for row in run.metrics()]
    newest = max((run.folder / "checkpoint").glob("epoch-*"))
    return history, *((newest / name).read_bytes() for name in ("best.safetensors", "state.safetensors"))


def hostile_run(store, kind):
    """A run in the store, "local"'s, whose every name, row and example is hostile."""
    folder = store.root / ("0" * 26)
    zipfile.ZipFile(MADE / f"{kind}.folder.zip").extractall(folder)
    run = store.open(folder.name)
    head, *rows = [json.loads(line) for line in run.dataset_path.read_text("utf-8").splitlines()]
    head["names"] = {
        label: f"{HOSTILE} {label}" for label in json.loads((folder / "config.json").read_bytes())["labels"]
    }
    for row in rows if kind != "captioning" else ():
        row[0] = f"{HOSTILE} {row[0]}"
        if kind == "tagging":
            row[1] = " ".join(["O"] * len(HOSTILE.split()) + [row[1]])
    run.dataset_path.write_text("\n".join(json.dumps(line) for line in (head, *rows)), "utf-8")
    changed = {"config.json": {"names": head["names"]}, "about.json": {"name": HOSTILE}}
    for name, values in changed.items():
        run.write_json(name, json.loads((folder / name).read_bytes()) | values)
    if kind != "captioning":
        run.write_json("examples.json", [f"{HOSTILE} {n}" for n in range(3)])
    run.write_json("columns.json", {"text": HOSTILE, "label": f"{HOSTILE} label"})
    return run
