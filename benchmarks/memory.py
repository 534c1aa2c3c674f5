"""The recall lab with three seeds: which distances each cell still bridges, with intervals; and what one seed takes as a run.

    python benchmarks/memory.py [LANGUAGE ...] [--seeds 0,1,2] [--keep]     # a JSON line each, then a table
    python benchmarks/memory.py en --text STORY.txt [--without-others]     # recall on the first letters of one's own text
    python benchmarks/memory.py --look-back      # how far back the ready language models look, kept in data/labs
    python benchmarks/memory.py --gradients      # seconds that the page takes for gradients of 60 steps

A run is started as the page starts it: a child, its time from the click to the last round. `--keep` makes the first seed of each
language the ready one that the page opens on (data/labs).
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import measuring  # noqa: F401 - the way to the library

from nlp_models import runners
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.labs import lookback
from nlp_models.labs.reach import gradient_reach
from nlp_models.labs.recall import lab
from nlp_models.labs.recall.own import OwnSentences, own_sentences, proposed_keys
from nlp_models.labs.recall.sentences import LANGUAGES, language
from nlp_models.runs.folder import METRICS
from nlp_models.runs.store import RunStore
from pages.ui.memory.own_text import FRAMES, OTHERS

LETTERS = 12_000  # of one's own text
STUDENT = {1: 0.0, 2: 12.71, 3: 4.303, 4: 3.182, 5: 2.776}  # two-sided 5 %, by the number of seeds


def one(of, seed):
    """`(the last Round, seconds from the click to the end, the run's folder)` of a language and a seed."""
    store = RunStore(tempfile.mkdtemp(prefix="recall-"))
    since = time.monotonic()
    run = lab.create(store, "benchmark", of, lab.RECIPE.changed(seed=seed))
    runners.chosen("inline").submit(run)
    if run.status.state != "done":
        sys.exit(run.log_tail())
    last = lab.rounds(run.folder)[-1]
    told = {cell: [round(last.accuracy(cell, distance), 3) for distance in last.distances] for cell in lab.CELLS}
    seconds = time.monotonic() - since
    print(
        json.dumps(
            {
                "language": of if isinstance(of, str) else lab.OWN,
                "seed": seed,
                "seconds": round(seconds, 1),
                "load": os.getloadavg()[0],
                **told,
            }
        ),
        flush=True,
    )
    return last, seconds, run.folder


def interval(shares):
    """`(mean, low, high)` with 95 % by Student's t: the seeds are few."""
    mean, times = statistics.mean(shares), STUDENT[len(shares)]
    reach = times * statistics.stdev(shares) / len(shares) ** 0.5 if len(shares) > 1 else 0.0
    return mean, max(0.0, mean - reach), min(1.0, mean + reach)


def table(of, found):
    """Mean and 95 % interval over the seeds, by cell and distance."""
    name, own = (of, language(of)) if isinstance(of, str) else (lab.OWN, of)
    distances = found[0][0].distances
    print(f"\n{name}, chance {1 / len(own.keys):.3f}, seconds {[round(seconds) for _, seconds, _ in found]}")
    print("| cell | " + " | ".join(map(str, distances)) + " |\n|---" + "|---" * len(distances) + "|")
    for cell in lab.CELLS:
        spans = [interval([last.accuracy(cell, distance) for last, *_ in found]) for distance in distances]
        print(f"| {cell} | " + " | ".join(f"{mean:.2f} ({low:.2f} to {high:.2f})" for mean, low, high in spans) + " |")


def own_text(file, code, without_others) -> OwnSentences:
    """The beginning of a text as the page takes it."""
    text = file.read_text("utf-8")[:LETTERS]
    return own_sentences(text, proposed_keys(text), FRAMES[code], "" if without_others else OTHERS[code])


def keep(folder, ready):
    """What the page reads of a run, as the ready one."""
    ready.mkdir(parents=True, exist_ok=True)
    for name in (lab.SETTINGS, lab.WEIGHTS, METRICS):
        shutil.copyfile(folder / name, ready / name)


def look_back_all():
    """How far back each ready language model looks, with the time it takes; kept for the page."""
    for model in ready_models("next-word"):
        predictor, since = Predictor.load(model.folder), time.monotonic()
        found = lookback.look_back(predictor.network, predictor.problem.encoded(model.dataset).ids)
        seconds, load = time.monotonic() - since, os.getloadavg()[0]
        lookback.keep_ready(model.folder, found)
        horizons = {damage: found.horizon(damage) for damage in lookback.DAMAGES}
        told = {"model": model.id, "tokens": found.tokens, "seconds": round(seconds, 1), "load": load}
        print(json.dumps(told | {"processor": round(time.process_time(), 1), "horizon": horizons}), flush=True)


def gradients(of, distance=64, sentences=8, turns=5):
    """Seconds for the gradients of all three cells, as Gradients draws them (pages/ui/memory/reach.py): the median of turns."""
    drawn, took = language(of).drawn(distance, sentences, lab.example_luck(distance)), []
    for _ in range(turns):
        since = time.monotonic(), time.process_time()
        for network in lab.networks(lab.ready(of)).values():
            gradient_reach(network.scaled(1.0), drawn.ids, drawn.answers)
        took.append((time.monotonic() - since[0], time.process_time() - since[1]))
    wall, processor = map(statistics.median, zip(*took, strict=True))
    told = {"language": of, "steps": drawn.ids.shape[1], "seconds": round(wall, 3), "processor": round(processor, 3)}
    print(json.dumps(told | {"load": os.getloadavg()[0]}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--text", type=Path, help="a text of one's own, of the language that is named")
    parser.add_argument("--without-others", action="store_true", help="no lists of other key words in it")
    parser.add_argument("--look-back", action="store_true", help="the ready language models in place of the cells")
    parser.add_argument("--gradients", action="store_true", help="how long their gradients take, in place of training")
    asked = parser.parse_args()
    if asked.gradients:
        return [gradients(of) for of in asked.languages]
    if asked.look_back:
        return look_back_all()
    own = [own_text(asked.text, asked.languages[0], asked.without_others)] if asked.text else asked.languages
    for of in own:
        found = [one(of, int(seed)) for seed in asked.seeds.split(",")]
        table(of, found)
        if asked.keep:
            keep(found[0][2], lab.ready(of))
        for *_, folder in found:
            shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
