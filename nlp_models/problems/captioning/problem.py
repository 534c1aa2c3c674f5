"""Captioning: a picture -> the words that tell it. One-to-many.

In a Dataset `text` is a picture (pictures.py) and `label` its captions, a line each: all of them count as right.
"""

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Caption, Picture
from nlp_models.errors import BundleError, DataError
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens
from nlp_models.numpy_layers.decoding import repeats_itself
from nlp_models.problems.captioning import checks
from nlp_models.problems.captioning.arrays import LINE, MOST_TOKENS, Split, inputs_and_targets
from nlp_models.problems.captioning.drawn.scene_words import WORDS
from nlp_models.problems.captioning.learning import FEW_WORDS, CaptioningLearning
from nlp_models.problems.captioning.pictures import address, check, is_picture, name_of, pixels
from nlp_models.problems.captioning.report import CaptioningAnswers, CaptioningLine, CaptioningScores
from nlp_models.problems.captioning.scores import caption_scores
from nlp_models.problems.captioning.settings import Settings
from nlp_models.problems.captioning.wording import DIGITS, CaptioningWording
from nlp_models.problems.problem import Baseline, Batch, DataSources, Measure, Problem
from nlp_models.scoring.metrics import largest_difference
from nlp_models.text.vocabulary import END, Vocabulary

FIELDS = (Picture(), Caption())
MOST_CAPTIONS = 10  # of a picture; of more the first
BLIND = 0.1  # share of the pictures that are learned from unseen, so that the network knows what it would guess


class Captioning(CaptioningLearning, CaptioningWording, Problem):
    """Knows the vocabulary of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    EXAMPLE = mark("Example pictures")
    AMOUNT = mark("Data: {name}, {count} pictures")
    FEW_ROWS = mark("It had only {rows} pictures to learn from.")
    HELD_OUT = mark("{percent} of the next words right in captions set aside")
    MEASURES = {
        "exact": Measure(
            "Whole caption right",
            Message(mark("whole captions right")),
            percent=True,
            interval=True,
            share=mark("{percent} of {count} captions right word for word, of pictures it has never seen"),
        ),
        **{f"bleu_{n}": Measure(f"BLEU-{n}") for n in range(1, 5)},
    }
    BASELINES = {
        "commonest_caption": Baseline(
            "The commonest caption",
            Message(mark("the most frequent caption")),
            mark("Not better than giving every picture the commonest caption: it has not learned to see yet"),
        ),
        "nearest_picture": Baseline("Caption of the nearest picture", Message(mark("the nearest picture's caption"))),
    }
    SCORES, LINE = CaptioningScores, CaptioningLine
    KERAS_NEEDS = ("pillow",)
    SOURCES = DataSources(
        file=mark("A zip with pictures (PNG, JPEG) and a file of captions: image,caption"),
        paste="",
        example=mark(
            "Pictures drawn for this lab: some combinations of colour, shape and place are kept for the test."
        ),
        answered=mark("Give it a file with pictures and get a table back with a caption for each."),
        missing=mark("Both a column with the pictures and one with the captions are needed."),
        types=("zip", "json", "csv", "jsonl"),
    )
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    ANSWERS = CaptioningAnswers
    labels = ()

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    @classmethod
    def read_table(cls, source, name=None, *, limit_bytes=None, **how):
        """A Table with a caption a row, its picture as a text; DataError where there is no picture."""
        table = super().read_table(source, name, limit_bytes=limit_bytes, **how)
        if not any(is_picture(cell) for row in table.head(20) for cell in row):
            raise DataError(
                "There are no pictures in this file. Captions need a zip with the pictures and their captions."
            )
        return table

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """A row for each picture, with all its captions; DataError names what is no picture."""
        raw = Dataset.from_table(table, columns, names, keep_unlabelled, cls.NEEDED)
        rows = {}
        for place, (picture, caption) in enumerate(zip(raw.columns["text"], raw.columns["label"], strict=True)):
            rows.setdefault(picture, (place, []))[1].append(" ".join(caption.split()))
        for picture in rows:
            check(picture)
        places = [place for place, _ in rows.values()]
        taken = {name: [values[place] for place in places] for name, values in raw.columns.items()}
        taken["label"] = [LINE.join(dict.fromkeys(filter(None, captions))) for _, captions in rows.values()]
        return Dataset(taken, raw.names, [raw.row_numbers[place] for place in places])

    @classmethod
    def check(cls, dataset):
        """DataError unless there are pictures and captions enough."""
        dataset.check_rows()
        for row, captions in zip(dataset.row_numbers, dataset.columns["label"], strict=True):
            if not captions.strip():
                raise DataError("Row {row} has no caption. Every picture needs one.", row=row)
        if len(set(dataset.columns["label"])) < 2:
            raise DataError("Every picture has the same caption; there is nothing to learn from the pictures.")

    @classmethod
    def split_dataset(cls, dataset, recipe):
        """Drawn picture by picture, all its captions with it."""
        plain = {name: values for name, values in dataset.columns.items() if name != "label"}
        parts = Dataset(plain).with_parts(recipe.seed, recipe.validation_share, recipe.test_share).columns["part"]
        return Dataset(dataset.columns | {"part": parts}, dataset.names)

    @classmethod
    def build(cls, training, recipe):
        """The vocabulary from the training captions; of many words, those seen once are the unknown one."""
        captions = [line for cell in training.columns["label"] for line in cell.split(LINE)]
        least = 2 if len(set(LINE.join(captions).split())) >= FEW_WORDS // 3 else 1
        return cls(
            Vocabulary.build(
                captions, recipe.tokenizer, recipe.vocabulary_size, recipe.lower_case, ends=True, least=least
            )
        )

    @classmethod
    def load(cls, vocabulary_json, labels, recipe):
        """The same problem again; BundleError where the vocabulary has no end of a caption."""
        vocabulary = Vocabulary.from_json(vocabulary_json)
        if labels or len(vocabulary) <= END + 1:
            raise BundleError("The settings of this bundle are not valid ({where}).", where="labels")
        return cls(vocabulary)

    def encoded(self, dataset):
        """A Dataset as a Split."""
        captions = [[line for line in cell.split(LINE) if line][:MOST_CAPTIONS] for cell in dataset.columns["label"]]
        flat = self.vocabulary.encode_all([line for own in captions for line in own])
        left = iter([[*ids[: MOST_TOKENS - 1], END] for ids in flat])
        ids = [[next(left) for _ in own] for own in captions]
        pictures = (
            np.stack([pixels(text) for text in dataset.columns["text"]])
            if len(dataset)
            else np.zeros((0, 64, 64, 3), np.uint8)
        )
        return Split(pictures, ids, captions)

    def steps(self, part, recipe):
        return -(-len(part) // recipe.batch_size)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: every picture once, with one of its captions; some pictures are not shown."""
        chosen = [int(generator.integers(len(own))) for own in part.ids]
        captions = [own[n] for own, n in zip(part.ids, chosen, strict=True)]
        for rows in batches_of_like_length(np.asarray([*map(len, captions)]), recipe.batch_size, generator):
            inputs, targets = inputs_and_targets([captions[row] for row in rows], multiple)
            seen = (generator.random(len(rows)) >= BLIND).astype(np.float32)
            real = int((targets > 0).sum())
            # a word before that it cannot read makes it look at the picture instead
            inputs[:, 1:] = hide_tokens(inputs[:, 1:], recipe.token_dropout, generator)
            yield Batch({"pictures": part.pictures[rows], "ids": inputs, "seen": seen}, targets, None, real, len(rows))

    def calibrated(self, recipe, part, network):
        """From here on the network is scored on captions as it will give them: found by its beams."""
        network.num_beams = recipe.num_beams
        return recipe

    def held_out(self, part, answers):
        """Loss a token, share of words foretold, whole captions right and BLEU-4 of the validation part."""
        known, scores = np.concatenate([one.known for one in answers]), self.said_scores(part, answers)
        return {
            "validation_loss": float(-known[:, 0].mean()),
            "validation_accuracy": float(known[:, 1].mean()),
            "validation_exact": scores["exact"],
            "validation_bleu_4": scores["bleu_4"],
        }

    def said_scores(self, part, answers):
        """See caption_scores."""
        return caption_scores([self.text(one.ids) for one in answers], part.captions)

    def scores(self, part, answers):
        """Of the captions, and of those that the network gives without having seen the picture."""
        blind = caption_scores([self.text(one.blind_ids) for one in answers], part.captions)
        known, unseen = (np.concatenate([getattr(one, name) for one in answers]) for name in ("known", "blind_known"))
        return self.said_scores(part, answers) | {
            "repetitive": float(np.mean([repeats_itself(one.ids) for one in answers])),
            "tokens": len(known),
            "perplexity": float(np.exp(-known[:, 0].mean())),
            "accuracy": float(known[:, 1].mean()),
            "blind_perplexity": float(np.exp(-unseen[:, 0].mean())),
            **{f"blind_{name}": blind[name] for name in ("exact", "bleu_1", "bleu_2", "bleu_3", "bleu_4")},
        }

    def answered(self, part, answers):
        """The caption of every picture, how likely its true captions were a word, and what was said blindly."""
        return {
            "captions": [self.text(one.ids) for one in answers],
            "blind": self.text(answers[0].blind_ids) if answers else "",
            "likelihood": [round(float(np.exp(one.known[:, 0].mean())), DIGITS) for one in answers],
        }

    def difference(self, ours, theirs):
        return largest_difference(*([np.exp(one.known[:, 0]) for one in own] for own in (ours, theirs)))

    def unknown_share(self, texts):
        """What it reads is a picture."""
        return None

    @staticmethod
    def row_by_field(text, label):
        return {"picture": name_of(text), "captions": label.split(LINE)}

    @staticmethod
    def labels_in(cell):
        return []

    def reads(self, text):
        """Whether it can have learned to see such a picture: not a photograph, where its words only tell our scenes."""
        return text.startswith("scene:") or not WORDS.issuperset(self.vocabulary.tokens[END + 1 :])

    def smoke_inputs(self, examples):
        """Pictures on which exports are held against each other: of the examples, and one of nothing but grain."""
        grain = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
        return [address(picture) for picture in (*(pixels(text) for text in examples), grain)]
