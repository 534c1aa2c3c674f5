"""CRF: a linear-chain conditional random field as a Keras layer (Lafferty et al. 2001; Huang et al. 2015).

The score of tags y over a sentence is  start[y1] + sum emission[t, y_t] + sum transitions[y_t-1, y_t] + end[yT];
softmax over all sequences of tags, by the forward algorithm. Sequences that are forbidden have no share in it.
"""

from keras import layers, ops

from nlp_models.problems.tagging.tags import forbidden


class CRF(layers.Layer):
    """Transitions between `labels`; what `forbidden(labels)` says can never be answered.

    All methods take emissions `(N, T, C)` and a mask `(N, T)`, padding on the right.
    """

    def __init__(self, labels, **kwargs):
        super().__init__(**kwargs)
        between, first = forbidden(labels)
        self.barred, self.barred_first = ops.convert_to_tensor(between), ops.convert_to_tensor(first)
        self.tags = len(labels)

    def build(self, shape):
        self.transitions = self.add_weight((self.tags, self.tags), initializer="zeros", name="transitions")
        self.start = self.add_weight((self.tags,), initializer="zeros", name="start")
        self.end = self.add_weight((self.tags,), initializer="zeros", name="end")
        self.built = True

    def call(self, emissions):
        return emissions

    def log_likelihood(self, emissions, mask, tags):
        """Log of the probability of these tags `(N, T)`, for every sentence `(N,)`."""
        return self.score(emissions, mask, tags) - self.log_total(emissions, mask)

    def score(self, emissions, mask, tags):
        """The score of one sequence of tags, `(N,)`."""
        real = ops.cast(mask, emissions.dtype)
        chosen = ops.one_hot(tags, self.tags, dtype=emissions.dtype) * ops.expand_dims(real, -1)  # (N, T, C)
        own = ops.sum(chosen * emissions, axis=(1, 2))
        pairs = ops.einsum("ntc,ntd->ncd", chosen[:, :-1], chosen[:, 1:])  # padding is all zeros
        between = ops.sum(pairs * (self.transitions + self.barred), axis=(1, 2))
        ends = real - ops.pad(real[:, 1:], ((0, 0), (0, 1)))  # 1 at the last word
        last = ops.einsum("nt,ntc->nc", ends, chosen)
        return own + between + ops.matmul(chosen[:, 0], self.start + self.barred_first) + ops.matmul(last, self.end)

    def log_total(self, emissions, mask):
        """Log of the sum over all sequences: the forward algorithm, `(N,)`."""
        forward = self._forward_scores(emissions, mask)
        return ops.logsumexp(forward[-1] + self.end, axis=-1)

    def marginals(self, emissions, mask):
        """The probability of each tag at each place `(N, T, C)`: forward-backward, scaled at every place (Rabiner 1989).

        Unscaled, the sums of a long sentence are so large that float32 rounds their difference to 0.0001.
        """
        forward, transitions = self._forward_scores(emissions, mask, scaled=True), self.transitions + self.barred

        def step(after, taken):
            emission, real = _apart(taken)
            before = ops.logsumexp(transitions + ops.expand_dims(emission + after, 1), axis=2)
            before = _scaled(ops.where(real, before, ops.zeros_like(before) + self.end))
            return before, before

        last = ops.zeros_like(emissions[:, 0]) + self.end
        _, backward = ops.scan(step, last, _steps(emissions, mask), reverse=True)
        backward = ops.concatenate([backward, ops.expand_dims(last, 0)], axis=0)
        return _by_time(ops.softmax(forward + backward, axis=-1)) * ops.cast(ops.expand_dims(mask, -1), emissions.dtype)

    def viterbi(self, emissions, mask):
        """The likeliest tags of every sentence, int32 `(N, T)`, 0 at padding."""
        # scans carry one type of number: places among the tags are floats on the way
        transitions, still = self.transitions + self.barred, ops.arange(self.tags, dtype=emissions.dtype)

        def step(best, taken):
            emission, real = _apart(taken)
            ways = ops.expand_dims(best, 2) + transitions
            best = ops.where(real, ops.max(ways, axis=1) + emission, best)
            # at padding every tag comes from itself
            return best, ops.where(real, ops.cast(ops.argmax(ways, axis=1), best.dtype), still)

        first = emissions[:, 0] + self.start + self.barred_first
        best, came_from = ops.scan(step, first, _steps(emissions, mask))
        last = ops.cast(ops.argmax(best + self.end, axis=-1), emissions.dtype)

        def back(here, pointers):
            before = ops.sum(ops.one_hot(ops.cast(here, "int32"), self.tags, dtype=pointers.dtype) * pointers, axis=-1)
            return before, before

        _, tags = ops.scan(back, last, came_from, reverse=True)
        tags = ops.transpose(ops.concatenate([tags, ops.expand_dims(last, 0)], axis=0))
        return ops.cast(tags, "int32") * ops.cast(mask, "int32")

    def _forward_scores(self, emissions, mask, scaled=False):
        """Log of the sums over all beginnings, `(T, N, C)`; a sentence that has ended keeps its last."""
        transitions = self.transitions + self.barred

        def step(before, taken):
            emission, real = _apart(taken)
            after = ops.logsumexp(ops.expand_dims(before, 2) + transitions, axis=1) + emission
            after = ops.where(real, after, before)
            after = _scaled(after) if scaled else after
            return after, after

        first = emissions[:, 0] + self.start + self.barred_first
        first = _scaled(first) if scaled else first
        _, forward = ops.scan(step, first, _steps(emissions, mask))
        return ops.concatenate([ops.expand_dims(first, 0), forward], axis=0)


def _scaled(scores):
    """Log scores whose exponentials sum to one."""
    return scores - ops.logsumexp(scores, axis=-1, keepdims=True)


def _by_time(values):
    """`(N, T, ...)` <-> `(T, N, ...)`."""
    return ops.transpose(values, (1, 0, *range(2, len(values.shape))))


def _steps(emissions, mask):
    """What a scan reads after the first word, as one array (T - 1, N, C + 1): Keras scans several only of known length."""
    real = ops.expand_dims(ops.cast(mask, emissions.dtype), -1)
    return _by_time(ops.concatenate([emissions, real], axis=-1))[1:]


def _apart(step):
    """`(emissions (N, C), whether each is a real word (N, 1))` of one step."""
    return step[:, :-1], step[:, -1:] > 0
