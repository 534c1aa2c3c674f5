"""Sequence to sequence: a text is read, then another is written: question and answer, sentence and translation.

In a Dataset `text` holds what is read and `label` what is to be written. Each side has its own vocabulary.
"""

import json
from dataclasses import replace

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Source, Target
from nlp_models.errors import BundleError
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens, pad
from nlp_models.numpy_layers.decoding import Decoding, repeats_itself
from nlp_models.problems.problem import TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.problems.sequence_to_sequence import checks
from nlp_models.problems.sequence_to_sequence.arrays import Split, perplexity_scores
from nlp_models.problems.sequence_to_sequence.generation import Answers, likelihoods, shifted_right
from nlp_models.problems.sequence_to_sequence.learning import AMONG, CANDIDATES, SequenceToSequenceLearning
from nlp_models.problems.sequence_to_sequence.reading.pairs import check_pairs, plain_pairs, split_by_source
from nlp_models.problems.sequence_to_sequence.report import PairAnswers, PairLine, PairScores
from nlp_models.problems.sequence_to_sequence.settings import Settings
from nlp_models.problems.sequence_to_sequence.wording import DIGITS, SequenceToSequenceWording
from nlp_models.scoring.metrics import largest_difference
from nlp_models.text.subword_sampling import sampler_of
from nlp_models.text.vocabulary import END, Vocabulary

FIELDS = (Source(), Target())
UNSURE_SHARE = 0.25  # of the validation part: the answers that are told as not sure
SURE_ENOUGH = 0.5  # a token; where even the least sure quarter is surer, nothing has to be held back
NEVER_SURE = 0.15  # a token; what a network that has learned next to nothing says is under it
WRITTEN_AT_AN_EPOCH = 200  # questions of the validation part
SHOWN_AT_AN_EPOCH = 4
RELEVANCE_QUESTIONS = 500


class SequenceToSequence(SequenceToSequenceLearning, SequenceToSequenceWording, Problem):
    """Knows the vocabularies of both sides of one run, and how sure an answer must be."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    AMOUNT = mark("Data: {name}, {count} pairs")
    FEW_ROWS = mark("It had only {rows} pairs to learn from.")
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
        sampler = sampler_of(part, part.texts, self.vocabulary, recipe, self.samplers)
        sources = sampler(generator) if sampler else part.sources
        for chosen in batches_of_like_length(part.lengths, recipe.batch_size, generator):
            source = pad([sources[n] for n in chosen], multiple)
            targets = pad([part.targets[n] for n in chosen], multiple)
            ids, tokens = shifted_right(targets), int((targets > 0).sum())
            if recipe.token_dropout:
                source = hide_tokens(source, recipe.token_dropout, generator)
                ids[:, 1:] = hide_tokens(ids[:, 1:], recipe.token_dropout, generator)
            yield Batch({"source": source, "ids": ids}, targets, None, tokens + int((source > 0).sum()), tokens)

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
        }

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
            others = [names[n] for n in generator.permutation(len(names)) if names[n] != part.references[row]]
            candidates = [part.targets[every[name]] for name in others[: most - 1]]
            liked = liking(row, [part.targets[row], *candidates])
            hits += (liked[1:] >= liked[0]).sum() < AMONG
        return {"relevance": float(hits / len(rows)), "candidates": most}

    def answered(self, part, answers):
        """What was written for every row, and how sure the network was."""
        places = {text: n for n, text in enumerate(part.questions)}
        said, rows = self.said(answers), [places[text] for text in part.texts]
        confidence = [round(reply.confidence, DIGITS) for reply in answers.replies]
        return {"said": [said[n] for n in rows], "sureness": [confidence[n] for n in rows]}

    def difference(self, ours, theirs):
        return largest_difference(*([np.exp(one[:, 0]) for one in own] for own in (ours, theirs)))

    @staticmethod
    def row_by_field(text, label):
        return {"source": text, "target": label}


def abstention_threshold_of(confidence):
    """How sure an answer must be to be said, from those to the validation part: the least sure quarter is not."""
    return round(float(np.clip(np.quantile(confidence, UNSURE_SHARE), NEVER_SURE, SURE_ENOUGH)), DIGITS)
