"""Sequence to sequence: a text is read, then another is written: question and answer, sentence and translation.

In a Dataset `text` holds what is read and `label` what is to be written. Each side has its own vocabulary.
"""

import json
from dataclasses import replace

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Source, Target
from nlp_models.errors import BundleError
from nlp_models.lengths import Work, cells, tokens_per_row
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens, pad
from nlp_models.numpy_layers.decoding import Decoding, repeats_itself, without_loop
from nlp_models.problems.problem import TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.problems.sequence_to_sequence import checks
from nlp_models.problems.sequence_to_sequence.arrays import Answer, Split, by_word, perplexity_scores
from nlp_models.problems.sequence_to_sequence.generation import (
    Answers,
    likelihoods,
    read_answer,
    shifted_right,
    words_of,
    write_all,
    write_one,
)
from nlp_models.problems.sequence_to_sequence.pairs import check_pairs, plain_pairs, split_by_source
from nlp_models.problems.sequence_to_sequence.report import PairAnswers, PairLine, PairScores
from nlp_models.problems.sequence_to_sequence.settings import Settings
from nlp_models.report import Brief
from nlp_models.safety import word_filter
from nlp_models.scoring import learned
from nlp_models.text.subword_sampling import SubwordSampler
from nlp_models.text.vocabulary import END, UNKNOWN, Vocabulary

FIELDS = (Source(), Target())
MAX_LETTERS = 5_000  # of a text that is typed
DIGITS = 4
UNSURE_SHARE = 0.25  # of the validation part: the answers that are told as not sure
SURE_ENOUGH = 0.5  # a token; where even the least sure quarter is surer, nothing has to be held back
NEVER_SURE = 0.15  # a token; what a network that has learned next to nothing says is under it
WRITTEN_AT_AN_EPOCH = 200  # questions of the validation part
SHOWN_AT_AN_EPOCH = 4
CANDIDATES, AMONG = 100, 10  # the right answer among so many likeliest of so many
RELEVANCE_QUESTIONS = 500


class SequenceToSequence(Problem):
    """Knows the vocabularies of both sides of one run, and how sure an answer must be."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    MEASURE, HIGHEST = "chrf", 100
    MEASURES = {
        "perplexity": Measure("Perplexity"),
        "bleu": Measure("BLEU"),
        "chrf": Measure("chrF"),
        "distinct_1": Measure("Distinct-1"),
        "distinct_2": Measure("Distinct-2"),
        "commonest_share": Measure("Share of the commonest answer"),
        "relevance": Measure("Right answer among ten of a hundred"),
    }
    BASELINES = {
        "retrieval": Baseline(
            "What the nearest text got",
            Message(mark("copying what the nearest text got")),
            mark("Far behind copying the answer of the most alike text: it has not learned to write its own yet"),
        )
    }
    SCORES, LINE = PairScores, PairLine
    SOURCES = DataSources(
        file=mark("A file with two texts in every row: what is read and what is written"),
        paste=mark("One pair a line, a tab or comma between; or a dialogue, where each line answers the one before"),
        example=mark("Pairs written for this lab."),
        missing=mark("Both columns are needed: what is read and what is written."),
        types=(*TABLES, "yml", "yaml", "tmx"),
        written=True,
    )
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    ANSWERS = PairAnswers
    USE = "Answering texts like those it learned from"
    labels = ()

    def __init__(self, vocabulary, target_vocabulary, recipe):
        self.vocabulary, self.target_vocabulary = vocabulary, target_vocabulary
        self.max_tokens, self.abstention_threshold = recipe.max_tokens, recipe.abstention_threshold
        self.how = Decoding(temperature=0, num_beams=recipe.num_beams, allow_repeats=recipe.allow_repeats)
        self.likeliest = replace(self.how, num_beams=1)
        self.samplers = {}

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """A Dataset of pairs, their spaces made plain."""
        pairs = plain_pairs(super().dataset(table, columns, names, keep_unlabelled))
        return replace(pairs, speakers=getattr(table, "speakers", ()))

    @classmethod
    def check(cls, dataset):
        """DataError unless there are pairs enough, with two sides each."""
        dataset.check_rows()
        check_pairs(dataset)

    @classmethod
    def joined(cls, dataset, rows):
        """With more pairs; where the source stands among the rows to learn from, in their place."""
        if not rows:
            return dataset
        parts = dataset.columns.get("part") or ["train"] * len(dataset)
        kept = [n for n, text in enumerate(dataset.columns["text"]) if parts[n] != "train" or text not in rows]
        columns = {name: [values[n] for n in kept] for name, values in dataset.columns.items()}
        return Dataset(columns, dataset.names, [dataset.row_numbers[n] for n in kept]).joined(rows, anything=True)

    @classmethod
    def split_dataset(cls, dataset, recipe):
        """By distinct source: the same question is never on both sides."""
        return split_by_source(dataset, recipe.seed, recipe.validation_share, recipe.test_share)

    @classmethod
    def resolved(cls, recipe, training):
        """Subwords of both languages, schedule by size; benchmarks/README.md has what the choices were tried on."""
        rows = len(training)
        return recipe.changed(
            tokenizer="subword" if recipe.tokenizer == "auto" else recipe.tokenizer,
            # a piece that hardly recurs is hardly learned
            vocabulary_size=recipe.vocabulary_size or max(1_000, min(8_000, rows // 3)),
            epochs=recipe.passes(max(8, min(40, 300_000 // max(rows, 1)))),
            batch_size=recipe.batch_size or (32 if rows < 4_000 else 64),
            learning_rate=recipe.learning_rate or 0.002,
        )

    @classmethod
    def work(cls, training, recipe):
        """A reader, a writer that looks back at what was read, and the pieces among which it chooses."""
        rows, most, written = recipe.batch_size, recipe.max_tokens, training.columns["label"]
        tokens = tokens_per_row(written, recipe.tokenizer, most)
        read = tokens_per_row(training.columns["text"], recipe.tokenizer, most)
        inputs = recipe.embedding_size + recipe.units  # of the writer: a piece, and what was looked at
        writer = cells(recipe.cell, rows, tokens, inputs, recipe.units, recipe.num_layers)
        looked = 2 * read * recipe.units if recipe.attention else 0
        return (
            super().work(training, recipe)
            + writer
            + Work(rows * tokens * (looked + recipe.embedding_size * recipe.vocabulary_size), 0)
        )

    @classmethod
    def build(cls, training, recipe):
        """Both vocabularies from the training rows; what is written keeps its capital letters."""
        sides = []
        for column, lower_case in (("text", recipe.lower_case), ("label", False)):
            texts = training.columns[column]
            sides.append(Vocabulary.build(texts, recipe.tokenizer, recipe.vocabulary_size, lower_case, ends=True))
        return cls(*sides, recipe)

    @classmethod
    def load(cls, vocabulary_json, labels, recipe):
        """The same problem again; BundleError where a side is missing."""
        try:
            sides = json.loads(vocabulary_json)
            both = [Vocabulary.from_json(json.dumps(sides[name])) for name in ("source", "target")]
        except (ValueError, KeyError, TypeError) as error:
            raise BundleError("The vocabulary of this bundle cannot be read.") from error
        if labels or min(map(len, both)) <= END + 1:
            raise BundleError("The settings of this bundle are not valid ({where}).", where="labels")
        return cls(*both, recipe)

    def vocabulary_json(self):
        """Both vocabularies, by side."""
        sides = {"source": self.vocabulary, "target": self.target_vocabulary}
        return json.dumps({name: json.loads(side.to_json()) for name, side in sides.items()}, ensure_ascii=False)

    @property
    def sizes(self):
        return {"vocabulary_size": len(self.vocabulary), "targets": len(self.target_vocabulary)}

    def calibrated(self, recipe, part, network):
        """The recipe with what only a trained network can tell: how sure an answer must be."""
        if recipe.abstention_threshold is not None:
            return recipe
        confidence = [reply.confidence for reply in network.answers(part).replies]
        self.abstention_threshold = abstention_threshold_of(confidence)
        return recipe.changed(abstention_threshold=self.abstention_threshold)

    def encode(self, texts):
        """Sources as a list of int32 arrays, cut at `max_tokens`."""
        return [np.asarray(ids[: self.max_tokens], np.int32) for ids in self.vocabulary.encode_all(texts)]

    def encode_targets(self, texts):
        """Targets the same way, each ended."""
        every = self.target_vocabulary.encode_all(texts)
        return [np.asarray([*ids[: self.max_tokens - 1], END], np.int32) for ids in every]

    def encoded(self, dataset):
        """A Dataset as a Split."""
        texts, references = dataset.columns["text"], dataset.columns["label"]
        return Split(
            self.encode(texts), self.encode_targets(references), texts, references, (self.how, self.max_tokens)
        )

    def steps(self, part, recipe):
        return -(-len(part) // recipe.batch_size)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: pairs of like length together, some tokens of either side hidden, sources cut anew."""
        sampler = self._sampler(part, recipe)
        sources = sampler(generator) if sampler else part.sources
        for chosen in batches_of_like_length(part.lengths, recipe.batch_size, generator):
            source = pad([sources[n] for n in chosen], multiple)
            targets = pad([part.targets[n] for n in chosen], multiple)
            ids, tokens = shifted_right(targets), int((targets > 0).sum())
            if recipe.token_dropout:
                source = hide_tokens(source, recipe.token_dropout, generator)
                ids[:, 1:] = hide_tokens(ids[:, 1:], recipe.token_dropout, generator)
            yield Batch({"source": source, "ids": ids}, targets, None, tokens + int((source > 0).sum()), tokens)

    def _sampler(self, part, recipe):
        """A function of a generator that cuts the sources anew each epoch, or None; made once for a part."""
        if not recipe.subword_sampling or recipe.tokenizer != "subword":
            return None
        if id(part) not in self.samplers:
            sampler = SubwordSampler(self.vocabulary, part.texts, recipe.subword_sampling, recipe.max_tokens)
            self.samplers[id(part)] = sampler
        return self.samplers[id(part)]

    def said(self, answers):
        """The text of every reply."""
        return [self.text(reply.ids) for reply in answers.replies]

    def held_out(self, part, answers):
        """Loss in nats a token, perplexity, share of tokens foretold; of a few questions chrF and the answers themselves."""
        from nlp_models.problems.sequence_to_sequence.scores import (
            chrf,  # brings sacrebleu, which the web process never loads nor needs
        )

        scores = perplexity_scores(answers.token_scores)
        few = list(part.questions.items())[:WRITTEN_AT_AN_EPOCH]
        some = Answers([], answers.network, answers.sources[: len(few)], answers.most, self.likeliest)
        said = self.said(some)
        lines = [f"{text} → {reply}" for (text, _), reply in zip(few[:SHOWN_AT_AN_EPOCH], said, strict=False)]
        names = ("loss", "perplexity", "accuracy")
        return {f"validation_{name}": scores[name] for name in names} | {
            "validation_chrf": chrf(said, [references for _, (_, references) in few]),
            "sample": "\n".join(lines)[:2_000],
        }  # fmt: skip

    def scores(self, part, answers):
        """What was foretold, what was written, and whether the right answer is among the likeliest."""
        questions = list(part.questions.values())
        return (
            {"rows": len(part), "questions": len(questions)}
            | perplexity_scores(answers.token_scores)
            | self.written_scores(part, self.said(answers))
            | {"repetitive": float(np.mean([repeats_itself(reply.written) for reply in answers.replies]))}
            | self.hits_at_10(part, lambda row, targets: likelihoods(answers.network, part.sources[row], targets))
        )

    @classmethod
    def beats(cls, scores, baseline):
        """Half as good as what the nearest text got, or the fitting answer known: a good answer in other words gets little."""
        by_luck = AMONG / (scores.get("candidates") or CANDIDATES)
        return scores["chrf"] > baseline["chrf"] / 2 or (scores.get("relevance") or 0) > 2 * by_luck

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """Going round; the same for everything."""
        found = [learned.repetitive(scores.get("repetitive")), learned.one_text(scores["commonest_share"])]
        return [reading for reading in found if reading]

    def written_scores(self, part, said):
        """Scores of one text for every distinct source."""
        from nlp_models.problems.sequence_to_sequence.scores import text_scores

        questions = part.questions
        scores = text_scores(said, [references for _, references in questions.values()], list(questions))
        return scores | {"distinct_answers": len(set(said)) / len(said)}

    def hits_at_10(self, part, liking):
        """How often the right answer is among the ten that are liked best of a hundred.

        Args:
            liking: `(row, candidates as ids) -> (C,)`, the more the better.
        """
        rows = [row for row, _ in part.questions.values()][:RELEVANCE_QUESTIONS]
        every = {gold: row for row, gold in reversed(list(enumerate(part.references)))}
        if len(every) <= AMONG:
            return {"relevance": None, "candidates": None}
        generator, hits, names = np.random.default_rng(0), 0, sorted(every)
        most = min(CANDIDATES, len(every))
        for row in rows:
            drawn = [names[n] for n in generator.permutation(len(names)) if names[n] != part.references[row]][
                : most - 1
            ]
            liked = liking(row, [part.targets[row], *(part.targets[every[name]] for name in drawn)])
            hits += (liked[1:] >= liked[0]).sum() < AMONG
        return {"relevance": float(hits / len(rows)), "candidates": most}

    def answered(self, part, answers):
        """What was written for every row, and how sure the network was."""
        places = {text: n for n, text in enumerate(part.questions)}
        said, rows = self.said(answers), [places[text] for text in part.texts]
        confidence = [round(reply.confidence, DIGITS) for reply in answers.replies]
        return {"said": [said[n] for n in rows], "sureness": [confidence[n] for n in rows]}

    def difference(self, ours, theirs):
        return max((float(np.abs(np.exp(one[:, 0]) - np.exp(other[:, 0])).max()) for one, other in zip(ours, theirs, strict=True)), default=0.0)  # fmt: skip

    def selection_key(self, row):
        return (-row["validation_loss"],)

    @staticmethod
    def row_by_field(text, label):
        return {"source": text, "target": label}

    @staticmethod
    def described(labels):
        return "reads a text and writes another for it, which may read well and be wrong"

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
            words=read, said=word_filter().masked(self.text(reply.ids)),
            said_words=word_filter().masked_words([word for word, _ in said]), ids=reply.ids,
            places=[own for _, own in said],
            word_probabilities=[float(np.exp(logs[own].sum())) for _, own in said],
            attention_weights=None if attention_weights is None else [by_word(attention_weights[own].mean(axis=0), places, len(read)) for _, own in said],
            confidence=reply.confidence, sure=reply.confidence >= (self.abstention_threshold or 0), unknown=unknown,
            truncated_at=len(read) if len(tokens) > len(kept) else None,
        )  # fmt: skip


def abstention_threshold_of(confidence):
    """How sure an answer must be to be said, from those to the validation part: the least sure quarter is not."""
    return round(float(np.clip(np.quantile(confidence, UNSURE_SHARE), NEVER_SURE, SURE_ENOUGH)), DIGITS)
