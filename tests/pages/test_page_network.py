"""One's own network is the page's network: when its training ends, when one comes back, and in a fresh tab."""

import shutil
from dataclasses import replace
from functools import partial

import pytest
from conftest import opened_page

from nlp_models.answering.languages import languages_of
from nlp_models.answering.ready import ready_models
from nlp_models.runs.choices import Choice, forget_choices, keep_choice, last_choice
from nlp_models.runs.run import Run
from pages.ui.story.network import ANSWERING


@pytest.fixture
def tab(store, monkeypatch):
    """`tab(**query)`: a new tab of the one visitor, on Sentiment."""
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    return partial(opened_page, "sentiment")


@pytest.fixture
def trained(tiny_run):
    """`trained(name, state)`: one more finished network of the visitor, made to look as if it were at a state."""

    def trained(name, state="done", **about):
        run = copy_of(tiny_run, name[0].translate({ord("i"): "j", ord("l"): "k"}) + tiny_run.id[1:])
        run.write_json("about.json", vars(replace(run.about, name=name, **about)))
        run.update_status(state=state)
        return run

    tiny_run.update_status()
    return trained


def copy_of(run, run_id):
    shutil.copytree(run.folder, run.folder.with_name(run_id))
    return Run(run.folder.with_name(run_id), run.store)


def network(test):
    """The id of the page's network, the same for session and address."""
    address, chosen = test.query_params["run"], test.session_state["run-sentiment"]
    assert address in (chosen, [chosen])
    return chosen


def words(test):
    return " ".join(part.value for part in test.markdown)


def press(test, label):
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception


def go(test, step):
    test.segmented_control(key="step").set_value(step).run()
    assert not test.exception


# it ends while one is there


@pytest.mark.parametrize("step", ["try", "data", "train", "judge", "inside", "home"])
def test_a_training_that_ends_is_chosen_whatever_step_one_is_on(tab, trained, step):
    run = trained("films", "running")
    with run.hold_lock():
        test = tab(step=step, run="sentiment-en")
        assert network(test) == "sentiment-en"
    run.update_status(state="done")
    test.run()
    for step in ANSWERING:
        go(test, step)
        assert network(test) == run.id and "You are looking at" not in words(test)


def test_a_training_that_ends_while_one_is_on_another_page_is_chosen_when_one_is_back(tab, trained):
    run = trained("films", "running")
    with run.hold_lock():
        test = tab(run="sentiment-en")
        test.switch_page("pages/spam.py").run()
    run.update_status(state="done")
    test.switch_page("pages/sentiment.py").run()
    assert not test.exception and network(test) == run.id and "“films” is done" in words(test)


def test_the_end_is_told_in_this_tab_as_long_as_that_network_answers(tab, trained):
    run = trained("films", "running")
    with run.hold_lock():
        test = tab()
    run.update_status(state="done")
    assert "“films” is done" in words(test.run()) and "“films” is done" in words(test.run())
    assert "“films” is done" not in words(tab())


def test_another_tab_that_saw_it_train_follows_too(tab, trained):
    run = trained("films", "running")
    with run.hold_lock():
        one, other = tab(run="sentiment-en"), tab(run="sentiment-en")
    run.update_status(state="done")
    assert network(one.run()) == network(other.run()) == run.id


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_training_that_breaks_off_changes_nothing(tab, trained, state):
    run = trained("films", "running")
    with run.hold_lock():
        test = tab(run="sentiment-en")
    run.update_status(state=state)
    assert network(test.run()) == "sentiment-en"


# a fresh tab


def test_whoever_comes_back_finds_what_was_trained_meanwhile_even_by_the_old_address(tab, trained):
    run = trained("films", "running")
    with run.hold_lock():
        test = tab(lang="ko", run="sentiment-ko", step="train")
        test.session_state["picker-sentiment"] = True
        press_ready(test.run(), "sentiment-ko")
    run.update_status(state="done")
    back = tab(lang="ko", run="sentiment-ko")  # as the browser kept it
    assert network(back) == run.id


def test_a_fresh_tab_opens_on_what_was_chosen_last(tab, trained):
    older, newer = trained("a"), trained("b")
    test = tab()
    assert network(test) == newer.id
    for chosen in ("sentiment-en", older.id):
        test.session_state["picker-sentiment"] = True
        press_ready(test.run(), chosen)
        assert network(test) == chosen == network(tab()) and not test.session_state["picker-sentiment"]


def press_ready(test, network_id):
    test.button(key=f"pick-{network_id}").click().run()
    assert not test.exception


def test_without_a_choice_it_opens_on_ones_newest_of_the_language(tab, trained, monkeypatch):
    korean, english = trained("k"), trained("e")
    monkeypatch.setattr("pages.ui.story.network.languages_of", lambda run: {"en"} if run.id == english.id else {"ko"})
    trained("x", "failed")
    assert network(tab()) == english.id
    assert network(tab(lang="ko")) == korean.id


def test_a_network_of_the_other_language_gives_way_to_the_ready_one(tab, tiny_run):
    assert languages_of(tiny_run) == {"en"}
    assert network(tab(lang="ko")) == "sentiment-ko" and network(tab()) == tiny_run.id


def test_a_link_wins_and_the_bar_tells_of_ones_own(tab, trained):
    run = trained("films, *new*", "running")
    with run.hold_lock():
        tab()
    run.update_status(state="done")
    test = tab(run="sentiment-ko")
    assert network(test) == "sentiment-ko"
    told = words(test).replace("\\", "")
    assert "You are looking at the ready model. Yours, “films, *new*”, is done." in told
    press(test, "Show mine")
    assert network(test) == run.id and "You are looking at" not in words(test)


@pytest.mark.parametrize("step", ["try", "judge", "inside", "home"])
def test_the_bar_stands_on_every_step_that_shows_another_network(tab, trained, step):
    older, newer = trained("a"), trained("b")
    assert "You are looking at “a”. The one you trained last is “b”." in words(tab(run=older.id, step=step))
    assert "You are looking at" not in words(tab(run=newer.id, step=step))


def test_after_a_day_a_ready_model_may_be_looked_at_in_peace(tab, trained, monkeypatch):
    trained("a")
    monkeypatch.setattr("pages.ui.story.network.A_DAY", 0)
    assert "You are looking at" not in words(tab(run="sentiment-en"))


# the list in the title


def test_the_list_names_yours_and_ready_with_their_scores_by_name(tab, trained):
    run = trained("films, LSTM")
    test = tab()
    closed = {button.key for button in test.button}
    assert not any(str(key).startswith("pick-") for key in closed)
    test.session_state["picker-sentiment"] = True
    test.run()
    assert "**Yours**" in [part.value for part in test.markdown] and "**Ready**" in [
        part.value for part in test.markdown
    ]
    label = test.button(key=f"pick-{run.id}").label.replace("\\", "")
    assert label == f"**films, LSTM**  \naccuracy {100 * run.report['test']['accuracy']:.1f}\u00a0%"
    assert test.button(key="pick-sentiment-en").label.startswith("**Ready model, English**  \nLSTM · accuracy 8")


# what is kept of a visitor


def test_choices_are_ones_own_and_can_be_forgotten(store):
    keep_choice(store, "ann", "spam", Choice("spam-en", "en"))
    keep_choice(store, "ann", "tagging", Choice(awaited=("a",)))
    assert last_choice(store, "ann", "spam") == Choice("spam-en", "en")
    assert last_choice(store, "ann", "tagging").awaited == ("a",)
    assert last_choice(store, "../ann", "spam") == last_choice(store, "ben", "spam") == Choice()
    [file] = (store.root / "choices").iterdir()
    assert "ann" not in file.name and "ann" not in file.read_text()
    forget_choices(store, "ann")
    forget_choices(store, "ann")
    assert last_choice(store, "ann", "spam") == Choice() and store.list("ann") == []


@pytest.mark.parametrize("damaged", [b"", b"[1]", b'{"spam": 3}', b'{"spam": {"awaited": "all"}}', b"\xff\x00"])
def test_a_damaged_choice_is_none(store, damaged):
    keep_choice(store, "ann", "spam", Choice("spam-en", "en"))
    [file] = (store.root / "choices").iterdir()
    file.write_bytes(damaged)
    assert last_choice(store, "ann", "spam") == Choice()
    keep_choice(store, "ann", "spam", Choice("spam-ko", "ko"))
    assert last_choice(store, "ann", "spam") == Choice("spam-ko", "ko")


def test_a_choice_of_somebody_elses_run_is_none_of_ours(tab, store, trained):
    run = trained("secret", owner="0" * 64)
    keep_choice(store, "local", "sentiment", Choice(run.id, "en", awaited=(run.id,)))
    assert network(tab()) != run.id


def test_a_link_to_somebody_elses_training_says_that_it_is_not_done(tab, trained):
    run = trained("films", "running", owner="0" * 64, shared=True)
    with run.hold_lock():
        test = tab(run=run.id)
        for _ in range(2):  # also after a rerun of the page's own
            assert network(test) != run.id and "“films” is still being trained" in test.run().error[0].value
        go(test, "data")
        assert not test.error
    run.update_status(state="cancelled")
    assert "“films” was not trained to its end" in tab(run=run.id).error[0].value


def test_a_link_to_ones_own_training_that_was_cut_off_shows_it_on_train(tab, trained):
    cut, _newer = trained("films", "interrupted"), trained("books", "interrupted")
    test = tab(run=cut.id, step="train")
    assert not test.error and any("films" in caption.value for caption in test.caption)
    assert "“films” was not trained to its end" in tab(run=cut.id).error[0].value


def test_old_choices_are_swept_with_old_runs(store, monkeypatch):
    keep_choice(store, "ann", "spam", Choice("spam-en", "en"))
    store.sweep()
    assert last_choice(store, "ann", "spam").network == "spam-en"
    monkeypatch.setattr("nlp_models.runs.store.time.time", lambda: 10**11)
    store.sweep()
    assert last_choice(store, "ann", "spam") == Choice()


def test_parts_of_syllables_are_korean(tmp_path, store):
    from nlp_models.text.vocabulary import Vocabulary

    (tmp_path / "vocabulary.json").write_text(
        Vocabulary.build(["영화가 좋아요", "배우가 별로예요"], "jamo", 60).to_json()
    )
    assert languages_of(Run(tmp_path, store)) == {"ko"}
    assert languages_of(Run(tmp_path / "not there", store)) == set()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "vocabulary.json").write_text("[1]")
    assert languages_of(Run(tmp_path / "odd", store)) == set()


@pytest.mark.parametrize("model", ready_models(), ids=lambda model: model.id)
def test_a_vocabulary_tells_its_languages(model, tmp_path, store):
    run = Run(model.folder, store)
    assert languages_of(run) == {"ko" if code == "ko" else "en" for code in model.languages}
