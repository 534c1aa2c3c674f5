"""Whether a text can be read at all: a word of it is known, in a script that was learned."""

import pytest

from nlp_models import tasks
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import ready_models
from nlp_models.text.known import is_read
from nlp_models.text.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "read"), [("a dull day", True), ("영화", False), ("10/10", False), ("", True), ("dull 영화", True)]
)
def test_a_text_is_read_where_one_of_its_words_is_known(text, read):
    vocabulary = Vocabulary.build(["a good film", "a dull film"], kind="word", size=100)
    assert is_read(vocabulary, vocabulary.tokenize(text)) == read


def test_words_of_a_script_that_was_hardly_learned_count_whole_and_by_the_half():
    korean = [f"단어{n}" for n in range(100)]
    vocabulary = Vocabulary("word", ["<pad>", "<unk>", *korean, "ok", "best", "b", "e", "s"])
    assert is_read(vocabulary, vocabulary.tokenize("단어7 strange words all around"))
    assert is_read(vocabulary, vocabulary.tokenize("best film"))
    assert not is_read(vocabulary, vocabulary.tokenize("the best film"))
    spelled = [(letter, vocabulary.ids[letter], 0) for letter in "bes"]
    assert not is_read(vocabulary, spelled)


@pytest.mark.parametrize("name", ["chatbot-ko", "next-word-ko", "sentiment-ko", "spam-ko"])
def test_english_is_not_read_letter_by_letter(name):
    model = next(model for model in ready_models() if model.id == name)
    problem = Predictor.load(model.folder).problem
    assert not any(problem.reads(text) for text in tasks.load(model.about.task).examples["en"])


@pytest.mark.parametrize("model", ready_models(), ids=lambda model: model.id)
def test_every_ready_model_reads_its_own_language(model):
    predictor, task = Predictor.load(model.folder), tasks.load(model.about.task)
    assert all(predictor.problem.reads(text) for text in task.examples[model.language])
    if model.about.task != "captions" and model.language == "en":
        assert not any(predictor.problem.reads(text) for text in task.examples["ko"])
