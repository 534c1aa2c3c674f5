import re
import subprocess
import sys
import unicodedata
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.errors import BundleError, DataError
from nlp_models.text import ragged, subword_sampling
from nlp_models.text.subword_sampling import SubwordSampler
from nlp_models.text.vocabulary import SPACE, UNKNOWN, Vocabulary, normalise

TEXTS = ["재미있는 영화였어요", "재미없는 영화", "배우는 좋은데 이야기가 지루해요", "Great actors, dull story"] * 20


@pytest.mark.parametrize("kind", ["word", "character", "jamo", "subword"])
class TestEveryKind:
    def test_comes_back_from_json_with_the_same_ids(self, kind):
        vocabulary = Vocabulary.build(TEXTS, kind, size=60)
        again = Vocabulary.from_json(vocabulary.to_json())
        assert again.encode_all(TEXTS) == vocabulary.encode_all(TEXTS)
        assert len(again) == len(vocabulary) <= 60

    def test_an_empty_text_is_one_unknown_token(self, kind):
        assert Vocabulary.build(TEXTS, kind, size=60).encode("  ") == [UNKNOWN]

    def test_padding_is_never_a_token(self, kind):
        assert all(0 not in ids for ids in Vocabulary.build(TEXTS, kind, size=60).encode_all(TEXTS))

    def test_cutting_names_the_word_of_each_token(self, kind):
        vocabulary = Vocabulary.build(TEXTS, kind, size=60)
        pieces = vocabulary.tokenize("재미있는 영화, dull story")
        assert [number for _, number, _ in pieces] == vocabulary.encode("재미있는 영화, dull story")
        places = [word for *_, word in pieces]
        assert places == sorted(places) and set(places) == {0, 1, 2, 3}


def test_rare_words_are_unknown_and_common_ones_come_first():
    vocabulary = Vocabulary.build(["a b b", "b c"], "word", size=3)
    assert vocabulary.tokens == ["<pad>", "<unk>", "b"]
    assert vocabulary.encode("b c") == [2, UNKNOWN]


def test_row_order_does_not_change_the_ids():
    assert Vocabulary.build(TEXTS, "word", 50).tokens == Vocabulary.build(TEXTS[::-1], "word", 50).tokens


def test_jamo_take_a_syllable_apart():
    vocabulary = Vocabulary.build(["한"], "jamo", 50)
    assert [token for token, *_ in vocabulary.tokenize("한")] == ["ᄒ", "ᅡ", "ᆫ"]


def test_a_decomposed_hangul_file_name_reads_like_a_typed_one():
    vocabulary = Vocabulary.build(["한글"], "character", 50)
    decomposed = unicodedata.normalize("NFD", "한글")
    assert len(decomposed) == 6 and vocabulary.encode(decomposed) == vocabulary.encode("한글")


def test_more_kinds_of_letters_than_pieces_is_no_reason_to_fail():
    texts = ["".join(chr(0xAC00 + (n * 7 + k) % 900) for k in range(6)) for n in range(300)]
    assert 50 <= len(Vocabulary.build(texts, "subword", size=200)) <= 200


@given(texts=st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=9), times=st.sampled_from([1, 9_000]))
def test_many_texts_in_one_array_are_what_a_list_of_them_is(texts, times):
    texts = [[times * number for number in own] for own in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ragged, "ON_DISK", 5)
        patch.setattr(ragged, "TEXTS", 2)
        found = ragged.Ragged.of(texts, size=9 * times + 1)
    assert [own.tolist() for own in found] == texts and len(found) == len(texts)
    assert [found[place].tolist() for place in range(-len(texts), len(texts))] == texts + texts
    assert [own.tolist() for own in found[1::2]] == texts[1::2] and found.lengths.tolist() == [*map(len, texts)]
    with pytest.raises(IndexError):
        found[len(texts)]


def test_sampled_cuts_differ_between_epochs_and_repeat_for_the_same_generator():
    vocabulary = Vocabulary.build(TEXTS, "subword", 60)
    sampler = SubwordSampler(vocabulary, TEXTS, amount=1.0, max_tokens=50)
    first, second, again = (sampler(np.random.default_rng(seed)) for seed in (1, 2, 1))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert any(not np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_cuts_drawn_in_pieces_are_those_drawn_at_once(monkeypatch):
    vocabulary = Vocabulary.build(TEXTS, "subword", 60)
    sampler = SubwordSampler(vocabulary, TEXTS, amount=1.0, max_tokens=50)
    whole = sampler(np.random.default_rng(1))
    monkeypatch.setattr(subword_sampling, "DRAWN_AT_ONCE", 7)
    pieces = sampler(np.random.default_rng(1))
    assert all(np.array_equal(a, b) for a, b in zip(whole, pieces, strict=True))


def test_cuts_are_drawn_by_their_probabilities():
    vocabulary = Vocabulary.build(TEXTS, "subword", 60)
    word = max((word for text in TEXTS for word in vocabulary.words(text)), key=len)
    (cuts,) = vocabulary.alternatives([word], 4)
    raised = np.exp([0.5 * sum(vocabulary.scores[ids]) for ids in cuts])
    sampler, generator = SubwordSampler(vocabulary, [word] * 4000, amount=0.5, max_tokens=50), np.random.default_rng(0)
    drawn = [tuple(ids.tolist()) for ids in sampler(generator)]
    assert len(cuts) > 1
    assert [drawn.count(tuple(ids)) / 4000 for ids in cuts] == pytest.approx((raised / raised.sum()).tolist(), abs=0.03)


def test_sampled_cuts_spell_the_same_text():
    vocabulary = Vocabulary.build(TEXTS, "subword", 60)
    for ids, text in zip(SubwordSampler(vocabulary, TEXTS, 1.0, 99)(np.random.default_rng(0)), TEXTS, strict=True):
        assert vocabulary._tokenizer.processor.decode(ids.tolist()) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"kind": "word"}',
        '{"kind": "subword", "lower_case": true, "model": "AAAA"}',
        '{"kind": "spell", "lower_case": true, "tokens": []}',
    ],
)
def test_a_strangers_vocabulary_is_refused_with_words(text):
    with pytest.raises(BundleError, match="The vocabulary of this bundle cannot be read"):
        Vocabulary.from_json(text)


def test_morphemes_need_their_package_and_say_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "kiwipiepy", None)
    with pytest.raises(DataError, match=r"^Morphemes need the package kiwipiepy: pip install kiwipiepy\.$"):
        Vocabulary.build(TEXTS, "morpheme", 60)


def test_kiwi_is_loaded_only_when_morphemes_are_chosen():
    code = "import sys; from nlp_models.text.vocabulary import Vocabulary; Vocabulary.build(['a b'] * 9, 'word', 60);"
    done = subprocess.run([sys.executable, "-c", f"{code} sys.exit('kiwipiepy' in sys.modules)"], cwd=REPOSITORY)
    assert done.returncode == 0


def test_morphemes_are_kiwis_and_know_their_word(monkeypatch):
    class Kiwi:
        def __init__(self, num_workers):
            pass

        def tokenize(self, text):
            found = re.finditer(r"재미있|영화|는|였어요", text)
            return [SimpleNamespace(form=part[0], start=part.start()) for part in found]

    monkeypatch.setitem(sys.modules, "kiwipiepy", SimpleNamespace(Kiwi=Kiwi))
    vocabulary = Vocabulary.build(["재미있는 영화였어요"], "morpheme", 60)
    assert [(token, word) for token, _, word in vocabulary.tokenize("재미있는 영화였어요")] == [
        ("재미있", 0), ("는", 0), ("영화", 1), ("였어요", 1),
    ]  # fmt: skip
    assert Vocabulary.from_json(vocabulary.to_json()).encode("영화는") == vocabulary.encode("영화는")


# any text: every alphabet, signs that combine, emoji, jamo, odd spaces; not the sign that stands for a space
ANY = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=SPACE)
    | st.sampled_from("가힣ㅎ한é\u0301ﬁ👩‍👩‍👧 \t\u3000\n"),
    max_size=40,
)
KNOWN = st.text(st.sampled_from("abcde 재미있는영화"), max_size=30)  # what the subwords below were learned from
SUBWORDS = Vocabulary.build([*("abc de", "재미있는 영화", "c a d b e", "영 미 화 는 재 있") * 20], "subword", 60)


def known_whole(text, kind, lower_case=False):
    """A vocabulary that was built from this text alone, so that nothing of it is unknown."""
    return Vocabulary.build([text], kind, 10_000, lower_case)


@given(ANY.filter(str.strip), st.sampled_from(["character", "jamo", "spaced"]))
def test_a_text_comes_back_as_it_was_read(text, kind):
    vocabulary = known_whole(text, kind)
    assert vocabulary.text(vocabulary.encode(text)) == normalise(text, False)


@given(KNOWN.filter(str.strip))
def test_subwords_of_known_letters_come_back_as_they_were_read(text):
    assert SUBWORDS.text(SUBWORDS.encode(text)) == normalise(text, True)


@given(ANY.filter(str.strip))
def test_words_come_back_as_the_same_words_and_signs(text):
    vocabulary = known_whole(text, "word")
    ids = vocabulary.encode(text)
    assert UNKNOWN not in ids and vocabulary.encode(vocabulary.text(ids)) == ids


@settings(deadline=None)
@given(ANY, st.sampled_from(["word", "spaced", "character", "jamo", "subword"]), st.booleans())
def test_one_form_of_a_letter_is_as_good_as_the_other(text, kind, lower_case):
    vocabulary = SUBWORDS if kind == "subword" else known_whole(text, kind, lower_case)
    taken_apart = unicodedata.normalize("NFD", text)
    assert vocabulary.encode(taken_apart) == vocabulary.encode(unicodedata.normalize("NFC", text))


@settings(deadline=None)
@given(st.lists(ANY, max_size=4), st.sampled_from(["word", "spaced", "character", "jamo", "subword"]))
def test_of_a_strange_text_every_id_is_a_token_and_every_token_has_its_word(texts, kind):
    vocabulary = SUBWORDS if kind == "subword" else Vocabulary.build(TEXTS, kind, 60)
    encoded = vocabulary.encode_all(texts)
    assert encoded == [vocabulary.encode(text) for text in texts]
    for text, ids in zip(texts, encoded, strict=True):
        assert ids and all(0 < number < len(vocabulary) for number in ids)
        pieces = vocabulary.tokenize(text)
        assert [number for _, number, _ in pieces] in (ids, []) and (pieces or ids == [UNKNOWN])
        places = [word for *_, word in pieces]
        assert places == sorted(places) and all(0 <= word < max(1, len(text.split())) for word in places)
    assert Vocabulary.from_json(vocabulary.to_json()).encode_all(texts) == encoded
