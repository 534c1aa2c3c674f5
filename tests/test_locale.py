"""No sentence without Korean, and the compiled catalogue is the one in git."""

import io
import string

from babel.messages.mofile import read_mo
from catalogue import MO, catalogue, compiled, sentences


def test_every_sentence_has_korean():
    known = {message.id: message.string for message in catalogue() if message.id}
    missing = [sentence for sentence in sentences() if not known.get(sentence)]
    assert not missing, "make words, then translate: " + "; ".join(missing)


def test_no_translation_outlives_its_sentence():
    assert {message.id for message in catalogue() if message.id} <= set(sentences())


def test_translations_name_the_same_values():
    for message in catalogue():
        if message.id:
            assert _fields(message.id) == _fields(message.string), message.id


def test_the_compiled_catalogue_is_the_one_in_git():
    """Its sentences; the header names the Babel that wrote it, which may be another one."""
    ours, theirs = (
        {message.id: message.string for message in read_mo(io.BytesIO(data)) if message.id}
        for data in (MO.read_bytes(), compiled(catalogue()))
    )
    assert ours == theirs and ours


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
