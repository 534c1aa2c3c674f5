"""A column that stays on disk gives what a list of its cells would give."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_models.datasets import cells, saved_rows
from nlp_models.datasets.dataset import Dataset, Edit
from nlp_models.datasets.doctor import WORD, word_counts

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=30)


@pytest.fixture(autouse=True, scope="module")
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "LARGE", -1)  # nothing is too small to stay on disk
        patch.setattr(cells, "STRETCH", 4)
        yield


@pytest.fixture(scope="module")
def column(tmp_path_factory):
    return tmp_path_factory.mktemp("cells") / "column"


@settings(max_examples=60)
@given(texts=TEXTS, start=st.integers(-9, 30), step=st.sampled_from([-2, -1, 1, 3]))
def test_it_gives_what_a_list_gives(column, texts, start, step):
    assert cells.write(column, texts) == sum(len(text.encode()) for text in texts)
    found = cells.Cells.opened(column)
    assert list(found) == texts and len(found) == len(texts) and found[start::step] == texts[start::step]
    assert [found[place] for place in range(-len(texts), len(texts))] == texts + texts
    with pytest.raises(IndexError):
        found[len(texts)]
    places = range(len(texts))[start::step]
    picked = cells.picked(found, places)
    assert list(picked) == [texts[place] for place in places]
    new, said = cells.changed(picked, {0: "new"}), ["new", *list(picked)[1:]]
    assert not places or (list(new) == said and list(cells.picked(new, range(len(new))[::-1])) == said[::-1])


def test_of_few_different_cells_each_is_kept_once(column, monkeypatch):
    monkeypatch.setattr(cells, "MANY", 10)
    cells.write(column, ["긍정", "부정", "긍정"] * 10)
    found = cells.read(column)
    assert found == ["긍정", "부정", "긍정"] * 10 and found[0] is found[2]


def test_edits_of_rows_on_disk_are_those_of_lists(column, tmp_path):
    texts, labels = [f"text {n}" for n in range(20)], ["a", "b"] * 10
    for name, values in (("text", texts), ("label", labels)):
        cells.write(tmp_path / name, values)
    here = Dataset({"text": texts, "label": labels}, numbers=list(range(2, 22)))
    there = Dataset({name: cells.Cells.opened(tmp_path / name) for name in here.columns}, numbers=list(range(2, 22)))
    edits = [Edit.of([2, 9], {3: "c"}), Edit.of([21], texts={5: "new"}), Edit.of(labels={10: "d"})]
    for each in (here.edited(edits), there.edited(edits)):
        assert each.digest() == here.edited(edits).digest() and list(each.row_numbers) == [*range(3, 9), *range(10, 21)]
    assert there.digest() == here.digest() and there.head(3).digest() == here.head(3).digest()
    assert [Edit.from_dict(edit.as_dict()) for edit in edits] == edits


def test_a_large_dataset_comes_back_with_its_texts_on_disk(tmp_path, monkeypatch):
    rows = Dataset({"text": ["하나 둘", 'a "b"\n', "", "x"] * 5, "label": ["a", "b"] * 10}, {"a": "gut"})
    path = tmp_path / "dataset.jsonl"
    rows.save(path)
    whole = path.read_bytes()
    monkeypatch.setattr(saved_rows, "LARGE", -1)
    monkeypatch.setattr(saved_rows, "LINES", 7)
    monkeypatch.setattr(cells, "FEW", 2)
    for written in (whole, whole + b'["cut sho'):  # of a last line that is not whole nothing is taken
        path.write_bytes(written)
        found = Dataset.load(path)
        assert isinstance(found.columns["text"], cells.Stored) and found.digest() == rows.digest()
    assert [*tmp_path.iterdir()] == [path]  # its texts lie in files without a name
    path.write_bytes(whole.replace(b'"x", "b"', b'"x"'))
    with pytest.raises(LookupError):
        Dataset.load(path)


def test_numbers_come_back_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "MANY", 3)
    for numbers in ([], [7], [2, 3, 4, 5], [2, 3, 5, 9, 10**10]):
        cells.write_numbers(tmp_path / "numbers", numbers)
        assert list(cells.read_numbers(tmp_path / "numbers")) == numbers


@given(texts=TEXTS)
def test_words_are_counted_as_the_pattern_cuts_them(texts):
    assert sorted(word_counts(texts).elements()) == sorted(word for text in texts for word in WORD.findall(text))
