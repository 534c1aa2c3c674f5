"""What each word did, for every kind that can be asked: held against brute force, and against adding up."""

import zipfile
from dataclasses import replace

import numpy as np
import pytest
from conftest import REPOSITORY
from test_probe import SENTENCE, make_predictor

from nlp_models.answering.attribution import (
    HALVED,
    ROUNDS,
    ask,
    gradient_times_input,
    influence,
    integrated_gradients,
    occlusion,
)
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS
from nlp_models.errors import DataError

MADE = REPOSITORY / "tests" / "fixtures" / "made_by_0.4.0"
CELLS = ["rnn", "lstm", "gru"]
POOLING = ["last", "max", "mean", "attention"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    def load(kind):
        folder = tmp_path_factory.mktemp(kind)
        zipfile.ZipFile(MADE / f"{kind}.folder.zip").extractall(folder)
        return Predictor.load(folder)

    return load


def questions(made):
    """A question to every kind that can be asked: `(predictor, text, target)`."""
    tagger, model = made("tagging"), made("language_model")
    return [
        (made("classification"), "a good film", made("classification").config.labels[0]),
        (tagger, "the film was good", (1, tagger.problem.labels[1])),
        (model, "the dog", 7),
    ]


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("pooling", POOLING)
def test_integrated_gradients_add_up(cell, pooling):
    predictor = make_predictor(labels=("bad", "fair", "good"), cell=cell, pooling=pooling, layers=2)
    found = integrated_gradients(predictor, SENTENCE, "fair")
    assert [word for word, _ in found.parts] == SENTENCE.split()
    assert found.adds_up and abs(found.gap) <= max(0.01 * abs(found.whole), 0.005)
    p = predictor([SENTENCE])[0, 1]
    nothing = ask(predictor, SENTENCE, "fair").slopes(np.zeros(1), np.float64)[0][0]
    assert found.whole == pytest.approx(np.log(p / (1 - p)) - nothing, abs=1e-4)


def test_integrated_gradients_add_up_where_spelling_is_read():
    predictor = make_predictor(tokens="subword", spelling="yes")
    found = integrated_gradients(predictor, "재미있는 film 정말로", "positive")
    assert found.adds_up and max(abs(part) for _, part in found.parts) > 0.01


def writers(made):
    """The same of the kinds that write: about their second word."""
    ready = Predictor.load(MODELS / "captions-en")
    return [(made("sequence_to_sequence"), "the dog", 1), (ready, "scene:900008: big orange cross left", 1)]


def _moved(asked, step):
    """The same question where what is read was moved a little."""
    other = replace(asked)
    other.__dict__["embedded"] = asked.embedded.astype(np.float64) + step
    return other


def test_every_kind_that_can_be_asked_adds_up_and_has_a_gradient(made):
    for predictor, text, target in [*questions(made), *writers(made)]:
        asked = ask(predictor, text, target)
        _, gradients, _ = asked.slopes(np.ones(1), np.float64)
        found = integrated_gradients(predictor, text, target)
        assert found.adds_up and [word for word, _ in found.parts] == asked.words
        # the slope along the whole text, by finite differences
        ahead, behind = asked.slopes(np.asarray([1 + 1e-5, 1 - 1e-5]), np.float64)[0]
        pushed = (gradients[0] * asked.embedded).sum()
        beside = asked.slopes(np.ones(1), np.float64)[2].sum()
        assert (ahead - behind) / 2e-5 == pytest.approx(pushed + beside, rel=1e-4)
        given = [part for _, part in gradient_times_input(predictor, text, target).parts]
        assert sum(given) == pytest.approx(pushed + asked.stretched().sum(), rel=1e-6)


def test_occlusion_is_what_is_lost_without_a_word(made):
    _, (tagger, text, target), (model, start, number) = questions(made)
    found = occlusion(tagger, text, target)
    place, tag = target
    p = tagger.read(text).tag_probabilities[place][tag]
    without = tagger.read("the \ufffd was good").tag_probabilities[place][tag]
    assert found.parts[1][1] == pytest.approx(p - without, abs=1e-6)
    read = model([start])[0, number]
    assert occlusion(model, start, number).parts[0][1] == pytest.approx(read - model(["zzqx dog"])[0, number], abs=1e-6)


def test_the_work_is_bounded_whatever_the_text_holds():
    predictor = make_predictor(max_tokens=20)
    found = integrated_gradients(predictor, "a good film " * 50, "positive")
    assert len(found.parts) == 20 and found.work <= 2 * (33 + ROUNDS * HALVED * 7)
    assert occlusion(predictor, "a good film " * 50, "positive").work == 22


def test_what_cannot_be_asked_says_so(made):
    with pytest.raises(DataError):  # it writes no word for this picture
        integrated_gradients(made("captioning"), "scene:900008: big orange cross left", 0)
    with pytest.raises(DataError):
        influence(made("classification"), "a good film")


def test_a_gradient_reaches_a_writer_through_its_attention_and_its_first_state():
    """Word by word, against finite differences of what is read, with the answer's own words given."""
    for model, text in (("translation-en-fr", "I am tired"), ("captions-en", "scene:900008: big orange cross left")):
        asked, draw = ask(Predictor.load(MODELS / model), text, 1), np.random.default_rng(0)
        _, gradients, _ = asked.slopes(np.ones(1), np.float64)
        for _ in range(3):
            way = draw.normal(size=asked.embedded.shape) * (asked.embedded != 0)
            moved = [_moved(asked, step * way).slopes(np.ones(1), np.float64)[0][0] for step in (1e-5, -1e-5)]
            assert (moved[0] - moved[1]) / 2e-5 == pytest.approx((gradients[0] * way).sum(), rel=1e-4, abs=1e-7)


def test_what_each_word_did_to_each_written_word_is_what_is_lost_without_it():
    predictor, text = Predictor.load(MODELS / "translation-en-fr"), "I am tired"
    found, answer = influence(predictor, text), predictor.read(text)
    assert (
        found.read == text.split()
        and found.written == answer.said_words
        and found.lost.shape == (len(answer.said_words), 3)
    )
    for place in range(len(found.written)):
        own = occlusion(predictor, text, place)
        assert [part for _, part in own.parts] == pytest.approx(found.lost[place].tolist(), abs=1e-5)
    captioner, picture = Predictor.load(MODELS / "captions-en"), "scene:900008: big orange cross left"
    told = influence(captioner, picture)
    assert told.lost[:, 0] == pytest.approx(
        np.subtract(captioner.read(picture).word_probabilities, captioner.read(picture).blind_probabilities), abs=1e-5
    )
    assert not np.triu(told.lost[:, 1:], 0).any()  # no word did anything to one before it


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_read_has_no_parts(text):
    for measure in (occlusion, gradient_times_input, integrated_gradients):
        assert measure(make_predictor(), text, "positive").parts == []
