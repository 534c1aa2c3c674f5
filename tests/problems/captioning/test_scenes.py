"""Scenes: drawn again from their line, told so that nothing is left open, some pairs of colour and shape held back."""

import numpy as np
import pytest

from nlp_models import tasks
from nlp_models.errors import DataError
from nlp_models.problems.captioning.drawn import scenes
from nlp_models.problems.captioning.drawn.scene_drawing import COLOURS

MADE = [scenes.make(number) for number in range(5_000)]


def test_a_scene_is_drawn_again_from_its_line():
    for scene in MADE[:300]:
        again = scenes.read(str(scene))
        assert again == scene
        assert (scenes.draw(again) == scenes.draw(scene)).all()
    assert scenes.draw(MADE[0]).shape == (64, 64, 3)


def test_no_combination_of_the_test_is_learned_but_every_pair_of_it_is():
    by_part = {part: [s for s in MADE if scenes.part_of(s) == part] for part in ("train", "validation", "test")}
    found = {part: set().union(*(scene.combinations for scene in of)) for part, of in by_part.items()}
    held = found["test"] - found["train"] - found["validation"]
    assert all(scene.combinations & held for scene in by_part["test"])
    assert not found["train"] & held and not found["validation"] & held
    for one in held:
        for left_out in range(3):
            pair = [part for place, part in enumerate(one) if place != left_out]
            assert any([p for place, p in enumerate(c) if place != left_out] == pair for c in found["train"])
    assert len(held) > 80 and len(by_part["train"]) > 3_000 and len(by_part["test"]) > 400


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_caption_says_all_of_a_scene_and_only_of_it(language):
    meant = {}
    for scene in MADE:
        for caption in scenes.captions(scene, language):
            assert meant.setdefault(caption, scene.groups) == scene.groups, caption


def test_captions_are_as_one_says_them():
    scene = scenes.read("scene:1: 1 orange cross left, 2 yellow heart right")
    assert scenes.captions(scene, "en") == [
        "an orange cross to the left of two yellow hearts", "two yellow hearts to the right of an orange cross",
    ]  # fmt: skip
    assert scenes.captions(scene, "ko") == [
        "노란 하트 두 개 왼쪽에 주황색 십자가가 있어요", "주황색 십자가 오른쪽에 노란 하트 두 개가 있어요",
    ]  # fmt: skip
    assert scenes.captions(scenes.read("scene:2: small blue star middle"), "ko")[0] == "가운데에 작은 파란 별이 있어요"
    assert (
        scenes.captions(scenes.read("scene:3: 3 red cross top"), "en")[0] == "three red crosses side by side at the top"
    )


def test_a_shape_has_its_colour_where_it_is_told_to_stand():
    picture = scenes.draw(scenes.read("scene:5: big blue square top-left")).astype(int)
    for there, what in ((picture[15, 15], COLOURS["blue"]), (picture[50, 50], (240, 240, 240))):
        assert np.abs(there - what).max() < 45


@pytest.mark.parametrize(
    "line",
    [
        "scene:1: big red dog top",
        "scene:1: 3 red circle left, 1 blue star right",
        "scene:x: big red circle top",
        "scene:1: ",
        "scene:1: 1 red circle top",
        "scene:1: 2 red circle top-left",
        "scene:1: big red circle above",
        "scene:1: " + "2 red star top, " * 40,
    ],
)
def test_what_is_no_scene_is_told(line):
    with pytest.raises(DataError, match="not the line of a scene"):
        scenes.read(line)


def test_the_samples_ask_for_thousands_of_pictures_and_store_none():
    task = tasks.load("captions")
    for language, file in task.samples.items():
        assert file.stat().st_size < 200
        dataset = task.sample(language)
        assert len(dataset) >= 4_000 and len(set(dataset.columns["text"])) == len(dataset)
