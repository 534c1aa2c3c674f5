"""Files as people bring them (tests/fixtures/cases), read by `inspect` as a person expects; and what every shape has to say."""

import json

import pytest
from conftest import REPOSITORY

from nlp_models import problems, tasks
from nlp_models.command_line import main
from nlp_models.datasets.source import Source
from nlp_models.messages import translator

CASES = REPOSITORY / "tests" / "fixtures" / "cases"
SHAPES = sorted({(kind, name) for kind in problems.kinds() for name in problems.problem_class(kind).shapes()})


def inspected(capsys, file, task, *options):
    status = main(["inspect", str(CASES / file), "--task", task, "--json", *options])
    told = capsys.readouterr()
    assert status == 0, told.err
    return json.loads(told.out)


def found(told):
    return {finding["kind"]: finding for finding in told["findings"]}


@pytest.mark.parametrize(
    ("file", "task", "rows", "columns", "labels"),
    [
        ("02_title_row.xlsx", "sentiment", 60, {"text": "Review", "label": "Verdict"}, {"bad": 30, "good": 30}),
        ("04_labels_float.csv", "sentiment", 80, {"text": "text", "label": "label"}, {"0": 40, "1": 40}),
        ("05_doccano_class.jsonl", "sentiment", 60, {"text": "text", "label": "label"}, {"bad": 30, "good": 30}),
        ("06b_labelstudio_min.json", "sentiment", 60, {"text": "text", "label": "sentiment"}, {"bad": 30, "good": 30}),
        ("08_ner_dataset.csv", "tagging", 80, {"text": "Word", "label": "Tag"}, None),
        ("08d_ner_list_strings.csv", "tagging", 80, {"text": "text", "label": "ner_tags"}, None),
        ("09_fasttext.txt", "sentiment", None, None, {"1", "2"}),
        ("10_folder_per_class.zip", "sentiment", None, None, {"pos", "neg"}),
        (
            "15f_split_val.csv",
            "sentiment",
            120,
            {"text": "text", "label": "label", "part": "split"},
            {"bad": 60, "good": 60},
        ),
        ("18b_predict_no_label.csv", "sentiment", 12, {"text": "tweet"}, {}),
    ],
)
def test_a_file_is_read_as_a_person_expects(file, task, rows, columns, labels, capsys):
    told = inspected(capsys, file, task)
    assert rows is None or told["rows"] == rows
    assert columns is None or told["columns"] == columns
    assert labels is None or (told["labels"] == labels if isinstance(labels, dict) else set(told["labels"]) == labels)


def test_labels_that_look_like_one_are_a_finding(capsys):
    assert "labels_alike" in found(inspected(capsys, "03_label_spelling.csv", "sentiment"))


def test_texts_that_say_only_nan_are_a_finding(capsys):
    assert len(found(inspected(capsys, "15e_nan_text.csv", "sentiment"))["nothing"]["rows"]) == 10


def test_splits_of_the_file_are_kept_whatever_they_are_called(capsys):
    assert inspected(capsys, "15f_split_val.csv", "sentiment")["splits"] == {"train": 96, "validation": 12, "test": 12}


def test_a_column_of_parts_by_another_name_is_told_and_used_when_asked_for(capsys, tmp_path):
    rows = "".join(
        f"a film number {n}\t{'good' if n % 2 else 'bad'}\t{'Test' if n % 5 == 0 else 'TRAIN'}\n" for n in range(20)
    )
    (tmp_path / "a.tsv").write_text(f"text\tlabel\tusage\n{rows}")
    assert "unused_split" in found(inspected(capsys, tmp_path / "a.tsv", "sentiment"))
    told = inspected(capsys, tmp_path / "a.tsv", "sentiment", "--part", "usage")
    assert told["splits"] == {"test": 4, "train": 16} and "unused_split" not in found(told)


def test_sentences_of_a_word_table_are_grouped(capsys):
    first = inspected(capsys, "08_ner_dataset.csv", "tagging")["first"][0]
    assert first == {"tokens": ["Anna", "flew", "to", "Busan", "."], "tags": ["B-per", "O", "O", "B-loc", "O"]}
    assert inspected(capsys, "08_ner_dataset.csv", "tagging")["other_columns"] == ["POS"]


@pytest.mark.parametrize("file", ["14b_one_line.txt", "14c_poem_commas.txt"])
def test_on_next_word_a_text_is_a_text(file, capsys):
    told = inspected(capsys, file, "next-word")
    whole = " ".join((CASES / file).read_text("utf-8").split())
    assert told["separator"] is None and whole.startswith(" ".join(row["text"].strip() for row in told["first"]))


@pytest.mark.parametrize("file", ["12d_kakaotalk_pc.txt", "12b_movie_lines.txt", "12_intents.json"])
def test_talk_is_read_as_pairs_without_names_and_times(file, capsys):
    told = inspected(capsys, file, "chatbot")
    assert told["rows"] > 8 and {"source", "target"} == set(told["first"][0])
    said = " ".join(text for row in told["first"] for text in row.values())
    assert not any(sign in said for sign in ("오후", "[가람]", "+++$+++", "L100", '"'))


def test_a_caption_without_its_picture_is_left_out_and_counted(capsys):
    told = inspected(capsys, "13b_flickr_token_missing.zip", "captions")
    assert told["rows"] > 5 and told["skipped"][0]["rows"]


def test_another_shape_may_be_asked_for_and_an_unknown_one_is_told(capsys):
    told = inspected(capsys, "14c_poem_commas.txt", "next-word", "--shape", "delimited")
    assert told["shape"] == "delimited" and told["separator"] == ","
    assert inspected(capsys, "14c_poem_commas.txt", "sentiment", "--separator", "none")["separator"] is None
    assert main(["inspect", str(CASES / "14c_poem_commas.txt"), "--task", "sentiment", "--shape", "poem"]) == 2
    assert "no shape of file named poem" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "name"), SHAPES)
def test_a_shape_says_what_it_is_and_knows_nothing_of_bytes_that_are_nothing(kind, name):
    problem = problems.problem_class(kind)
    shape = problem.shapes()[name]
    assert translator("ko")(shape.TITLE) != shape.TITLE and shape.__doc__
    sighting = shape.recognise(Source(b"xyz\n", "a.txt"), problem.FIELDS)
    assert sighting is None or sighting.confidence <= 0.9


def test_every_task_reads_its_sample_by_a_shape():
    for name in tasks.names():
        task = tasks.load(name)
        for file in task.samples.values():
            table = task.kind.read_table(file)
            assert table.shape in task.kind.shapes() and table.because
