"""What is said of tags, and one sentence tagged in full."""

import numpy as np

from nlp_models.problems.tagging.arrays import Answer
from nlp_models.problems.tagging.entities import spans_of
from nlp_models.problems.wording import Wording
from nlp_models.report import Brief
from nlp_models.text.vocabulary import SPACE, UNKNOWN
from nlp_models.text.words import join_words

MAX_LETTERS = 5_000  # of a text that is typed
DIGITS = 4


class TaggingWording(Wording):
    """The `Wording` of a Tagging."""

    USE = "Tagging the words of sentences like those it learned from"

    @staticmethod
    def described(labels):
        return f"reads a sentence and gives each word one of {len(labels)} tags: {', '.join(labels[:20])}"

    def answer(self, texts, predictor, trace=None):
        """Probabilities `(N, T, tags)` of N texts, 0 where a text has ended."""
        part = self.encode([self.split(text) or ["?"] for text in texts])
        answers = predictor.network.answers(part, trace)
        probabilities = np.zeros((len(texts), max(map(len, part.ids)), len(self.labels)), np.float32)
        for row, given in zip(probabilities, answers, strict=True):
            row[: len(given.tag_probabilities)] = given.tag_probabilities
        return probabilities

    def read(self, text, predictor, trace=None):
        """An Answer: the words of a text, each with its tag and the probability of every tag."""
        words = self.split(text)
        part = self.encode([words or ["?"]])
        (given,) = predictor.network.answers(part, trace)
        read = words[: self.max_tokens]
        return Answer(
            words=read,
            tags=[self.labels[n] for n in given.numbers[: len(read)].tolist()],
            tag_probabilities=[
                dict(zip(self.labels, row, strict=True)) for row in given.tag_probabilities[: len(read)].tolist()
            ],
            unknown=[]
            if self.letters
            else list(
                dict.fromkeys(word for word, number in zip(read, part.ids[0], strict=False) if number == UNKNOWN)
            ),
            truncated_at=len(read) if len(words) > len(read) or len(text) > MAX_LETTERS else None,
            letters=self.letters,
        )

    def in_brief(self, text, predictor):
        """Every word with its tag."""
        answer, names = self.read(text, predictor), predictor.config.names
        spans = spans_of(answer.words, answer.tags, self.letters)
        words = ("".join(answer.words[first:end]).replace(SPACE, " ") for first, end, _ in spans)
        return Brief.of(tags=zip(words, (names.get(kind, kind) if kind else "" for *_, kind in spans), strict=True))

    @staticmethod
    def predicted(answer):
        """Every word with its tag."""
        data = {"words": answer.words, "tags": answer.tags, "sureness": [round(p, DIGITS) for p in answer.confidence]}
        return data, [" ".join(f"{word}/{tag}" for word, tag in zip(answer.words, answer.tags, strict=True))]

    @staticmethod
    def by_word(answer):
        """A line a word: its tag and how sure the network is of it."""
        rows = zip(answer.words, answer.tags, answer.confidence, strict=True)
        return [f"{word:<20} {tag:<12} {sure:.3f}" for word, tag, sure in rows]

    def file_columns(self, names):
        """The words, the tags, and how sure the least sure of them is."""
        return ["words", "tags", "least sure"]

    def file_answers(self, texts, predictor, names):
        """The cells of these columns for every text."""
        part = self.encode([self.split(text) or ["?"] for text in texts])
        answers = predictor.network.answers(part)
        return [
            [" ".join(words[: len(given.numbers)]), " ".join(tags), f"{given.tag_probabilities.max(axis=1).min():.4f}"]
            for words, tags, given in zip(part.words, self.tags_of(part, answers), answers, strict=True)
        ]

    @staticmethod
    def example_weight(label):
        """Kinds of entities, of which two are enough."""
        return min(2, len({tag[2:] for tag in label.split(" ") if tag.startswith("B-")}))

    @staticmethod
    def readable(text):
        """A row's words as one would write them."""
        return join_words(text.split(" "))
