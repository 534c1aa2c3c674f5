"""Who learns to translate: tokens a second of either side, Tatoeba's English-French pairs, 4,000 pieces a side, encoder from both ends
and decoder of GRU 256 with attention (Luong et al. 2015, "general"), 128 pairs a batch, label smoothing, gradients clipped.

Same batches for both, of like length. PyTorch as a competent user writes it: packed encoder, one call of the decoder's GRU for the whole
target, fused Adam, `cross_entropy` with label smoothing.
"""

from functools import cache

import numpy as np

from benchmarks.measuring import SHARED
from benchmarks.side_by_side.classifying import in_turn

FILE, UNITS, BATCH, PAIRS, SMOOTHING = (
    SHARED / "translation-en-fr-tatoeba" / "fra_first33000.txt",
    256,
    128,
    12_000,
    0.1,
)


@cache
def made():
    """`(problem, recipe, batches)`: a batch is `(inputs, targets (N, T))`, as the product makes them."""
    from nlp_models import tasks
    from nlp_models.datasets.dataset import Dataset

    task = tasks.load("translation")
    if not FILE.exists():
        raise SystemExit(f"{FILE} is not here; this row reads it.")
    dataset = task.dataset(task.kind.read_table(FILE))
    last = {name: values[-PAIRS:] for name, values in dataset.columns.items()}  # the file goes from short to long
    few = Dataset(last, dataset.names)
    recipe = task.recipe.changed(
        cell="gru",
        units=UNITS,
        embedding_size=UNITS,
        vocabulary_size=4_000,
        batch_size=BATCH,
        token_dropout=0.0,
        subword_sampling=0.0,
        label_smoothing=SMOOTHING,
    )
    recipe = task.kind.resolved(recipe, few)
    problem = task.kind.build(few, recipe)
    batches = problem.batches(problem.encoded(few), recipe, np.random.default_rng(0))
    return problem, recipe, [(batch.inputs, batch.targets) for batch in batches]


def counted(inputs):
    """How many tokens of both sides."""
    return int((inputs["source"] > 0).sum() + (inputs["ids"] > 0).sum())


def ours():
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.sequence_to_sequence.network import SequenceToSequence

    make_deterministic(0)
    problem, recipe, batches = made()
    network = SequenceToSequence(recipe, **problem.sizes)
    network.start()
    network.learn_with(network.OPTIMIZER(3e-3, weight_decay=0.01, global_clipnorm=1.0))
    return in_turn(batches, network.train_on_batch, counted)


def _network(sizes, dropout):
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.source = nn.Embedding(sizes["vocabulary_size"], UNITS, padding_idx=0)
            self.target = nn.Embedding(sizes["targets"], UNITS, padding_idx=0)
            self.reader = nn.GRU(UNITS, UNITS, batch_first=True, bidirectional=True)
            self.bridge = nn.Linear(2 * UNITS, UNITS)
            self.writer = nn.GRU(UNITS, UNITS, batch_first=True)
            self.attention = nn.Linear(2 * UNITS, UNITS, bias=False)
            self.combine = nn.Linear(3 * UNITS, UNITS)
            self.dropout = nn.Dropout(dropout)
            self.bias = nn.Parameter(torch.zeros(sizes["targets"]))

        def forward(self, source, ids):
            read = nn.utils.rnn.pack_padded_sequence(
                self.source(source), (source > 0).sum(dim=1), batch_first=True, enforce_sorted=False
            )
            packed, last = self.reader(read)
            memory, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=source.shape[1])
            memory = self.dropout(memory)
            begun = torch.tanh(self.bridge(torch.cat([last[0], last[1]], dim=-1))).unsqueeze(0)
            states, _ = self.writer(self.target(ids), begun)
            scores = states @ self.attention(memory).transpose(1, 2)
            weights = scores.masked_fill((source == 0).unsqueeze(1), -1e9).softmax(dim=-1)
            features = self.dropout(torch.tanh(self.combine(torch.cat([weights @ memory, states], dim=-1))))
            return features @ self.target.weight.T + self.bias  # the embeddings read backwards, as ours

    return Network()


def pytorch():
    import torch
    from torch import nn

    torch.manual_seed(0)
    problem, recipe, batches = made()
    network = _network(problem.sizes, recipe.dropout)
    adam = torch.optim.Adam(network.parameters(), lr=3e-3, fused=True)

    def learn(inputs, targets):
        adam.zero_grad()
        source, ids = (torch.from_numpy(inputs[name]).long() for name in ("source", "ids"))
        logits = network(source, ids)
        loss = nn.functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]),
            torch.from_numpy(targets).long().reshape(-1),
            ignore_index=0,
            label_smoothing=SMOOTHING,
        )
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()
        return loss.item()

    return in_turn(batches, learn, counted)
