"""What a running average of the weights does to a short training: one training, scored with each average beside the other.

    python benchmarks/averaging.py SET [SET ...] [--steps 60,100,300,short] [--seeds 0,1,2] [--stop 150]     # JSON lines

Averages do not touch what is learned, so they are kept side by side. Each chooses its epoch on the validation part, as a training
does, and is scored on further rows of the same training file: no test part is read. `short` is as many steps as that length has
here. With --stop the best so far is scored too where an owner stops after so many steps (at the end of that epoch), the rate as
high as it is then. `better` takes at the end of an epoch the weights or their average (a quarter), whichever validates better.
"""

import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from measuring import SHARED

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.runs.store import RunStore
from nlp_models.training import loop

MOST, SCORED = 0.99, 1_000  # the memory of a recipe; rows that are scored


def share(steps, of):
    """The memory that is one `of - 1`th of so many steps."""
    return min(MOST, (1 + steps) / (of + steps)) * (steps > 0)


MOMENTUM = {  # of the average after `n` steps before this one, the rate having risen for `warm_up`
    "off": lambda n, warm_up: 0.0,
    "old": lambda n, warm_up: MOST * bool(n),
    "ninth": lambda n, warm_up: share(n, 10),  # as TensorFlow's num_updates
    "quarter": lambda n, warm_up: share(n, 5),
    "waited": lambda n, warm_up: share(max(0, n - warm_up), 5),  # none while the rate rises
    "twentieth": lambda n, warm_up: share(n, 20),
    "corrected": lambda n, warm_up: MOST * (1 - MOST**n) / (1 - MOST ** (n + 1)),  # as Adam's: the start weighs nothing
}


def rows_of(task, path, learned, **how):
    """So many rows to learn from, taken here and there, and others that are scored."""
    table = task.kind.read_table(path, path.name)
    whole = task.dataset(table, **how)
    every = max(1, len(whole) // (learned + SCORED))
    chosen = {name: values[::every] for name, values in whole.columns.items()}
    parts = {
        name: Dataset({column: values[span] for column, values in chosen.items()})
        for name, span in (("train", slice(learned)), ("test", slice(learned, learned + SCORED)))
    }
    return Dataset.join(parts["train"], test=parts["test"])


def dataset(name):
    """`(task, rows)` of a set by its name."""
    name_of_task, path, rows = SETS[name]
    task = tasks.load(name_of_task)
    return task, rows_of(task, SHARED / path, rows)


SETS = {
    "sms350": ("spam", Path("spam-en-sms/sms.tsv"), 350),
    "uci350": ("sentiment", Path("sentiment-en-uci/yelp_labelled.txt"), 350),
    "nsmc500": ("sentiment", Path("sentiment-ko-nsmc/ratings_train.txt"), 500),
    "nsmc2000": ("sentiment", Path("sentiment-ko-nsmc/ratings_train.txt"), 2000),
    "sst2000": ("sentiment", Path("sentiment-en-sst2/train.tsv"), 2000),
    "wnut800": ("tagging", Path("ner-en-wnut17/wnut17train.conll"), 800),
    "gsd300": ("tagging", Path("pos-ko-gsd/ko_gsd-ud-train.conllu"), 300),
    "fra300": ("translation", Path("translation-en-fr-tatoeba/fra_first33000.txt"), 300),
    "gsd1000": ("tagging", Path("pos-ko-gsd/ko_gsd-ud-train.conllu"), 1000),
    "fra2000": ("translation", Path("translation-en-fr-tatoeba/fra_first33000.txt"), 2000),
}


class SideBySide(loop.Training):
    """A training that keeps all averages and, of each, what validated best."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.variables = self.network.trainable_variables
        self.averages = {name: self._now() for name in MOMENTUM}
        self.best = {}

    def one_step(self, batch):
        measured = super().one_step(batch)
        now = self._now()
        for name, momentum in MOMENTUM.items():
            kept = momentum(self.step, self.warm_up)
            self.averages[name] = [kept * a + (1 - kept) * v for a, v in zip(self.averages[name], now, strict=True)]
        return measured

    def finish_epoch(self, epoch, learned):
        now = self._now()
        for name, average in self.averages.items():
            self._set(average)
            row = self._held_out("validation")
            key = self.problem.selection_key(row)
            for chosen in (name, *["better"] * (name in ("off", "quarter"))):
                if chosen not in self.best or key > self.best[chosen][0]:
                    self.best[chosen] = key, epoch, row, average
        self._set(now)

    def until(self, steps):
        """Train until the epoch that reaches this step is over; gives each average's choice so far, scored."""
        epoch = 1 + self.step // self.epoch_steps
        while self.step < min(steps, self.total_steps):
            self.progress.begin(epoch, epoch, self.step, self.total_steps)
            learned, _ = self.one_epoch(epoch)
            self.finish_epoch(epoch, learned)
            epoch += 1
        now = self._now()
        found = {name: self._scored(*kept) for name, kept in self.best.items()}
        self._set(now)
        return {"steps": self.step, "of": self.total_steps, "averages": found}

    def plan(self):
        """How many steps there will be; gives itself."""
        self.longest = self.recipe.epochs * self.problem.steps(self.parts["train"], self.recipe)
        self.total_steps = self.recipe.steps or self.planned
        self.warm_up = min(loop.WARM_UP, max(1, (self.total_steps if self.recipe.length else self.longest) // 10))
        return self

    def _scored(self, _, epoch, row, weights):
        self._set(weights)
        return {"epoch": epoch, "chosen_by": _numbers(row), "scored": _numbers(self._held_out("test"))}

    def _held_out(self, part):
        return self.problem.held_out(self.parts[part], self.network.answers(self.parts[part]))

    def _now(self):
        return [variable.numpy() for variable in self.variables]

    def _set(self, values):
        for variable, value in zip(self.variables, values, strict=True):
            variable.assign(value)


def measured(name, length, seed, stops):
    """One training: of each average the epoch that it chose and its scores, at each stop and at the end."""
    task, rows = dataset(name)
    how = {"steps": int(length)} if length.isdecimal() else {"length": length}
    with tempfile.TemporaryDirectory() as folder:
        recipe = task.recipe.changed(seed=seed, ema_momentum=0, **how)
        run = RunStore(Path(folder)).create(task.name, recipe, rows, owner="local")
        training = SideBySide(run, time.monotonic()).plan()
        return [training.until(steps) for steps in (*stops, training.total_steps)]


def _numbers(row):
    return {key.removeprefix("validation_"): round(value, 4) for key, value in row.items() if isinstance(value, float)}


def main(*arguments):
    asked = dict(pairwise(arguments))
    lengths, seeds = asked.get("--steps", "60,100,300,1000"), asked.get("--seeds", "0,1,2")
    stops = [int(asked["--stop"])] if "--stop" in asked else []
    for name in (name for name in arguments if name in SETS):
        for length in lengths.split(","):
            for seed in map(int, seeds.split(",")):
                for found in measured(name, length, seed, stops):
                    print(json.dumps({"set": name, "seed": seed, **found}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
