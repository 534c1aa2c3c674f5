"""Dirt in tagged sentences: found and taken out word by word, so that every word keeps its tag."""

import html
from collections.abc import Callable, Iterator
from functools import partial

from nlp_models.datasets import dirt
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.doctor import Finding, Patient, counted
from nlp_models.datasets.edit import Edit
from nlp_models.messages import Message, mark

ADDRESS = "URL"  # one word for all web addresses


def entities(patient: Patient) -> Iterator[Finding]:
    """Words with entities of HTML in them, `R&amp;D`; a tag that is a word by itself belongs to no sentence."""
    one, many = mark("One text holds HTML tags or entities"), mark("{count} texts hold HTML tags or entities")
    yield from _cleaned(patient, "html", _is_of_html, one, many, html.unescape, mark("Take them out"))


def addresses(patient: Patient) -> Iterator[Finding]:
    """Web addresses: each is a word of its own, which never recurs."""
    one, many = mark("One text holds a web address"), mark("{count} texts hold web addresses")
    yield from _cleaned(patient, "urls", dirt.has_address, one, many, _without_address, mark("Write URL instead"))


def unseen(patient: Patient) -> Iterator[Finding]:
    """Letters without a width within words: the same word twice for the network."""
    one, many = (
        mark("One text holds characters that nobody sees"),
        mark("{count} texts hold characters that nobody sees"),
    )
    yield from _cleaned(patient, "invisible", dirt.has_unseen, one, many, dirt.without_unseen, mark("Take them out"))


def without_words(dataset: Dataset, rows: list[int], clean: Callable[[str], str]) -> Edit:
    """The Edit that cleans the words of these sentences; one of which nothing is left goes with its tag."""
    wanted, texts, labels = set(rows), {}, {}
    every = zip(dataset.row_numbers, dataset.columns["text"], dataset.columns["label"], strict=True)
    for number, text, label in every:
        if number in wanted:
            texts[number], labels[number] = _kept(text, label, clean)
    gone = [number for number, text in texts.items() if not text]
    return Edit.of(gone, labels, texts)


def _kept(text: str, label: str, clean: Callable[[str], str]) -> tuple[str, str]:
    """Words and tags of a sentence, each word cleaned."""
    pairs = [(clean(word).replace(" ", ""), tag) for word, tag in zip(text.split(" "), label.split(" "), strict=True)]
    left = [pair for pair in pairs if pair[0]]
    return " ".join(word for word, _ in left), " ".join(tag for _, tag in left)


def _cleaned(
    patient: Patient,
    kind: str,
    is_dirty: Callable[[str], bool],
    one: str,
    many: str,
    clean: Callable[[str], str],
    remedy: str,
) -> Iterator[Finding]:
    if rows := dirt.rows_that(patient, dirt.TEXT, is_dirty):
        mend = partial(without_words, rows=rows, clean=clean)
        yield Finding(kind, counted(rows, one, many), rows, Message(remedy), "look", mend)


def _is_of_html(text: str) -> bool:
    return "&" in text and bool(dirt.ENTITY.search(text))


def _without_address(word: str) -> str:
    return ADDRESS if dirt.URL.match(word) else word


DIRT = (entities, addresses, dirt.broken_letters, unseen, dirt.languages)
