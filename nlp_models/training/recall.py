"""train(run): a run of the recall lab: RNN, LSTM and GRU by turns, a line of metrics after each round.

A run that was cut off begins again: it is over in a minute or two.
"""

import keras
import numpy as np
from keras import layers

from nlp_models.errors import RunError
from nlp_models.keras_layers.backbone import CELLS
from nlp_models.keras_layers.device import make_deterministic, prepare_device
from nlp_models.keras_layers.traced import TracedOnce
from nlp_models.labs.recall import lab
from nlp_models.labs.recall.forward import Network
from nlp_models.messages import Message, mark
from nlp_models.runs.machine import named
from nlp_models.training.ended import UNLEARNED, Cancelled
from nlp_models.training.progress import Progress

TRAINED, ASKED = 1, 2  # what a seed draws: sentences to learn from, sentences to be asked


def train(run, started=None):
    """From nothing to the last round, or to where its owner stops it; Cancelled where nothing is to be kept."""
    RecallTraining(run).go()


class RecallNetwork(TracedOnce):
    """Embedding, one cell, and what its last state answers: ids `(N, T)` -> logits `(N, keys)`."""

    def __init__(self, cell, words, keys, recipe):
        super().__init__(name=f"recall_{cell}")
        keras.utils.set_random_seed(recipe.seed)
        self.embedding = layers.Embedding(words + 1, recipe.embedding_size)
        self.cell = CELLS[cell](recipe.units)
        self.answer = layers.Dense(keys)
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        optimizer = keras.optimizers.Adam(recipe.learning_rate, global_clipnorm=recipe.clip_norm)
        self.compile(optimizer, loss, jit_compile=False)
        self(np.ones((1, 2), np.int32))

    def call(self, ids):
        return self.answer(self.cell(self.embedding(ids)))

    def named_weights(self):
        """As `labs/recall/forward.py` reads them."""
        own = self.cell.cell
        variables = {
            "embedding": self.embedding.embeddings,
            "kernel": own.kernel,
            "recurrent_kernel": own.recurrent_kernel,
            "bias": own.bias,
            "answer/kernel": self.answer.kernel,
            "answer/bias": self.answer.bias,
        }
        return {name: np.array(variable) for name, variable in variables.items()}


class RecallTraining:
    """The three networks of one run, and how far each is."""

    def __init__(self, run):
        run.update_status(state="running", message=Message(mark("Getting ready")), device=None)
        run.cut_metrics(0)
        self.run, self.recipe = run, run.recipe
        self.own = lab.sentences(run.folder)
        self.progress = Progress(run, named(prepare_device()))
        make_deterministic(self.recipe.seed)
        sizes = len(self.own.words), len(self.own.keys)
        self.networks = {cell: RecallNetwork(cell, *sizes, self.recipe) for cell in lab.CELLS}
        self.before = {f"{cell}-before": one.named_weights() for cell, one in self.networks.items()}
        self.luck = {
            cell: np.random.default_rng([self.recipe.seed, TRAINED]) for cell in lab.CELLS
        }  # the same sentences
        asked = np.random.default_rng([self.recipe.seed, ASKED])
        self.asked = {distance: self.own.drawn(distance, lab.ASKED, asked) for distance in self.own.distances}
        self.steps = dict.fromkeys(lab.CELLS, 0)

    def go(self):
        """All rounds; what is known is on disk after each."""
        for number in range(1, lab.ROUNDS + 1):
            self.progress.begin(number, lab.ROUNDS, self.done, self.planned)
            for cell in lab.CELLS:
                self.learn(cell, self.recipe.steps * number // lab.ROUNDS)
            self.finish_round(number)
            if self.run.stop_requested:
                break
        if not self.run.end_well():
            raise Cancelled

    @property
    def done(self):
        return sum(self.steps.values())

    @property
    def planned(self):
        return len(lab.CELLS) * self.recipe.steps

    def learn(self, cell, until):
        """One cell, up to so many steps of its own, unless somebody ends it."""
        network, luck = self.networks[cell], self.luck[cell]
        while self.steps[cell] < until and self.goes_on():
            drawn = self.own.drawn(int(luck.choice(self.own.distances)), self.recipe.batch_size, luck)
            loss = float(network.train_on_batch(drawn.ids, drawn.answers))
            if not np.isfinite(loss):
                raise RunError("The loss is no longer a number; a lower learning rate helps.")
            self.steps[cell] += 1
            self.progress.step(self.done, self.planned, drawn.ids.size, loss)

    def goes_on(self):
        """Whether nobody has stopped it; Cancelled where its owner cancelled it, or stopped it before the first step."""
        if self.run.cancel_requested:
            raise Cancelled
        if self.run.stop_requested and not self.done:
            raise Cancelled(Message(UNLEARNED))
        return not self.run.stop_requested

    def finish_round(self, number):
        """Ask each network its fresh sentences; keep the answers, then the weights."""
        weights = {cell: one.named_weights() for cell, one in self.networks.items()}
        right = {cell: self.right(Network(cell, own)) for cell, own in weights.items()}
        lab.keep_networks(self.run.folder, self.before | weights)
        self.run.append_metrics({"epoch": number, "steps": dict(self.steps), "right": right, "asked": lab.ASKED})

    def right(self, network):
        """Of each distance how many blanks it fills right."""
        return {
            str(distance): int((network.answers(one.ids).argmax(axis=1) == one.answers).sum())
            for distance, one in self.asked.items()
        }
