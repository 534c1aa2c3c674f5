"""Tagging: a sentence's words -> a tag for every word. Many-to-many, in step.

In a Dataset `text` holds the words and `label` the tags, with spaces between; a space that is itself a token is "▁".
Tags of entities are written B-X, I-X, O inside, however the file writes them (entities.py).
"""

import json
from collections import Counter

import numpy as np

from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.fields import Tags, Words
from nlp_models.errors import BundleError, DataError
from nlp_models.lengths import Work, tokens_per_row
from nlp_models.messages import Message, mark
from nlp_models.numpy_layers.batching import batches_of_like_length, hide_tokens
from nlp_models.problems.problem import SOME_TEXTS, TABLES, Baseline, Batch, DataSources, Measure, Problem
from nlp_models.problems.tagging import checks
from nlp_models.problems.tagging.arrays import Answer, Split, padded
from nlp_models.problems.tagging.entities import OUTSIDE, are_entities, as_bio, kind_of, spans_of, tagging_scores
from nlp_models.problems.tagging.known_tags import known_to, scored_only
from nlp_models.problems.tagging.report import TaggingAnswers, TaggingLine, TaggingScores
from nlp_models.problems.tagging.settings import Settings
from nlp_models.problems.tagging.tags import MAX_TAGS, check_sentences
from nlp_models.report import Brief
from nlp_models.scoring import learned
from nlp_models.scoring.curves import Reading
from nlp_models.text.known import is_read
from nlp_models.text.vocabulary import SPACE, UNKNOWN, Vocabulary
from nlp_models.text.words import is_of_letters, join_words, split_words

FIELDS = (Words(), Tags())
WORD_A_LINE = ("conll", "conllu", "bio", "iob", "train", "testa", "testb", "annotated")
BEGIN, END = 2, 3  # of a word, among its characters; 0 is padding, 1 unknown
FIRST_CHARACTER = 4
MOST_CHARACTERS = 24  # of a word; of a longer one its beginning and its end
MAX_LETTERS = 5_000  # of a text that is typed
DIGITS = 4
MOST_WORDS = 25_000
MANY_SENTENCES = 3_000
A_SPELLING = 100_000  # multiplications with which the letters of a word are read


class Tagging(Problem):
    """Knows the tags, the words and their characters of one run."""

    FIELDS = FIELDS
    SETTINGS = tuple(Settings.model_fields)
    NEEDED = ("text", "label")
    USE = "Tagging the words of sentences like those it learned from"
    HELD_OUT = mark("{percent} of the words right in sentences set aside")
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
    def resolved(cls, recipe, training):
        """Few sentences are learned in smaller steps and more often; letters have no letters of their own."""
        rows, letters = len(training), is_of_letters(training.columns["text"])
        many = rows > MANY_SENTENCES
        of_entities = are_entities(cls.labels_of(training))
        return recipe.changed(
            tokenizer="character" if letters else "word",
            characters="none" if letters else recipe.characters,
            crf=("yes" if of_entities else "no") if recipe.crf == "auto" else recipe.crf,
            vocabulary_size=recipe.vocabulary_size or MOST_WORDS,
            epochs=recipe.passes((12 if of_entities else 8) if many else 20),
            batch_size=recipe.batch_size or (32 if many else 16 if rows > 1000 else 8),
            learning_rate=recipe.learning_rate or 0.003,
        )

    @classmethod
    def labels_of(cls, training):
        return sorted({tag for cell in training.columns["label"] for tag in cell.split(" ")})

    @classmethod
    def work(cls, training, recipe):
        """The cells on the words, and what reads their letters."""
        own = super().work(training, recipe)
        if recipe.characters == "none":
            return own
        words = tokens_per_row(training.columns["text"], "spaced", recipe.max_tokens) * recipe.batch_size
        return own + Work(words * A_SPELLING, MOST_CHARACTERS if recipe.characters == "recurrent" else 0)

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

    @classmethod
    def measure(cls, scores):
        """F1 of entities where there are any, else the accuracy of tags."""
        return "entity_f1" if scores.get("entity_f1") is not None else "accuracy"

    @classmethod
    def symptoms(cls, scores, stored, sample):
        """No names found; of other tags, one nearly always."""
        if scores.get("entities") and not scores["entity_f1"]:
            text = mark("It finds none of the {count} names in the sentences that it was tested on")
            return [Reading("alike", Message(text, {"count": f"{scores['entities']:,}"}))]
        if not stored or scores.get("entities"):
            return []
        answered = Counter(stored["labels"][number] for tags in stored["test"]["tags"] for number in tags)
        right = Counter({tag: own["rows"] for tag, own in scores["per_type"].items()})
        one = learned.one_answer(answered, right)
        return [one] if one else []

    def unknown_share(self, texts):
        """Of its words."""
        ids = np.concatenate([np.zeros(0, int), *self.encode([text.split(" ") for text in texts[:SOME_TEXTS]]).ids])
        return float((ids == UNKNOWN).mean()) if len(ids) else None

    def selection_key(self, row):
        return row[f"validation_{'entity_f1' if self.of_entities else 'accuracy'}"], -row["validation_loss"]

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
        numbers = [np.asarray([ids.get(lower(w), UNKNOWN) for w in words[: self.max_tokens]], np.int32) for words in sentences]  # fmt: skip
        targets = [np.asarray([self.numbers.get(tag, -1) for tag in tags[: self.max_tokens]], np.int32) for tags in gold_tags]  # fmt: skip
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
        unseen = [(ids == UNKNOWN).tolist() + [False] * (len(w) - len(ids)) for w, ids in zip(part.words, part.ids, strict=True)]  # fmt: skip
        return tagging_scores(*scored_only(part.gold_tags, self.tags_of(part, answers), unseen))

    def held_out(self, part, answers):
        """Loss, accuracy and F1 of the validation part."""
        right = [given.tag_probabilities[np.arange(len(gold)), np.maximum(gold, 0)] * (gold >= 0)
                 for gold, given in zip(part.targets, answers, strict=True)]  # fmt: skip
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
        return max((float(np.abs(one.tag_probabilities - other.tag_probabilities).max()) for one, other in zip(ours, theirs, strict=True)), default=0.0)  # fmt: skip

    @staticmethod
    def row_by_field(text, label):
        return {"tokens": text.split(" "), "tags": label.split(" ")}

    @staticmethod
    def labels_in(cell):
        return sorted(set(cell.split(" ")) - {""})

    @staticmethod
    def described(labels):
        return f"reads a sentence and gives each word one of {len(labels)} tags: {', '.join(labels[:20])}"

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
            words=read, tags=[self.labels[n] for n in given.numbers[: len(read)].tolist()],
            tag_probabilities=[dict(zip(self.labels, row, strict=True)) for row in given.tag_probabilities[: len(read)].tolist()],
            unknown=[] if self.letters else
            list(dict.fromkeys(word for word, number in zip(read, part.ids[0], strict=False) if number == UNKNOWN)),
            truncated_at=len(read) if len(words) > len(read) or len(text) > MAX_LETTERS else None,
            letters=self.letters,
        )  # fmt: skip
