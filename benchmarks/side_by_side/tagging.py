"""Who learns to tag: words a second, EWT's sentences (words, letters convolved, BiLSTM 128, 32 sentences a batch), with a CRF and without.

Same batches for both, of like length, letters of each different word once. PyTorch as a competent user writes it: one LSTM over the
padded batch from both ends by packing, the forward algorithm of the CRF as a loop over places, fused Adam.
"""

from functools import cache

import numpy as np

from benchmarks.measuring import SHARED
from benchmarks.side_by_side.classifying import in_turn

FILE, BATCH, UNITS, EMBEDDING, LETTERS, FILTERS, SENTENCES = (
    SHARED / "pos-en-ewt" / "en_ewt-ud-train.conllu.zip", 32, 128, 100, 32, 128, 4_000,
)  # fmt: skip


@cache
def made(crf):
    """`(problem, recipe, batches)`: a batch is `(inputs, tags (N, T))`, as the product makes them."""
    from nlp_models import tasks
    from nlp_models.datasets.dataset import Dataset

    task = tasks.load("tagging")
    if not FILE.exists():
        raise SystemExit(f"{FILE} is not here; this row reads it.")
    dataset = task.dataset(task.kind.read_table(FILE))
    few = Dataset({name: values[:SENTENCES] for name, values in dataset.columns.items()}, dataset.names)
    recipe = task.recipe.changed(
        units=UNITS, embedding_size=EMBEDDING, batch_size=BATCH, crf="yes" if crf else "no", token_dropout=0.0
    )
    recipe = task.kind.resolved(recipe, few)
    problem = task.kind.build(few, recipe)
    batches = problem.batches(problem.encoded(few), recipe, np.random.default_rng(0))
    return problem, recipe, [(batch.inputs, batch.targets) for batch in batches]


def counted(inputs):
    """How many words the inputs of a network hold."""
    return int((inputs["words"] > 0).sum())


def _ours(crf):
    from nlp_models.keras_layers.averaging import AveragedAdamW
    from nlp_models.keras_layers.device import make_deterministic
    from nlp_models.problems.tagging.network import Tagging

    make_deterministic(0)
    problem, recipe, batches = made(crf)
    network = Tagging(recipe, **problem.sizes)
    network.start()
    network.learn_with(AveragedAdamW(2e-3, weight_decay=0.01, global_clipnorm=1.0))
    return in_turn(batches, network.train_on_batch, counted)


def _network(problem, recipe):
    import torch
    from torch import nn

    tags = len(problem.labels)

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(len(problem.vocabulary), EMBEDDING, padding_idx=0)
            self.letters = nn.Embedding(len(problem.characters) + 4, LETTERS, padding_idx=0)
            self.convolution = nn.Conv1d(LETTERS, FILTERS, 3, padding=1)
            self.reader = nn.LSTM(EMBEDDING + FILTERS, UNITS, batch_first=True, bidirectional=True)
            self.dropout = nn.Dropout(recipe.dropout)
            self.answer = nn.Linear(2 * UNITS, tags)
            self.between = nn.Parameter(torch.zeros(tags, tags))
            self.start, self.end = nn.Parameter(torch.zeros(tags)), nn.Parameter(torch.zeros(tags))

        def spelled(self, characters):
            found = self.convolution(self.letters(characters).transpose(1, 2)).transpose(1, 2)
            return torch.tanh(found.masked_fill((characters == 0).unsqueeze(-1), -1e9).amax(dim=1))

        def forward(self, words, characters, places):
            looks = torch.cat([self.spelled(part) for part in characters])[places]
            read = nn.utils.rnn.pack_padded_sequence(
                torch.cat([self.words(words), looks], dim=-1),
                (words > 0).sum(dim=1),
                batch_first=True,
                enforce_sorted=False,
            )
            states, _ = nn.utils.rnn.pad_packed_sequence(
                self.reader(read)[0], batch_first=True, total_length=words.shape[1]
            )
            return self.answer(self.dropout(states))

    return Network()


def _minus_log_likelihood(network, scores, mask, gold):
    """Of the CRF, a word: what is left of the right tags' share of all ways through a sentence."""
    import torch

    real = mask.float()
    own = (scores.gather(-1, gold.unsqueeze(-1)).squeeze(-1) * real).sum(dim=1)
    own = own + (network.between[gold[:, :-1], gold[:, 1:]] * real[:, 1:]).sum(dim=1) + network.start[gold[:, 0]]
    own = own + network.end[gold.gather(1, mask.sum(dim=1, keepdim=True) - 1).squeeze(1)]
    total = network.start + scores[:, 0]
    for place in range(1, scores.shape[1]):
        after = torch.logsumexp(total.unsqueeze(-1) + network.between, dim=1) + scores[:, place]
        total = torch.where(mask[:, place].unsqueeze(-1), after, total)
    return (torch.logsumexp(total + network.end, dim=-1) - own).sum() / real.sum()


def _pytorch(crf):
    import torch
    from torch import nn

    torch.manual_seed(0)
    problem, recipe, batches = made(crf)
    network = _network(problem, recipe)
    adam = torch.optim.Adam(network.parameters(), lr=2e-3, fused=True)

    def learn(inputs, gold):
        adam.zero_grad()
        words, gold = torch.from_numpy(inputs["words"]).long(), torch.from_numpy(gold).long()
        characters = [torch.from_numpy(part).long() for part in inputs["characters"]]
        scores, mask = network(words, characters, torch.from_numpy(inputs["places"]).long()), words > 0
        if crf:
            loss = _minus_log_likelihood(network, scores, mask, gold)
        else:
            loss = nn.functional.cross_entropy(scores[mask], gold[mask])
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        adam.step()
        return loss.item()

    return in_turn(batches, learn, counted)


def ours_crf():
    return _ours(True)


def pytorch_crf():
    return _pytorch(True)


def ours_plain():
    return _ours(False)


def pytorch_plain():
    return _pytorch(False)
