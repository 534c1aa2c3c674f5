"""What the curves of a training say, by stated rules, and the one change of the recipe that would help.

    for reading in read_curves(run.metrics(), run.recipe, finished=True, share=task.kind.HELD_OUT):
        reading.message, reading.remedy, reading.change       # change: {"length": "medium"}, what the button starts

The rules look at the losses and at the scores, and stay silent in between:

wild        the training loss goes up again by half of the way it came down, or more: steps too long
stuck       the training loss fell by less than 2 %, and no score rose by 2 points: nothing is learned
memorising  two epochs or more after the turn, the training loss fell on while the held-out loss rose by 5 %; the turn is the
            first epoch from the lowest held-out loss on whose score is within 2 points of the best: a later best by less is noise
improving   the last epoch has the lowest held-out loss, a score as good as any, and the loss still falls by 2 %
best        the epoch that is kept; always told
"""

from dataclasses import dataclass, field
from itertools import pairwise

from nlp_models.messages import Message, mark, percent

ENOUGH = 3  # epochs before a curve says anything
LITTLE = 0.02  # share of the loss, or of all texts; less is hardly a change
RISE = 0.05  # share of the lowest held-out loss; less is noise
SWING = 0.1  # share of the first loss that the curve has to span before it can be wild
AGAIN = 0.5  # of the way down, gone up again
WAITED = 2  # epochs after the best one
MOST_DROPOUT = 0.8
MOST_MINUTES, MOST_EPOCHS, MOST_STEPS = 1440, 500, 10_000_000  # a recipe cannot ask for more
TIME_WAS_SHORT = 0.5  # of the minutes used; under that, the epochs ended the training
LONGER = {"medium": mark("Train longer: Medium"), "long": mark("Train longer: Long")}
SENTENCES_RIGHT = mark("{percent} right on sentences set aside")  # what `validation_accuracy` is, unless a kind says so
# what training.py and child.py say
NO_NUMBER, NO_MEMORY = "loss_no_number", "out_of_memory"  # codes of the messages of a training that failed


@dataclass(frozen=True)
class Reading:
    """One finding: its kind, the sentence, and, where something helps, what the button says and changes.

    `causes` are sentences on what it likely comes from; with `adds_rows` the button adds our example rows to the data.
    """

    kind: str
    message: Message
    remedy: Message | None = None
    change: dict = field(default_factory=dict)
    causes: tuple[Message, ...] = ()
    adds_rows: bool = False


def read_curves(metrics, recipe, finished, share=SENTENCES_RIGHT):
    """The findings, the most pressing first; none before the third epoch but the best one.

    Args:
        metrics: a run's lines, one dict an epoch, oldest first.
        recipe: the Recipe that it was trained with; `change` is what would be changed in it.
        finished: whether the training is over (two epochs are then enough to be read).
        share: msgid that says what `validation_accuracy` is a share of: `HELD_OUT` of the kind.
    """
    if not metrics:
        return []
    readings = []
    if len(metrics) >= (WAITED if finished else ENOUGH):
        readings = [rule(metrics, recipe) for rule in (_wild, _stuck, _memorising, _improving)]
    return [reading for reading in [*readings, _best(metrics, finished, share)] if reading]


def read_failure(message, recipe, metrics):
    """The Reading of why a training failed, where another recipe would help; else None."""
    if message and message.code == NO_NUMBER:
        return Reading("failed", message, *slower(recipe, metrics))
    if message and message.code == NO_MEMORY and recipe.units > 1:
        return Reading("failed", message, *_fewer_units(recipe))
    return None


def best_row(metrics):
    """The epoch whose network is kept; of runs that did not note it, by the most right answers, then the lower loss."""
    if kept := [row for row in metrics if row.get("kept")]:
        return kept[-1]
    return max(metrics, key=lambda row: (row["validation_accuracy"], -row["validation_loss"], -row["epoch"]))


def _best(metrics, finished, share):
    row = best_row(metrics)
    score = Message(share, {"percent": percent(row["validation_accuracy"], 1)})
    if "validation_perplexity" in row:
        score = Message(mark("perplexity {score} on text set aside"), {"score": f"{row['validation_perplexity']:.3g}"})
    values = {"epoch": row["epoch"], "score": score}
    if finished:
        return Reading("best", Message(mark("Epoch {epoch} was the best: {score}."), values))
    return Reading("best", Message(mark("Epoch {epoch} was the best so far: {score}."), values))


def _wild(metrics, recipe):
    losses = [row["loss"] for row in metrics]
    span = max(losses) - min(losses)
    risen = sum(max(0.0, after - before) for before, after in pairwise(losses))
    if span < SWING * losses[0] or risen < AGAIN * span:
        return None
    return Reading("wild", Message(mark("The loss jumps about; try a lower learning rate")), *slower(recipe, metrics))


def _stuck(metrics, recipe):
    fallen = metrics[0]["loss"] - min(row["loss"] for row in metrics)
    if fallen >= LITTLE * metrics[0]["loss"] or _gain(metrics, "accuracy") or _gain(metrics, "validation_accuracy"):
        return None
    text = Message(mark("The loss hardly falls; try a higher learning rate or another cell"))
    if recipe.cell == "rnn":  # most often its gradient has vanished, and longer steps do not bring it back
        return Reading("stuck", text, Message(mark("Train with a GRU")), {"cell": "gru"})
    rate = min(1.0, _rounded(3 * _rate(recipe, metrics)))
    remedy = Message(mark("Train with learning rate {rate}"), {"rate": f"{rate:g}"})
    return Reading("stuck", text, remedy, {"learning_rate": rate})


def _memorising(metrics, recipe):
    lowest, turn, last = min(metrics, key=lambda row: row["validation_loss"]), turning_row(metrics), metrics[-1]
    risen = last["validation_loss"] - lowest["validation_loss"] > RISE * lowest["validation_loss"]
    learned_on = turn["loss"] - last["loss"] > LITTLE * turn["loss"]
    if last["epoch"] - turn["epoch"] < WAITED or not risen or not learned_on:
        return None
    text = mark(
        "After epoch {epoch} it memorised: it grew better at what it learns from, and worse or no better at the rest"
    )
    return Reading("memorising", Message(text, {"epoch": turn["epoch"]}), *_less_memory(recipe))


def turning_row(metrics):
    """The epoch after which there was little to gain: the first from the lowest held-out loss on that scores nearly as well as the best."""
    lowest = min(metrics, key=lambda row: row["validation_loss"])
    enough = best_row(metrics)["validation_accuracy"] - LITTLE
    after = [row for row in metrics if row["epoch"] >= lowest["epoch"]]
    return next((row for row in after if row["validation_accuracy"] >= enough), after[-1])


def _improving(metrics, recipe):
    *before, last = metrics
    lowest = min(row["validation_loss"] for row in before)
    earlier = before[-max(1, len(metrics) // 4)]["validation_loss"]  # a quarter of the training ago
    still_falls = earlier - last["validation_loss"] > LITTLE * earlier
    best = max(row["validation_accuracy"] for row in before)
    worse = last["validation_accuracy"] < best and "validation_perplexity" not in last
    if last["validation_loss"] >= lowest or worse or not still_falls:
        return None
    return Reading("improving", Message(mark("Still improving; more time may help")), *longer(recipe, metrics))


def slower(recipe, metrics=()):
    """`(remedy, change)`: a third of the learning rate."""
    rate = _rounded(_rate(recipe, metrics) / 3)
    return Message(mark("Train with learning rate {rate}"), {"rate": f"{rate:g}"}), {"learning_rate": rate}


def longer(recipe, metrics=()):
    """`(remedy, change)`: the next length; four times the minutes; where they were not used up, the epochs ended it, so twice the epochs."""
    if recipe.steps:  # a repetition of a planned training: no minutes are planned
        steps = min(MOST_STEPS, 2 * recipe.steps)
        return Message(mark("Train for {steps} steps"), {"steps": f"{steps:,}"}), {"steps": steps, "stop_after": None}
    if recipe.length:
        return _next_length(recipe.length)
    minutes = recipe.planned_minutes
    used = sum(row.get("seconds", 0) for row in metrics)
    if metrics and used < TIME_WAS_SHORT * minutes * 60:
        epochs = min(MOST_EPOCHS, 2 * max(metrics[-1]["epoch"], recipe.epochs or 0))
        return Message(mark("Train for {epochs} epochs"), {"epochs": epochs}), {"epochs": epochs}
    minutes = min(MOST_MINUTES, 4 * minutes)
    return Message(mark("Train for {minutes} minutes"), {"minutes": f"{minutes:g}"}), {"minutes": minutes}


def _next_length(length):
    """`(remedy, change)`: the next longer one, with as many epochs as it wants and nothing to cap it; none of the longest."""
    longer = {"short": "medium", "medium": "long"}.get(length)
    if not longer:
        return None, {}
    return Message(LONGER[longer]), {"length": longer, "epochs": None, "minutes": None}


def _less_memory(recipe):
    """More dropout; where there is as much as helps, half the units."""
    if recipe.dropout >= MOST_DROPOUT:
        return _fewer_units(recipe)
    change = {
        "dropout": round(min(MOST_DROPOUT, recipe.dropout + 0.2), 2),
        "embedding_dropout": round(max(recipe.embedding_dropout, min(MOST_DROPOUT, recipe.embedding_dropout + 0.2)), 2),
    }
    return Message(mark("Train with more dropout")), change


def _fewer_units(recipe):
    units = max(1, recipe.units // 2)
    return Message(mark("Train with {units} units"), {"units": units}), {"units": units}


def _gain(metrics, key):
    """Whether a score rose by more than a little since the first epoch."""
    if key not in metrics[0]:
        return False
    return max(row[key] for row in metrics) - metrics[0][key] >= LITTLE


def _rate(recipe, metrics):
    """The learning rate that was used: the highest of the schedule where the recipe left it open."""
    return recipe.learning_rate or max((row["learning_rate"] for row in metrics), default=0.001)


def _rounded(rate):
    return float(f"{rate:.2g}")
