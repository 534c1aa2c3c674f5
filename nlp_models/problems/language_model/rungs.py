"""The lower rungs of the ladder, asked for the next token: word frequencies and n-grams, with the counts behind them.

rungs = Rungs(training_stream, vocabulary_size)
rungs.ngram(context)       # probability of every token after these, by Kneser-Ney 5-grams (V,)
rungs.seen(context)        # which of the last tokens were seen together, how often, and what came then
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp_models.problems.language_model.kneser_ney import KneserNey
from nlp_models.text.vocabulary import END

ORDER = 5  # it sees four tokens
MOST_TOKENS = 2_000_000  # of the training text, as where baselines are scored


@dataclass(frozen=True)
class Seen:
    """How often the last `length` tokens were seen in the training text, and after how many of these times what came."""

    length: int  # 0: no token at all
    times: int
    followers: list[tuple[int, int]]  # (token, times), the commonest first


class Rungs:
    """Counts of one training stream."""

    def __init__(self, stream, size):
        self.stream, self.size = np.asarray(stream)[:MOST_TOKENS], size

    @cached_property
    def unigram(self):
        """The share of every token, one added to each count; padding has none."""
        counts = np.bincount(self.stream, minlength=self.size) + 1.0
        counts[0] = 0
        return counts / counts.sum()

    @cached_property
    def _counted(self):
        return KneserNey(self.stream, self.size, ORDER)

    def ngram(self, context):
        """The probability of every token after these, as KneserNey.logs has it for the one that came."""
        counted, lower = self._counted, np.full(self.size, 1 / (self.size - 1))
        last = np.concatenate([np.full(ORDER - 1, END), context])[-(ORDER - 1) :]
        histories, tokens = counted._histories(np.append(last, END).astype(np.int64)), np.arange(self.size)
        for n in range(1, ORDER + 1):
            level = counted.raw[n - 1] if n == ORDER else counted.lower[n - 1]
            lower = counted._interpolated(level, np.full(self.size, histories[n - 1][0]), tokens, lower)
        lower[0] = 0
        return lower

    def seen(self, context, most=3):
        """A Seen for each length from the longest there is down to the first that was seen in the training text."""
        context, found = np.asarray(context, int), []
        for length in range(min(ORDER - 1, len(context)), -1, -1):
            followers = self._after(context[len(context) - length :])
            tokens, counts = np.unique(followers, return_counts=True)
            order = np.argsort(-counts, kind="stable")[:most]
            found.append(Seen(length, len(followers), [(int(tokens[at]), int(counts[at])) for at in order]))
            if len(followers):
                return found
        return found

    def _after(self, tokens):
        """What came each time after these tokens in a row."""
        count = len(self.stream) - len(tokens)
        fits = np.ones(max(count, 0), bool)
        for place, token in enumerate(tokens):
            fits &= self.stream[place : place + count] == token
        return self.stream[len(tokens) :][fits]
