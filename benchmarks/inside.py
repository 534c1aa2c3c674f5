"""How long Inside the cell takes on one core, of sixty tokens, the model loaded: what is drawn, what each word did, the searches.

python benchmarks/inside.py                   # one ready model of each use case
python benchmarks/inside.py captions-en       # these; `all` for every ready model

Prints a line of JSON a part: milliseconds of the processor and by the clock (the median of three, of a search of one), and what is
asked. Exit status 1 where the processor takes longer than asked. Beside other work only the processor's mean anything.
"""

import json
import os
import statistics
import sys
import time
from itertools import cycle, islice

from measuring import REPOSITORY  # noqa: F401 - puts the repository on the path
from threadpoolctl import threadpool_limits

from nlp_models import tasks
from nlp_models.answering import attribution, probe
from nlp_models.answering.counterfactuals import counterfactuals
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.answering.units import MARKS, MOST_ROWS, is_writer, places_of_each, rows_of, units_like
from nlp_models.answering.unrolled import unroll
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import DataError
from nlp_models.numpy_layers.trace import LONG_NAMES, Hold
from nlp_models.problems.captioning.covering import covers
from nlp_models.problems.classification.attribution import unit_effects
from pages.ui.charts.inside_charts import state_heat
from pages.ui.inside.drawn import cell_data
from pages.ui.inside.steps import GATES, words_of

TOKENS = 60
ASKED = {"drawn": 300, "drawn, a gate held": 300, "integrated gradients": 600}  # milliseconds; a search 3,000
SEARCH = 3_000


def main(names):
    """Measure these models; whether all of it was as fast as asked."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    threadpool_limits(1, user_api="blas")
    print(json.dumps({"load": round(os.getloadavg()[0], 1)}))
    return all([measure(model) for model in chosen(names)])


def chosen(names):
    """The ready models of these names; without any the first of every use case."""
    models = {model.id: model for model in ready_models()}
    if names:
        return [models[name] for name in (models if names == ["all"] else names)]
    return list({model.about.task: model for model in reversed(models.values())}.values())


def measure(model):
    """Every part of one model."""
    predictor, task = Predictor.load(model.folder), tasks.load(model.about.task)
    text = long_text(predictor, model, task)
    one = unroll(predictor, text)
    told = {"model": model.id, "tokens": len(one.tokens), "written": len(one.written)}
    parts = {
        **drawing(predictor, task, text, one),
        **measures(predictor, task, text, one),
        **searches(predictor, task, model, text, one),
    }
    return all([tell(told, part, *how) for part, how in parts.items()])


def long_text(predictor, model, task):
    """Sixty tokens of its examples, or all that it reads; of a captioner a picture."""
    if task.problem == "captioning":
        return model.dataset.columns["text"][0]
    words = list(islice(cycle(" ".join(task.examples[model.language]).split()), TOKENS))
    return next(
        text
        for text in (" ".join(words[:count]) for count in range(TOKENS, 0, -1))
        if len(predictor.tokens_read(text)[0]) <= TOKENS
    )


def drawing(predictor, task, text, one):
    """What the page reckons before anything is opened: all readers, the row, the cell, one heat map."""
    name = list(one.readers)[-1]
    hold = Hold(name, LONG_NAMES[GATES[one.readers[name].cell][0]], 1.0)

    def draw(holds):
        found = unroll(predictor, text, holds)
        if task.problem == "classification":
            unit_effects(predictor, text, found.answer.label)
        reader = found.readers[name]
        states, window = reader.gates["hidden_state"], (0, min(60, len(reader.tokens)))
        unit = int(probe.most_varying(states, 1)[0])
        json.dumps(cell_data((text,), reader, unit, window, holds, "", ""))
        gate = reader.gates[LONG_NAMES[GATES[reader.cell][0]]][slice(*window)]
        state_heat(
            words_of(reader)[slice(*window)], 0, gate, probe.most_varying(states, 32), unit, None, kind="heatmap"
        ).to_dict()

    return {"drawn": (lambda: draw(()), 3), "drawn, a gate held": (lambda: draw((hold,)), 3)}


def measures(predictor, task, text, one):
    """What each word did, by three measures; the map of a network that writes."""
    asked = target(task, one)
    found = {
        "without each word": (lambda: attribution.occlusion(predictor, text, asked), 3),
        "gradient x input": (lambda: attribution.gradient_times_input(predictor, text, asked), 3),
        "integrated gradients": (lambda: attribution.integrated_gradients(predictor, text, asked), 3),
    }
    if one.written:
        found["influence"] = (lambda: attribution.influence(predictor, text), 3)
    return found


def target(task, one):
    """What is asked about: see attribution.py."""
    answer = one.answer
    if task.problem == "classification":
        return answer.label
    if task.problem == "tagging":
        return len(answer.tags) // 2, answer.tags[len(answer.tags) // 2]
    return int(answer.next_ids[0]) if task.problem == "language_model" else 0


def searches(predictor, task, model, text, one):
    """The strongest places and the units that follow negation of the last reader of each side over 2,000 rows; what turns the answer."""
    found = {}
    for writes in (False, True):
        own = [name for name in one.readers if is_writer(name) == writes]
        if own:
            found |= over_rows(predictor, model, own[-1])
    place = len(one.words) // 2 if task.problem == "tagging" else None
    turns = covers if task.problem == "captioning" else counterfactuals
    return found | {"search: what turns it": (lambda: turns(predictor, text, place), 1)}


def over_rows(predictor, model, name):
    """Of one reader; the sample is gone through again until there are 2,000 rows."""

    def places():
        return places_of_each(predictor, rows_of(predictor, many(model), name), name)

    def followers():
        try:
            units_like(predictor, rows_of(predictor, many(model), name), MARKS["sentence end"], name)
        except DataError as none:  # no mark in these rows, which is found out by reading them
            print(json.dumps({"model": model.id, "reader": name, "told": str(none)}))

    return {f"search: places of {name}": (places, 1), f"search: units of {name}": (followers, 1)}


def many(model):
    """2,000 rows like those of its sample, no two of them the same text."""
    rows = zip(model.sample.columns["text"], model.sample.columns.get("label") or cycle([""]), strict=False)
    some = [(anew(text, number), label) for number, (text, label) in enumerate(islice(cycle(list(rows)), MOST_ROWS))]
    return Dataset({"text": [text for text, _ in some], "label": [label for _, label in some]})


def anew(text, number):
    """The same text as another row: a picture is drawn by another number, behind words stand more blanks."""
    kind, _, scene = text.partition(":")
    return f"scene:{number}:{scene.partition(':')[2]}" if kind == "scene" else text + " " * (number // 100)


def tell(model, part, work, times):
    """Measure one part and print it; whether it is as fast as asked."""
    asked = SEARCH if part.startswith("search") else ASKED.get(part)
    if times > 1:
        work()  # what is made once is made
    processor, clock = zip(*(measured(work) for _ in range(times)), strict=True)
    own = {
        "processor_ms": round(1000 * statistics.median(processor)),
        "wall_ms": round(1000 * statistics.median(clock)),
    }
    kept = asked is None or own["processor_ms"] <= asked
    print(json.dumps(model | {"part": part} | own | {"asked_ms": asked, "kept": kept}), flush=True)
    return kept


def measured(work):
    """`(seconds of the processor, seconds by the clock)`."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
