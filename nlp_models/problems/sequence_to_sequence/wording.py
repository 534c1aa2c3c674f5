"""What an encoder-decoder writes for a text, and what is said of that."""

import numpy as np

from nlp_models.numpy_layers.decoding import without_loop
from nlp_models.problems.sequence_to_sequence.arrays import Answer, by_word
from nlp_models.problems.sequence_to_sequence.generation import read_answer, write_all, write_one
from nlp_models.problems.wording import Wording
from nlp_models.report import Brief
from nlp_models.safety import word_filter
from nlp_models.text.shown import words_of
from nlp_models.text.vocabulary import END, UNKNOWN

MAX_LETTERS = 5_000  # of a text that is typed
DIGITS = 4


class SequenceToSequenceWording(Wording):
    """The `Wording` of a SequenceToSequence."""

    USE = "Answering texts like those it learned from"

    @staticmethod
    def described(labels):
        return "reads a text and writes another for it, which may read well and be wrong"

    def answer(self, texts, predictor, trace=None):
        """The probability of each token written for N texts, the likeliest each time, `(N, T)`, 0 after the end.

        `trace` receives the encoder's gates of the last text.
        """
        sources = self.encode([text[:MAX_LETTERS] for text in texts])
        replies = write_all(predictor.network, sources, self.max_tokens, self.likeliest)
        probabilities = np.zeros((len(texts), self.max_tokens), np.float32)
        for row, reply in zip(probabilities, replies, strict=True):
            row[: len(reply.ids)] = np.exp(reply.logs)
        if trace is not None:
            predictor.network.encode(sources[-1][None], trace)
        return probabilities

    def read(self, text, predictor, how=None, forced=()):
        """An Answer: what is written for a text, and what each word of it looked at; it begins with the forced tokens.

        Words that the host does not let through (`safety`) are dots in it; its `ids` are what was written.
        """
        text = text[:MAX_LETTERS]
        words, tokens = text.split(), self.vocabulary.tokenize(text)
        kept = tokens[: self.max_tokens] or [("", UNKNOWN, 0)]
        source = np.asarray([number for _, number, _ in kept], np.int32)
        reply = write_one(predictor.network, source, self.max_tokens, how or self.how, forced).cut(len(forced))
        logs, attention_weights = read_answer(predictor.network, source, reply.ids)
        places = np.asarray([word for *_, word in kept])
        said = words_of(self.target_vocabulary, reply.ids)
        read = words[: int(places.max()) + 1]
        unknown = [words[word] for word in dict.fromkeys(places[source == UNKNOWN].tolist()) if word < len(words)]
        return Answer(
            words=read,
            said=word_filter().masked(self.text(reply.ids)),
            said_words=word_filter().masked_words([word for word, _ in said]),
            ids=reply.ids,
            places=[own for _, own in said],
            word_probabilities=[float(np.exp(logs[own].sum())) for _, own in said],
            attention_weights=None
            if attention_weights is None
            else [by_word(attention_weights[own].mean(axis=0), places, len(read)) for _, own in said],
            confidence=reply.confidence,
            sure=reply.confidence >= (self.abstention_threshold or 0),
            unknown=unknown,
            truncated_at=len(read) if len(tokens) > len(kept) else None,
        )

    def in_brief(self, text, predictor):
        """What it writes for a text."""
        (reply,) = self.replies([text], predictor)
        return Brief.of(self.text(reply.ids))

    @staticmethod
    def predicted(answer):
        """What was written; where it is not sure, that too."""
        data = {"answer": answer.said, "sureness": round(answer.confidence, DIGITS), "sure": answer.sure}
        return data, [f"{answer.said}  {answer.confidence:.3f}" + ("" if answer.sure else "  (not sure)")]

    @staticmethod
    def by_word(answer):
        """How likely each written word was."""
        return [
            f"{word:<20} {chance:.3f}"
            for word, chance in zip(answer.said_words, answer.word_probabilities, strict=True)
        ]

    def file_columns(self, names):
        """The answer, and how sure the network is of it."""
        return ["answer", "sureness"]

    def file_answers(self, texts, predictor, names):
        """The cells of these columns for every text."""
        words = word_filter()
        return [
            [words.masked(self.text(reply.ids)), f"{reply.confidence:.4f}"] for reply in self.replies(texts, predictor)
        ]

    def replies(self, texts, predictor):
        """A Reply to every text."""
        return write_all(
            predictor.network, self.encode([text[:MAX_LETTERS] for text in texts]), self.max_tokens, self.how
        )

    def text(self, ids):
        """What these tokens say, up to where they begin to go round."""
        return self.target_vocabulary.text(without_loop([number for number in ids if number != END]))
