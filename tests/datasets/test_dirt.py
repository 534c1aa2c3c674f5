"""What the doctor sees in texts and labels, and that its remedy leaves nothing of it; everything can be undone."""

import pickle

import pytest

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.dirt import without_addresses, without_tags, without_unseen
from nlp_models.datasets.doctor import examine, fixed
from nlp_models.problems.classification import checks
from nlp_models.recipe import Recipe

ROWS = [
    (f"a {word} film about number {n}", "good" if n % 2 else "bad")
    for n, word in enumerate(["calm", "loud", "long"] * 10)
]


def of(*more):
    texts, labels = zip(*ROWS, *more, strict=True)
    return Dataset({"text": list(texts), "label": list(labels)}, {})


def found(dataset):
    return {one.kind: one for one in examine(dataset, Recipe(), checks.CHECKS, checks.HEALTHY) if one.level == "look"}


@pytest.mark.parametrize(
    ("kind", "dirty", "clean"),
    [
        ("html", "good <br /> and &amp; quick", "good and & quick"),
        ("urls", "see https://example.org/a?b=1 now", "see now"),
        ("invisible", "good\u200b and\ufeff bad", "good and bad"),
    ],
)
def test_dirt_is_found_and_taken_out(kind, dirty, clean):
    dataset = of((dirty, "good"))
    finding = found(dataset)[kind]
    assert finding.rows == [31]
    edit = fixed(dataset, pickle.loads(pickle.dumps(finding)))  # a page keeps findings in its cache
    assert dataset.edited([edit]).columns["text"][-1] == clean
    assert kind not in found(dataset.edited([edit])) and edit.message.values == {"row": 31}


def test_clean_texts_have_none_of_it():
    assert not found(of(("3 < 4 and a > b, R&D; a<b", "good"), ("family 👨‍👩‍👧 and ☀️", "bad")))


def test_what_joins_emoji_stays():
    assert without_unseen("👨‍👩‍👧 ☀️ a\u200db") == "👨‍👩‍👧 ☀️ ab"
    assert without_tags("a < b") == "a < b" and without_addresses("www.only.org") == "www.only.org"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("mojibake", [("cafÃ© was â€™fine", "good")] * 3),
        ("cut_off", [("long " * 6553 + "x", "good")]),
        ("nothing", [("nan", "good"), ("N/A", "bad")]),
        ("languages", [(f"이 영화는 정말 재미있고 좋았어요 {n}", "good") for n in range(8)]),
        ("labels_alike", [("a film", "Good"), ("a play", "BAD")]),
        (
            "several_labels",
            [("a film", "good, bad"), ("a play", "bad, good"), ("a song", "good,bad"), ("b", "bad,good")],
        ),
    ],
)
def test_each_has_its_rows_and_a_remedy(kind, more):
    finding = found(of(*more))[kind]
    if kind != "several_labels":
        assert len(finding.rows) == len(more)
    dataset = of(*more)
    assert kind == "mojibake" or kind not in found(dataset.edited([fixed(dataset, finding)]))


def test_labels_that_look_like_one_become_the_commonest():
    dataset = of(("a film", "Good"), ("a play", "g-ood"), ("a song", "GOOD "))
    merged = dataset.edited([fixed(dataset, found(dataset)["labels_alike"])])
    assert set(merged.columns["label"]) == {"good", "bad", "g-ood"}


def test_a_score_becomes_classes_and_the_cut_is_shown():
    scores = Dataset(
        {"text": [f"text {n} of many" for n in range(60)], "label": [f"{n / 59:.2f}" for n in range(60)]}, {}
    )
    finding = found(scores)["scores"]
    assert finding.remedy.values == {"middle": "0.5"}
    assert set(scores.edited([fixed(scores, finding)]).columns["label"]) == {"<0.5", "≥0.5"}


def test_stars_are_offered_as_three_classes():
    stars = Dataset(
        {"text": [f"text {n} of many" for n in range(60)], "label": [str(1 + n % 5) for n in range(60)]}, {}
    )
    (finding,) = [one for one in examine(stars, Recipe(), checks.CHECKS, checks.HEALTHY) if one.kind == "scores"]
    assert set(stars.edited([fixed(stars, finding)]).columns["label"]) == {"≤2", "2–4", "≥4"}


def test_more_labels_than_anybody_reads_are_kept_by_their_number():
    many = Dataset({"text": [f"text {n}" for n in range(600)], "label": [f"kind {n % 60}" for n in range(600)]}, {})
    finding = found(many)["many_labels"]
    assert len(set(many.edited([fixed(many, finding)]).columns["label"])) == 21


def test_numbers_nobody_has_named_are_asked_for():
    numbers = Dataset({"text": [f"text {n}" for n in range(40)], "label": [str(n % 2) for n in range(40)]}, {})
    assert "codes" in found(numbers)
    assert "codes" not in found(Dataset(numbers.columns, {"0": "bad", "1": "good"}))


def looked_at(task, dataset):
    found = examine(dataset, task.recipe, task.kind.CHECKS, task.kind.HEALTHY)
    return {one.kind: one for one in found if one.level == "look"}


@pytest.mark.parametrize("side", ["text", "label"])
@pytest.mark.parametrize(
    ("kind", "dirty", "clean"),
    [
        ("html", "good <br /> and &amp; quick", "good and & quick"),
        ("urls", "see https://example.org/a?b=1 now", "see now"),
        ("invisible", "good\u200b and\ufeff bad", "good and bad"),
    ],
)
def test_both_sides_of_a_pair_are_looked_at(kind, dirty, clean, side):
    columns = {"text": [f"where is house {n}" for n in range(20)], "label": [f"it is number {n}" for n in range(20)]}
    columns[side][7] = dirty
    dataset, task = Dataset(columns), tasks.load("chatbot")
    finding = looked_at(task, dataset)[kind]
    edit = fixed(dataset, pickle.loads(pickle.dumps(finding)))
    mended = dataset.edited([edit])
    assert finding.rows == [8] and mended.columns[side][7] == clean and kind not in looked_at(task, mended)
    other = {"text": "label", "label": "text"}[side]
    assert mended.columns[other] == columns[other]


def test_two_languages_on_one_side_of_pairs_are_told_but_a_translation_is_none():
    korean, english = (
        [f"저기 보이는 집은 어디에 있나요 {n}" for n in range(20)],
        [f"where is that house {n}" for n in range(20)],
    )
    task = tasks.load("translation")
    assert "languages" not in looked_at(task, Dataset({"text": korean, "label": english}))
    mixed = Dataset({"text": korean[:15] + english[:5], "label": english})
    assert looked_at(task, mixed)["languages"].rows == [16, 17, 18, 19, 20]


@pytest.mark.parametrize(
    ("kind", "word", "clean"),
    [
        ("html", "R&amp;D", "R&D"),
        ("urls", "https://example.org/a", "URL"),
        ("invisible", "Bu\u200bsan", "Busan"),
        ("invisible", "\u200b", None),
    ],
)
def test_words_of_tagged_sentences_keep_their_tags(kind, word, clean):
    texts = [f"they went to place{n} ." for n in range(20)]
    dataset = Dataset({"text": [*texts, f"we saw {word} there"], "label": ["O O O B-LOC O"] * 20 + ["O O B-ORG O"]})
    task = tasks.load("tagging")
    finding = looked_at(task, dataset)[kind]
    mended = dataset.edited([fixed(dataset, pickle.loads(pickle.dumps(finding)))])
    assert mended.columns["text"][-1] == (f"we saw {clean} there" if clean else "we saw there")
    assert mended.columns["label"][-1] == ("O O B-ORG O" if clean else "O O O")
    assert kind not in looked_at(task, mended) and finding.rows == [21]
