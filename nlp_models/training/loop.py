"""train(run): the one training loop. It knows no task: problem and network come by the name of the task's problem.

Called by `python -m nlp_models train --run ID`, in a process of its own.
"""

import importlib
import math
import shutil
import time

import keras
import numpy as np

from nlp_models import lengths, tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset
from nlp_models.errors import RunError
from nlp_models.files import write_synced
from nlp_models.keras_layers.averaging import AveragedAdamW
from nlp_models.keras_layers.device import length_step, make_deterministic, prepare_device
from nlp_models.messages import Message, mark
from nlp_models.problems import class_name, problem_class
from nlp_models.problems.problem import Data, Problem
from nlp_models.recipe import Recipe
from nlp_models.runs import asked, speed
from nlp_models.runs import snapshots as kept_snapshots
from nlp_models.runs.machine import learned_on, named
from nlp_models.runs.records import CANNOT_GO_ON, TRIED
from nlp_models.scoring import curves
from nlp_models.training import checkpoints, schedule, snapshots
from nlp_models.training.clock import TIMED_STEPS, Cap, Clock, time_to_learn
from nlp_models.training.ended import TRIED_WORDS, UNLEARNED, Cancelled
from nlp_models.training.finalize import config_of, finish
from nlp_models.training.progress import Progress
from nlp_models.training.schedule import Schedule

WARM_UP = 200  # steps at most, a tenth of the training at least


def train(run, started=None):
    """Train a run from where it stands to its bundle and report; the caller holds the run's lock.

    Args:
        started: when the recipe's minutes began, by `time.monotonic()`; now, if nobody says.

    Raises:
        UnrolledError: what the owner can mend; the caller writes it into the status.
        Cancelled: the owner cancelled, or stopped before the first step.
    """
    Training(run, started or time.monotonic()).go()


def begin(run, started):
    """The Training of a run whose rows are whole; `by_epochs()` then trains it."""
    run.check_rows()
    return Training(run, started)


class Training:
    """One training in this process: problem, network, data and the place in the loop."""

    def __init__(self, run, started):
        self.run, self.started, self.clock = run, started, Clock(started)
        self.shared = {}  # what the trainings of a group need to compute but once
        run.update_status(state="running", message=Message(mark("Getting ready")), device=None)
        self.heed_cancel()  # also between what takes seconds of getting ready, on a busy computer a minute
        self.device = named(prepare_device())
        self.devices = learned_on(run.folder, self.device, goes_on=run.has_learned)
        task = tasks.load(run.about.task)
        kind, self.dataset = problem_class(task.problem), run.dataset  # read once: of a million rows that takes seconds
        self.names = self.dataset.names
        parts = parts_of(kind, self.dataset, run.recipe)
        self.recipe = recipe = kind.resolved(run.recipe, parts["train"])
        make_deterministic(recipe.seed)
        self.problem = self.build_problem(kind, parts["train"])
        self.heed_cancel()
        self.parts = {name: self.problem.encoded(part) for name, part in parts.items()}
        self.epoch_steps = self.problem.steps(self.parts["train"], recipe)
        self.longest = recipe.epochs * self.epoch_steps
        self.planned = kind.length_in_steps(parts["train"], recipe, self.epoch_steps) if recipe.length else self.longest
        self.work = kind.work(parts["train"], recipe)
        here = speed.here(run.store, task.problem, recipe)
        self.end = here.times * kind.ending(len(self.parts["test"]), recipe.about_minutes)
        self.cap = Cap.of(run, recipe, started, self.end)
        # of data and recipe alone, so that a resumed training keeps the same; while steps are timed nothing else is done
        length = math.ceil((recipe.steps or self.planned) / self.epoch_steps)
        self.parts_kept = 1 if recipe.planned_minutes else kept_snapshots.parts_of(length)
        self.network = self.build_network(task)
        self.best_epoch = self.total_steps = self.step = 0
        self.progress = Progress(run, self.device, here.end)

    def build_problem(self, kind: type[Problem], training: Dataset) -> Problem:
        """The problem with its vocabulary: built once, read again on resume."""
        saved = self.run.folder / "vocabulary.json"
        if saved.exists() and (self.run.folder / "checkpoint").exists():
            try:
                return kind.load(saved.read_text("utf-8"), kind.labels_of(training), self.recipe)
            except (ValueError, LookupError, TypeError, AttributeError):
                lost = RunError("The vocabulary of this run is damaged, so it cannot go on. Train it anew.")
                raise lost.coded(CANNOT_GO_ON) from None
        problem = kind.build(training, self.recipe)
        write_synced(saved, problem.vocabulary_json().encode())
        return problem

    def build_network(self, task):
        recipe = self.recipe
        module = importlib.import_module(f"nlp_models.problems.{task.problem}.network")
        network = getattr(module, class_name(task.problem))(recipe, **self.problem.sizes)
        network.start()
        named = network.named_weights()
        for name, value in self.problem.fixed_weights(self.parts["train"]).items():
            named[name].assign(value)
        for name in named.keys() & set(recipe.frozen):  # drawn as ever, then left alone
            named[name].trainable = False
        optimizer = getattr(network, "OPTIMIZER", AveragedAdamW)(
            recipe.learning_rate,
            weight_decay=recipe.weight_decay,
            global_clipnorm=recipe.clip_norm,
            use_ema=recipe.ema_momentum > 0,
            ema_momentum=recipe.ema_momentum or 0.99,
        )
        network.learn_with(optimizer)
        optimizer.build(network.trainable_variables)
        return network

    def go(self):
        """All epochs from the last checkpoint on, then the bundle."""
        for _ in self.by_epochs():
            pass

    def by_epochs(self):
        """The same, pausing after each epoch: others may be trained meanwhile (`waited` is then told for how long)."""
        epoch = self.restore() + 1
        self.total_steps = self.total_steps or self.recipe.steps or self.planned
        if self.recipe.length and not self.recipe.steps and not self.schedule:
            self.keep(Schedule(self.total_steps))
        stopped = self.is_over(epoch - 1)
        while not stopped:
            epochs = math.ceil(self.total_steps / self.epoch_steps)
            self.progress.begin(epoch, epochs, self.step, self.total_steps)
            learned, whole = self.one_epoch(epoch)
            self.finish_epoch(epoch, learned)
            stopped = not whole or self.is_over(epoch)
            epoch += 1
            yield
        self.clock.learned()
        if self.run.about.trial:
            raise Cancelled(Message(TRIED_WORDS, code=TRIED))
        if self.cap.cut:
            print(lengths.cut_off(self.cap.cut).text.format(**lengths.cut_off(self.cap.cut).values))
        if not finish(self, time.monotonic() - self.started):
            raise Cancelled
        self.clock.ended(self)

    @property
    def done(self):
        """The share of its steps that it has taken."""
        return self.step / max(1, self.total_steps)

    def waited(self, seconds):
        """Others were trained for so long: that is none of its own time."""
        self.started += seconds
        self.cap.started += seconds
        self.clock.waited(seconds)
        self.progress.waited(seconds)

    def is_over(self, epoch):
        out_of_patience = self.best_epoch and epoch - self.best_epoch >= self.recipe.patience
        return bool(epoch and (self.step >= self.total_steps or out_of_patience or self.is_stopped()))

    def one_epoch(self, epoch):
        """Train one epoch; gives the means of what the network measured, and whether the epoch was not stopped."""
        # one generator an epoch: a resumed epoch draws the very same batches
        generator = np.random.default_rng([self.recipe.seed, epoch])
        sums, rows = {}, 0
        for batch in self.problem.batches(self.parts["train"], self.recipe, generator, length_step()):
            self.check_goes_on()
            if rows and (self.is_stopped() or self.step >= self.total_steps):
                break
            measured, rows = self.one_step(batch), rows + batch.rows
            sums = {name: sums.get(name, 0.0) + float(value) * batch.rows for name, value in measured.items()}
            self.step += 1
            self.clock.step()
            if self.recipe.planned_minutes and not self.schedule:
                self.plan_steps()
            self.progress.step(self.step, self.total_steps, batch.tokens, sums["loss"] / rows)
            self.keep_part(epoch)
        return {name: value / max(rows, 1) for name, value in sums.items()}, not self.is_stopped()

    def keep_part(self, epoch):
        """A snapshot where a part of this epoch is over."""
        part = snapshots.within(self.step - (epoch - 1) * self.epoch_steps, self.epoch_steps, self.parts_kept)
        if part:
            reached = kept_snapshots.part_of((epoch - 1) * self.parts_kept + part, self.parts_kept)
            with averaged(self.network):
                self.keep_network(reached, self.network.named_weights())

    def keep_network(self, epoch, weights):
        """Keep these weights as the network of an epoch, or of a part of one."""
        snapshots.keep(self.run.folder, epoch, weights, self.parts_kept)

    def check_goes_on(self):
        """Cancelled where its owner cancelled it, or stopped it before the first step."""
        self.heed_cancel()
        if not self.step and self.run.stop_requested:
            raise Cancelled(Message(UNLEARNED))

    def heed_cancel(self):
        """Cancelled where its owner cancelled it."""
        if self.run.cancel_requested:
            raise Cancelled

    def is_stopped(self):
        """Whether its owner, the recipe or the time that it may take ends it here: the best so far is kept."""
        asked = self.run.stop_requested or self.step >= (self.recipe.stop_after or math.inf)
        return asked or self.is_out_of_time()

    def is_out_of_time(self):
        """Whether its cap bites; after which step is on disk before anything comes of it."""
        bites = self.cap.bites(self.step, self.total_steps)
        if bites and not (self.schedule and self.schedule.cut):
            self.keep(Schedule(self.total_steps, cut=self.cap.cut))
        return bites

    def keep(self, plan):
        """Fix the length of this training, whatever becomes of this process."""
        self.schedule = schedule.keep(self.run, plan)

    def one_step(self, batch):
        """Learn from one batch; gives what the network measured of it by name, the loss among it."""
        self.network.optimizer.learning_rate.assign(self.learning_rate())
        self.network.reset_metrics()  # this batch's own numbers
        measured = self.network.train_on_batch(
            batch.inputs, batch.targets, sample_weight=batch.weights, return_dict=True
        )
        if not math.isfinite(measured["loss"]):
            raise RunError("The loss is no longer a number; a lower learning rate helps.").coded(curves.NO_NUMBER)
        return measured

    def learning_rate(self):
        """A straight warm-up, then half a cosine to zero at the last step (Loshchilov & Hutter 2017)."""
        planned = self.total_steps if self.recipe.length else self.longest
        warm_up = min(WARM_UP, max(1, planned // 10))
        if self.step < warm_up:
            return self.recipe.learning_rate * (self.step + 1) / warm_up
        length = self.total_steps
        if (
            self.step < TIMED_STEPS[1] < length and not self.recipe.length
        ):  # the same before the minutes are turned into steps as in a repetition
            length = max(length, self.longest)
        share = (self.step - warm_up) / max(1, length - warm_up)
        return self.recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * min(share, 1)))

    def plan_steps(self):
        """Turn the minutes into a number of steps, once: schedules count steps, never seconds."""
        last = TIMED_STEPS[1]
        if self.step == min(last, self.total_steps):
            seconds = self.clock.pace() if self.clock.warm else 0
            left = time_to_learn(self.recipe.planned_minutes, self.end) - (time.monotonic() - self.started)
            affordable = self.step + max(1, int(left / seconds)) if seconds else self.total_steps
            self.total_steps = min(self.total_steps, affordable)
            self.cap.planned(self.run)
            self.keep(Schedule(self.total_steps, seconds_per_step=seconds))

    def finish_epoch(self, epoch, learned):
        """Score the validation part, keep the best, write metrics, what the owner asked, and checkpoint."""
        with averaged(self.network):
            answers = self.network.answers(self.parts["validation"])
            best_weights = {name: np.asarray(w) for name, w in self.network.named_weights().items()}
        held_out = self.problem.held_out(self.parts["validation"], answers)
        row = {"epoch": epoch, "step": self.step, **learned, **held_out, "learning_rate": self.learning_rate()}
        predictor = Predictor(config_of(self), self.problem, best_weights)
        row |= self.problem.written(predictor)
        row["kept"] = self.is_better(row)
        if row["kept"]:
            self.best_epoch = epoch
        measure = self.problem.measure({name.removeprefix("validation_"): score for name, score in held_out.items()})
        self.run.append_metrics(row | self.progress.end(row[f"validation_{measure}"], self.best_epoch))
        asked.answer(self.run, epoch, predictor)
        self.keep_network(epoch, best_weights)
        self.checkpoint(epoch, best_weights if row["kept"] else None)

    def is_better(self, row):
        """Whether this epoch's network is the one to keep."""
        best = next((r for r in self.run.metrics() if r["epoch"] == self.best_epoch), None)
        return best is None or self.problem.selection_key(row) > self.problem.selection_key(best)

    def checkpoint(self, epoch, best):
        arrays = {f"{i:04d}": keras.ops.convert_to_numpy(v) for i, v in enumerate(self.everything())}
        facts = {"best_epoch": self.best_epoch, "step": self.step, "total_steps": self.total_steps}
        facts["milliseconds"] = math.ceil(1000 * self.cap.elapsed())
        checkpoints.save_checkpoint(self.run.folder / "checkpoint", epoch, arrays, facts, best)

    def restore(self):
        """Go back to the last checkpoint, if any; gives its epoch, 0 for a fresh start."""
        self.restore_schedule()
        checkpoint = checkpoints.latest_checkpoint(self.run.folder / "checkpoint", self.run.note)
        epoch, arrays, facts = checkpoint or (0, {}, {})
        self.run.cut_metrics(epoch)
        asked.cut(self.run, epoch)
        snapshots.cut(self.run.folder, epoch)
        if not checkpoint:
            self.keep_network(0, self.network.named_weights())
            return 0
        self.check_fit(arrays)
        for number, variable in enumerate(self.everything()):
            variable.assign(arrays[f"{number:04d}"])
        self.best_epoch, self.step = facts["best_epoch"], facts["step"]
        self.total_steps = self.total_steps or facts["total_steps"]
        self.cap.started -= facts.get("milliseconds", 0) / 1000
        return epoch

    def restore_schedule(self):
        """Read what fixed its length before it was cut off; of minutes that had not become steps yet it begins anew."""
        self.schedule = schedule.kept(self.run)
        if self.schedule:
            self.total_steps, self.cap.cut = self.schedule.steps, self.schedule.cut
        if self.recipe.planned_minutes and self.schedule:
            self.cap.planned(self.run)
        elif self.recipe.planned_minutes:  # its steps have to be timed in one go: those few are taken again
            shutil.rmtree(self.run.folder / "checkpoint", ignore_errors=True)

    def check_fit(self, arrays):
        """RunError unless a checkpoint (it may have been uploaded) holds exactly the arrays of this network."""
        wanted = {f"{n:04d}": tuple(variable.shape) for n, variable in enumerate(self.everything())}
        best = {name: tuple(variable.shape) for name, variable in self.network.named_weights().items()}
        try:
            best_weights = checkpoints.load_best(self.run.folder / "checkpoint")
        except FileNotFoundError:
            best_weights = {}
        if _shapes(arrays) != wanted or _shapes(best_weights) != best:
            unfit = RunError("The checkpoint of this run does not fit its network, so it cannot go on. Train it anew.")
            raise unfit.coded(CANNOT_GO_ON)

    def everything(self):
        """Every variable that matters: weights, dropout seeds, optimizer."""
        return [*self.network.variables, *self.network.optimizer.variables]


def parts_of(kind: type[Data], dataset: Dataset, recipe: Recipe) -> dict[str, Dataset]:
    """The rows of training, validation and test; DataError where there is nothing to learn."""
    kind.check(dataset)
    dataset = kind.split_dataset(dataset, recipe)
    return {name: dataset.part(name) for name in ("train", "validation", "test")}


class averaged:
    """`with averaged(network)`: the running average of the weights in place of the weights, if one is kept."""

    def __init__(self, network):
        self.variables = network.trainable_variables if network.optimizer.use_ema else []
        self.optimizer = network.optimizer

    def __enter__(self):
        self.kept = [keras.ops.convert_to_numpy(variable) for variable in self.variables]
        if self.variables:
            self.optimizer.finalize_variable_values(self.variables)
        for (
            variable
        ) in self.variables:  # a copy: what JAX computes with it may use its memory up, the average's own too
            variable.assign(keras.ops.convert_to_numpy(variable))

    def __exit__(self, *_):
        for variable, value in zip(self.variables, self.kept, strict=True):
            variable.assign(value)


def _shapes(arrays):
    return {name: array.shape for name, array in arrays.items()}
