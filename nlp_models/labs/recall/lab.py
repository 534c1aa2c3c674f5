"""The recall lab as a run: what is asked of it, where its results stand, and how they are read.

    run = lab.create(RunStore.default(), owner, "ko")
    runners.chosen().submit(run)
    lab.rounds(run.folder)[-1].accuracy("lstm", 64)

It is a folder in the store like every training, under a name that no use case has: the same lock, place in line, limits, cancel and
stop. A round trains each cell for some steps, by turns, and writes a line of metrics.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy
from safetensors import SafetensorError

from nlp_models.datasets.dataset import Dataset
from nlp_models.files import write_aside
from nlp_models.labs.recall.forward import Network
from nlp_models.labs.recall.own import OwnSentences, from_json
from nlp_models.labs.recall.sentences import LANGUAGES, Language, language
from nlp_models.recipe import Recipe
from nlp_models.runs.folder import METRICS
from nlp_models.runs.records import damaged, read_json, read_lines, whole
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore

TASK = "recall"  # of its runs; no use case has this name
OWN = "own"  # the sentences of one's own text
CELLS = ("rnn", "lstm", "gru")
ROUNDS = 12
ASKED = 200  # fresh sentences of each distance after each round
SECONDS = 100.0  # that it takes on two idle cores, for those who wait behind it
SETTINGS, WEIGHTS, TEXT = "lab.json", "recall.safetensors", "own.json"
READY = Path(__file__).parents[3] / "data" / "labs"
# measured: benchmarks/README.md, "Recall"
RECIPE = Recipe.make(units=32, embedding_size=16, batch_size=64, learning_rate=0.005, steps=480, clip_norm=1.0)


@dataclass(frozen=True)
class Round:
    """What each cell knew after so many steps of its own."""

    number: int
    steps: dict[str, int]  # by cell
    right: dict[str, dict[int, int]]  # by cell and distance: sentences whose blank it filled right
    asked: int  # sentences of each distance

    @property
    def distances(self) -> tuple[int, ...]:
        """Those that were asked."""
        return tuple(self.right[CELLS[0]])

    def accuracy(self, cell: str, distance: int) -> float:
        """The share of sentences it filled right."""
        return self.right[cell][distance] / self.asked


def create(store: RunStore, owner: str, of: str | OwnSentences, recipe: Recipe = RECIPE) -> Run:
    """A queued run of the lab on one of LANGUAGES or on a text; its rows are examples of what it is asked. Raises LimitReached."""
    own = language(of) if isinstance(of, str) else of
    drawn = {distance: own.drawn(distance, 4, example_luck(distance)) for distance in own.distances}
    texts = [" ".join(own.read(ids)) for one in drawn.values() for ids in one.ids]
    keys = [own.keys[answer] for one in drawn.values() for answer in one.answers]
    run = store.create(TASK, recipe, Dataset({"text": texts, "label": keys}), owner=owner, seconds=SECONDS)
    if not isinstance(of, str):
        run.write_json(TEXT, of.as_json())
    run.write_json(SETTINGS, {"language": of if isinstance(of, str) else OWN})
    return run


def example_luck(distance: int, number: int = 0) -> np.random.Generator:
    """Draws the sentences that are shown: the same for everybody."""
    return np.random.default_rng([distance, number])


def language_of(folder: Path) -> str:
    """Which sentences a run learns from; RunDamaged where nobody knows any more."""
    told = read_json(folder / SETTINGS).get("language")
    if told not in (*LANGUAGES, OWN):
        raise damaged(SETTINGS, "language")
    return told


def sentences(folder: Path) -> Language | OwnSentences:
    """The sentences that a run learns from; RunDamaged where they are not there."""
    if (of := language_of(folder)) != OWN:
        return language(of)
    with whole(TEXT):
        return from_json(read_json(folder / TEXT))


def rounds(folder: Path) -> list[Round]:
    """What is known so far, the first round first; RunDamaged where a line is not one of this lab's."""
    with whole(METRICS):
        return [_round(row) for row in read_lines(folder / METRICS)]


def ready(of: str) -> Path:
    """The folder of the run that everybody can look at, without its rows; trained by benchmarks/memory.py."""
    return READY / f"{TASK}-{of}"


def _round(row: dict) -> Round:
    right = {cell: {int(distance): int(count) for distance, count in row["right"][cell].items()} for cell in CELLS}
    return Round(row["epoch"], {cell: int(row["steps"][cell]) for cell in CELLS}, right, int(row["asked"]))


def keep_networks(folder: Path, networks: dict[str, dict[str, np.ndarray]]) -> None:
    """Write the weights of networks by name, `rnn` after learning and `rnn-before` as it was at first."""
    flat = {
        f"{name}/{part}": np.asarray(value, np.float32) for name, own in networks.items() for part, value in own.items()
    }
    write_aside(folder / WEIGHTS, safetensors.numpy.save(flat))


def networks(folder: Path, before: bool = False) -> dict[str, Network]:
    """The three networks of a run, as they are now or as they were before they learned; RunDamaged where they are not there."""
    with whole(WEIGHTS):
        flat = _arrays((folder / WEIGHTS).read_bytes())
        found = {}
        for cell in CELLS:
            start = f"{cell}-before/" if before else f"{cell}/"
            own = {name.removeprefix(start): value for name, value in flat.items() if name.startswith(start)}
            found[cell] = Network(cell, own)
        return found


def _arrays(data: bytes) -> dict[str, np.ndarray]:
    try:
        return safetensors.numpy.load(data)
    except SafetensorError as error:
        raise ValueError(str(error)) from error
