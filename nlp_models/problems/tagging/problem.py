"""Tagging: a sentence's words -> a tag for every word. Many-to-many, in step.

In a Dataset `text` holds the words and `label` the tags, with spaces between; a space that is itself a token is "▁".
Tags of entities are written B-X, I-X, O inside, however the file writes them (entities.py).
"""

import json

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Tags, Words
from nlp_models.errors import BundleError, DataError
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens
from nlp_models.problems.problem import SOME_TEXTS, TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.problems.tagging import checks
from nlp_models.problems.tagging.arrays import MOST_CHARACTERS, Split, padded
from nlp_models.problems.tagging.entities import OUTSIDE, are_entities, as_bio, kind_of, tagging_scores
from nlp_models.problems.tagging.known_tags import known_to, scored_only
from nlp_models.problems.tagging.learning import TaggingLearning
from nlp_models.problems.tagging.report import TaggingAnswers, TaggingLine, TaggingScores
from nlp_models.problems.tagging.settings import Settings
from nlp_models.problems.tagging.tags import MAX_TAGS, check_sentences
from nlp_models.problems.tagging.wording import DIGITS, MAX_LETTERS, TaggingWording
from nlp_models.scoring.metrics import largest_difference
from nlp_models.text.known import is_read
from nlp_models.text.vocabulary import UNKNOWN, Vocabulary
from nlp_models.text.words import is_of_letters, split_words

FIELDS = (Words(), Tags())
WORD_A_LINE = ("conll", "conllu", "bio", "iob", "train", "testa", "testb", "annotated")
BEGIN, END = 2, 3  # of a word, among its characters; 0 is padding, 1 unknown
FIRST_CHARACTER = 4


class Tagging(TaggingLearning, TaggingWording, Problem):
    """Knows the tags, the words and their characters of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    HELD_OUT = mark("{percent} of the words right in sentences set aside")
    AMOUNT = mark("Data: {name}, {count} sentences")
    FEW_ROWS = mark("It had only {rows} sentences to learn from.")
    MEASURES = {
        "accuracy": Measure(
            "Accuracy of tags",
            Message(mark("accuracy")),
            percent=True,
            interval=True,
            counted="tokens",
            share=mark("{percent} of {count} words right in sentences it has never seen"),
        ),
        "entity_f1": Measure("F1 of entities", Message(mark("entity F1"))),
    }
    BASELINES = {
        "commonest_tag": Baseline(
            "Each word's commonest tag",
            Message(mark("tag by word")),
            mark(
                "Not better than giving each word its commonest tag: it has learned nothing from the words around it yet"
            ),
        ),
        "word_and_ending": Baseline("Commonest tag of word or ending", Message(mark("tag by word or ending"))),
    }
    SCORES, LINE = TaggingScores, TaggingLine
    SOURCES = DataSources(
        file=mark("A file with a word and its tag on every line (CoNLL, CoNLL-U)"),
        paste=mark("A word and its tag on every line, an empty line between sentences"),
        types=(*TABLES, *WORD_A_LINE),
        word_a_line=True,
    )
    CHECKS, HEALTHY = checks.CHECKS, checks.HEALTHY
    ANSWERS = TaggingAnswers

    def __init__(self, labels, vocabulary, characters, letters, max_tokens):
        self.labels, self.vocabulary, self.max_tokens = list(labels), vocabulary, max_tokens
        self.characters, self.letters = list(characters), letters
        self.numbers = {label: number for number, label in enumerate(self.labels)}
        self.character_ids = {letter: n for n, letter in enumerate(self.characters, FIRST_CHARACTER)}
        self.of_entities = are_entities(self.labels)

    @classmethod
    def dataset(cls, table, columns, names=None, keep_unlabelled=False):
        """A Dataset whose tags are checked; DataError names the lines where one is amiss."""
        dataset = Dataset.from_table(table, columns, names, True, cls.NEEDED)
        check_sentences(dataset, table.word_lines)
        tags = [cell.split(" ") for cell in dataset.columns["label"]]
        if are_entities(dataset.names.values()) and all(map(str.isdecimal, dataset.names)):  # what each number means
            tags, names = [[dataset.names.get(tag, tag) for tag in sentence] for sentence in tags], None
        if are_entities({tag for sentence in tags for tag in sentence}):
            tags = [as_bio(sentence) for sentence in tags]
        written = [" ".join(sentence) for sentence in tags]
        return Dataset(dataset.columns | {"label": written}, dict(names or {}), dataset.numbers)

    @classmethod
    def labels_known(cls, dataset, labels, names=None, said=None, whole=False):
        """See known_tags.known_to."""
        return known_to(dataset, labels, names, said, whole)

    @classmethod
    def column_of(cls, table, labels):
        """The column with the most tags of these types; None where none has any."""
        kinds = {kind_of(label) for label in labels} - {OUTSIDE}
        known = {
            column: sum(kind_of(tag) in kinds for row in table.rows for tag in row[place].split(" "))
            for place, column in enumerate(table.columns)
        }
        best = max(known, key=known.get)
        return best if known[best] else None

    @classmethod
    def check(cls, dataset):
        dataset.check_rows()
        check_sentences(dataset)
        if len(cls.labels_of(dataset)) < 2:
            raise DataError("Every tag is the same; at least two kinds are needed.")

    @classmethod
    def split_dataset(cls, dataset, recipe):
        """Drawn without looking at the tags: hardly two sentences have the same ones."""
        plain = {name: values for name, values in dataset.columns.items() if name != "label"}
        parts = Dataset(plain).with_parts(recipe.seed, recipe.validation_share, recipe.test_share).columns["part"]
        return Dataset(dataset.columns | {"part": parts}, dataset.names)

    @classmethod
    def labels_of(cls, training):
        return sorted({tag for cell in training.columns["label"] for tag in cell.split(" ")})

    @classmethod
    def build(cls, training, recipe):
        """Tags, words and characters from the training rows only."""
        texts = training.columns["text"]
        known = {}
        for text in texts:
            for word in text.split(" "):
                known[word] = known.get(word, 0) + 1
        words = {}
        for word, count in known.items():
            word = word.lower() if recipe.lower_case else word
            words[word] = words.get(word, 0) + count
        common = sorted(words, key=lambda word: (-words[word], word))[: recipe.vocabulary_size - 2]
        vocabulary = Vocabulary("word", ["<pad>", "<unk>", *common], recipe.lower_case)
        characters = sorted({letter for word in known for letter in word}) if recipe.characters != "none" else []
        return cls(cls.labels_of(training), vocabulary, characters, is_of_letters(texts), recipe.max_tokens)

    def vocabulary_json(self):
        kept = json.loads(self.vocabulary.to_json())
        return json.dumps(kept | {"characters": self.characters, "letters": self.letters}, ensure_ascii=False)

    @classmethod
    def load(cls, vocabulary_json, labels, recipe):
        """The same problem again; BundleError where tags or characters are none."""
        vocabulary, kept = Vocabulary.from_json(vocabulary_json), json.loads(vocabulary_json)
        characters, letters = kept.get("characters"), kept.get("letters")
        if not isinstance(characters, list) or not all(isinstance(c, str) for c in characters) or vocabulary.model:
            raise BundleError("The vocabulary of this bundle cannot be read.")
        if len(labels) < 2 or len(labels) > MAX_TAGS or not isinstance(letters, bool):
            raise BundleError("The settings of this bundle are not valid ({where}).", where="labels")
        return cls(labels, vocabulary, characters, letters, recipe.max_tokens)

    @property
    def sizes(self):
        return {"vocabulary_size": len(self.vocabulary), "characters": len(self.characters), "labels": self.labels}

    def unknown_share(self, texts):
        """Of its words."""
        ids = np.concatenate([np.zeros(0, int), *self.encode([text.split(" ") for text in texts[:SOME_TEXTS]]).ids])
        return float((ids == UNKNOWN).mean()) if len(ids) else None

    def reads(self, text):
        """Whether it knows any word of a text, or the letters of one."""
        lower, tokens = str.lower if self.vocabulary.lower_case else str, []
        for place, word in enumerate(self.split(text)):
            number = self.vocabulary.ids.get(lower(word), UNKNOWN)
            spelled = self.characters and number == UNKNOWN
            letters = [(letter, self.character_ids.get(letter, UNKNOWN), place) for letter in word]
            tokens += letters if spelled else [(word, number, place)]
        return is_read(self.vocabulary, tokens)

    def split(self, text):
        """The words (or letters) of a text that somebody typed."""
        return split_words(text[:MAX_LETTERS], self.letters)

    def encoded(self, dataset):
        """A Dataset as a Split."""
        gold_tags = [cell.split(" ") for cell in dataset.columns["label"]]
        return self.encode([text.split(" ") for text in dataset.columns["text"]], gold_tags)

    def encode(self, sentences, gold_tags=None):
        """Sentences, each a list of words, as a Split; without tags they count as O, or as the first tag."""
        gold_tags = gold_tags or [[self.filling] * len(words) for words in sentences]
        ids, spelled, spellings, places = self.vocabulary.ids, {}, [], []
        lower = str.lower if self.vocabulary.lower_case else str
        for words in sentences:
            for word in words[: self.max_tokens]:
                if word not in spelled:
                    spelled[word] = len(spellings)
                    spellings.append(self.spell(word))
            places.append(np.asarray([spelled[word] for word in words[: self.max_tokens]], np.int32))
        numbers = [
            np.asarray([ids.get(lower(w), UNKNOWN) for w in words[: self.max_tokens]], np.int32) for words in sentences
        ]
        targets = [
            np.asarray([self.numbers.get(tag, -1) for tag in tags[: self.max_tokens]], np.int32) for tags in gold_tags
        ]
        return Split(sentences, numbers, places, spellings, gold_tags, targets, bool(self.characters))

    @property
    def filling(self):
        """The tag of what was not read."""
        return OUTSIDE if OUTSIDE in self.numbers else self.labels[0]

    def spell(self, word):
        """A word's characters as ids, between the signs of its beginning and its end."""
        half = MOST_CHARACTERS // 2
        word = word if len(word) <= MOST_CHARACTERS else word[:half] + word[-half:]
        return np.asarray([BEGIN, *(self.character_ids.get(letter, UNKNOWN) for letter in word), END], np.int32)

    def steps(self, part, recipe):
        return -(-len(part) // recipe.batch_size)

    def batches(self, part, recipe, generator, multiple=1):
        """One epoch: sentences of like length together, some words hidden."""
        for chosen in batches_of_like_length(part.lengths, recipe.batch_size, generator):
            inputs = part.inputs(chosen, multiple)
            mask = inputs["words"] > 0
            tokens = int(mask.sum())
            if recipe.token_dropout:
                inputs["words"] = hide_tokens(inputs["words"], recipe.token_dropout, generator)
            targets = padded([part.targets[n] for n in chosen], multiple)
            yield Batch(inputs, targets, mask.astype(np.float32), tokens, tokens)

    def tags_of(self, part, answers):
        """The tags answered; what was too long to be read counts as O."""
        return [
            [*(self.labels[n] for n in given.numbers.tolist()), *[self.filling] * (len(words) - len(given.numbers))]
            for words, given in zip(part.words, answers, strict=True)
        ]

    def scores(self, part, answers):
        """See entities.tagging_scores."""
        unseen = [
            (ids == UNKNOWN).tolist() + [False] * (len(w) - len(ids))
            for w, ids in zip(part.words, part.ids, strict=True)
        ]
        return tagging_scores(*scored_only(part.gold_tags, self.tags_of(part, answers), unseen))

    def held_out(self, part, answers):
        """Loss, accuracy and F1 of the validation part."""
        right = [
            given.tag_probabilities[np.arange(len(gold)), np.maximum(gold, 0)] * (gold >= 0)
            for gold, given in zip(part.targets, answers, strict=True)
        ]
        scores = self.scores(part, answers)
        row = {
            "validation_loss": float(-np.log(np.maximum(np.concatenate(right), 1e-9)).mean()),
            "validation_accuracy": scores["accuracy"],
        }
        return row | ({"validation_entity_f1": scores["entity_f1"] or 0.0} if self.of_entities else {})

    def answered(self, part, answers):
        """Tags by their numbers, and the probability of each."""
        return {
            "tags": [given.numbers.tolist() for given in answers],
            "sureness": [
                given.tag_probabilities[np.arange(len(given.numbers)), given.numbers].round(DIGITS).tolist()
                for given in answers
            ],
        }

    def difference(self, ours, theirs):
        return largest_difference(*([one.tag_probabilities for one in own] for own in (ours, theirs)))

    @staticmethod
    def row_by_field(text, label):
        return {"tokens": text.split(" "), "tags": label.split(" ")}

    @staticmethod
    def labels_in(cell):
        return sorted(set(cell.split(" ")) - {""})
