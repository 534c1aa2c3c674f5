"""What is said of a classifier's answers, and one text answered in full."""

import numpy as np

from nlp_models.problems.classification.arrays import ANSWERED_AT_ONCE, Answer, Split
from nlp_models.problems.wording import Wording
from nlp_models.report import Brief
from nlp_models.text.vocabulary import UNKNOWN

MAX_LETTERS = 20_000  # more is never read: max_tokens ends it long before
MAX_CURVE_WORDS = 200  # a curve of more points cannot be read
MOST_LISTED = 20  # labels in a sentence
MOST_COLUMNS = 10  # with more labels, a column for each is more than anybody reads


class ClassificationWording(Wording):
    """The `Wording` of a Classification."""

    @staticmethod
    def described(labels):
        return f"reads a text and answers with one of {len(labels)} labels: {_listed(labels)}"

    def answer(self, texts, predictor, at_once=ANSWERED_AT_ONCE, trace=None):
        """Probabilities `(N, labels)` of N texts."""
        texts = [text[:MAX_LETTERS] for text in texts]
        ids = self.encode(texts)
        return predictor.network.answers(Split(ids, self.ngrams(texts, ids)), at_once, trace)

    def read(self, text, predictor):
        """An Answer: one text, and the answer followed word by word."""
        words, own = text[:MAX_LETTERS].split(), text[:MAX_LETTERS]
        tokens = self.vocabulary.tokenize(" ".join(words)) or [("", UNKNOWN, 0)]
        kept = tokens[: self.max_tokens]
        ids = np.asarray([number for _, number, _ in kept], np.int32)
        places = np.asarray([word for _, _, word in kept])
        # one prefix for every word: all its tokens and all before
        ends = [int(np.searchsorted(places, word, side="right")) for word in sorted(set(places.tolist()))]
        ends = ends[:MAX_CURVE_WORDS]
        ngrams = self.ngrams_within(own, [range(places[end - 1] + 1) for end in ends])
        ngrams = ngrams and [*ngrams, *self.ngrams([own], [ids])]
        curve = predictor.network.answers(Split([ids[:end] for end in [*ends, len(ids)]], ngrams), at_once=64)
        unknown = [words[word] for word in dict.fromkeys(places[ids == UNKNOWN].tolist()) if word < len(words)]
        named = [dict(zip(self.labels, map(float, row), strict=True)) for row in curve]
        is_truncated = len(tokens) > len(kept) or len(text) > MAX_LETTERS
        shown = [words[word] if word < len(words) else "" for word in sorted(set(places.tolist()))]
        return Answer(
            label=max(named[-1], key=named[-1].get),
            probabilities=named[-1],
            words=shown[:MAX_CURVE_WORDS],
            curve=named[:-1],
            unknown=unknown,
            truncated_at=len(shown) if is_truncated else None,
        )

    def in_brief(self, text, predictor):
        """The likeliest labels."""
        shown = [predictor.config.names.get(label, label) for label in self.labels]
        (probabilities,) = self.answer([text], predictor).tolist()
        return Brief.of(choices=zip(shown, probabilities, strict=True))

    @staticmethod
    def predicted(answer):
        """The label and every probability; on a line the label with its own."""
        data = {"label": answer.label, "probabilities": answer.probabilities}
        return data, [f"{answer.label}  {answer.probabilities[answer.label]:.3f}"]

    @staticmethod
    def by_word(answer):
        """The label, then its probability after every word."""
        steps = zip(answer.words, answer.curve, strict=True)
        return [answer.label, *(f"{word:<20} {step[answer.label]:.3f}" for word, step in steps)]

    def file_columns(self, names):
        """The answer, its probability and, of up to ten labels, that of each."""
        each = self.labels if len(self.labels) <= MOST_COLUMNS else []
        return ["answer", "probability", *(f"probability of {names.get(label, label)}" for label in each)]

    def file_answers(self, texts, predictor, names):
        """The cells of these columns for every text."""
        rows = []
        for own in predictor(texts).tolist():
            best = max(range(len(self.labels)), key=own.__getitem__)
            each = own if len(self.labels) <= MOST_COLUMNS else []
            shown = names.get(self.labels[best], self.labels[best])
            rows.append([shown, *(f"{p:.4f}" for p in (own[best], *each))])
        return rows


def _listed(labels):
    return ", ".join(labels[:MOST_LISTED]) + (", ..." if len(labels) > MOST_LISTED else "")
