"""The slider over the epochs of a training, and the theatre of teacher forcing, as pages show them."""

from functools import partial

import pytest
from conftest import as_read, opened_page

from nlp_models.answering import epochs, forcing
from nlp_models.answering.forcing import Course, Place, Share
from nlp_models.answering.predictor import Predictor
from nlp_models.runs import snapshots
from pages.ui.answer.forcing import how_it_grows, what_happens
from pages.ui.charts.forcing_component import columns_of
from pages.ui.charts.growth_chart import growth_chart
from pages.ui.frame.words import percent
from pages.ui.inside.effect import Told
from pages.ui.inside.epochs import ThenTold, how_it_came

TEXT = "a lovely film"


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    return partial(opened_page, "inside_the_cell")


def words(test):
    parts = [*test.subheader, *test.markdown, *test.caption, *test.error]
    return as_read(" | ".join(part.value for part in parts)).replace("\\", "")


def positive(run, epoch=None):
    predictor = Predictor.load(run.folder)
    return (
        (predictor if epoch is None else epochs.at_epoch(predictor, run.folder, epoch))
        .read(TEXT)
        .probabilities["positive"]
    )


def test_the_slider_opens_the_cell_of_an_earlier_epoch(app, tiny_run):
    test = app(run=tiny_run.id, text=TEXT)
    slider = test.select_slider(key=f"epoch-{tiny_run.id}")
    assert slider.value == epochs.finished_epoch(tiny_run) and len(slider.options) == 3
    assert "before learning" not in words(test)
    slider.set_value(0).run()
    assert not test.exception and not test.error
    then, now = (percent(positive(tiny_run, epoch)) for epoch in (0, None))
    said = words(test)
    assert f"{then} before learning" in said or f"{then} before learning already" in said
    assert now in said
    assert any(part.key == "cell" for part in test.get("bidi_component"))


def test_all_epochs_stand_side_by_side_with_the_neighbours_of_a_word(app, tiny_run):
    test = app(run=tiny_run.id, text=TEXT)
    test.session_state["cell-epochs"] = True
    test.run()
    assert not test.exception
    table = test.dataframe[0].value
    assert len(table) == 3 and table["Epoch"][0] == "0, before learning"
    assert table["Probability of Positive"][0] == percent(positive(tiny_run, 0))
    assert all(len(near.split(", ")) == 4 for near in table["Nearest to “lovely”"])


def test_the_theatre_opens_on_a_text_that_parts_in_the_middle(store, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    monkeypatch.setattr(forcing, "MOST_TEXTS", 20)
    test = opened_page("translation", step="inside", run="translation-en-fr")
    test.session_state["forcing-translation"] = True
    test.run()
    assert not test.exception
    said = words(test)
    assert "by itself, then “" in said and "How mistakes grow with the length" in said
    assert len(test.selectbox(key="forcing-text-translation-en-fr").options) > 3


def test_a_snapshot_that_is_damaged_is_told_and_the_slider_stays(app, tiny_run):
    snapshots.path_of(tiny_run.folder, 0).write_bytes(b"\xff" * 200)
    test = app(run=tiny_run.id, text=TEXT)
    test.select_slider(key=f"epoch-{tiny_run.id}").set_value(0).run()
    assert not test.exception and "epoch-0000.safetensors of this run cannot be read" in words(test)
    assert test.select_slider(key=f"epoch-{tiny_run.id}").value == 0


def test_a_network_without_epochs_says_so(app, tiny_run):
    test = app(run="spam-en")
    assert "Ready models come without the epochs of their training" in words(test)
    assert not test.select_slider
    for path in (tiny_run.folder / snapshots.FOLDER).iterdir():
        path.unlink()
    assert "trained before epochs were kept" in words(app(run=tiny_run.id))


def then_told(brief, shares=()):
    return ThenTold(Told(brief, "it writes", [], list(shares), ""), "")


def test_how_an_answer_came_is_told_in_a_sentence():
    def came(*briefs, best):
        return how_it_came({epoch: then_told(brief) for epoch, brief in enumerate(briefs)}, best)

    assert came("x", "a", "b", "b", best=3) == "It writes: x before learning, b from epoch 2 on"
    assert came("x", "a", "b", best=2) == "It writes: x before learning, b after epoch 2, which was kept"
    assert came("b", "b", "b", best=2) == "It writes: b from the start to epoch 2, which was kept"
    assert (
        came("x", "b", "c", best=1)
        == "It writes: x before learning, b after epoch 1, which was kept; c after the last epoch, 2"
    )


def course(true, own, parting, given=0):
    return Course("s", true.split(), true.split(), own.split(), given, parting, [], [])


def test_what_happens_to_a_sentence_is_told_as_it_is():
    assert what_happens(course("a b c ⏎", "a b c ⏎", None)) == "It writes all 3 words by itself"
    assert what_happens(course("a b c ⏎", "a x c ⏎", 1)).startswith(
        "It writes 1 of 3 words by itself, then “x” where “b” stands"
    )
    assert what_happens(course("a b c ⏎", "x b c ⏎", 0)) == "Its very first word is another one: “x”, not “a”"
    assert what_happens(course("a b c ⏎", "a ⏎", 1)) == "It writes 1 of 3 words by itself, then stops where “b” stands"
    assert (
        what_happens(course("a b ⏎", "a b c ⏎", 2))
        == "It writes all 2 words by itself, but goes on with “c” where the sentence ends"
    )
    assert what_happens(course("a b c ⏎", "a b x ⏎", 2, given=1)).startswith("It writes 1 of 2 words")


def test_both_rows_stand_in_columns_with_the_parting_marked():
    columns = columns_of(course("a b c ⏎", "a b x y z ⏎", 2, given=1))
    assert [column["guess"] for column in columns] == ["", "✓", "✓", "✓", "", ""]
    assert [column["parts"] for column in columns] == [False, False, True, False, False, False]
    assert [column["true"] for column in columns][4:] == ["", ""] and columns[0]["given"] and not columns[1]["given"]


def places(*pairs, texts=100):
    def share(mean):
        return Share(mean, max(0, mean - 0.05), min(1, mean + 0.05))

    return [Place(number, texts, share(forced), share(free)) for number, (forced, free) in enumerate(pairs, 1)]


def test_the_growth_of_mistakes_is_told_only_where_it_is_sure():
    assert "At place 3 it is wrong in 20 % with" in how_it_grows(places((0.2, 0.2), (0.2, 0.5), (0.2, 0.8))).replace(
        "\u00a0", " "
    )
    assert how_it_grows(places((0.2, 0.2), (0.2, 0.21))).startswith("Its own words hardly lead it astray")
    assert "may be chance" in how_it_grows(places((0.2, 0.2), (0.2, 0.28)))


@pytest.mark.parametrize("pairs", [[(0, 0)], [(0, 0)] * 3, [(1, 1)] * 12, [(0.3, 0.9)] * 30])
def test_the_chart_stands_for_any_growth(pairs):
    assert growth_chart(places(*pairs), ("true", "own"), "place").to_dict()["layer"]
