"""A run as a file: what we pack comes back and goes on as if nothing had been; a stranger's file is told what is wrong."""

import io
import json
import shutil
import stat
import zipfile

import numpy as np
import pytest
import safetensors.numpy
from shared_runs import copied, wait_until

from nlp_models.answering import judging
from nlp_models.answering.predictor import Predictor
from nlp_models.errors import BundleError, RunError, TaskError
from nlp_models.runs import snapshots
from nlp_models.runs.store import RunStore
from nlp_models.sharing import archive
from nlp_models.training.worker import run_worker

TIMES = ("seconds", "tokens_per_second")
STATE, FACTS = "checkpoint/epoch-0002/state.safetensors", "checkpoint/epoch-0002/facts.json"


def history(run):
    return [{key: value for key, value in row.items() if key not in TIMES} for row in run.metrics()]


def bring(store, data, owner="local"):
    kept = archive.read(data)
    return store.import_run(kept.task, kept.recipe, kept.files, kept.status, owner=owner, name=kept.name)


@pytest.fixture
def soon_interrupted(monkeypatch):
    monkeypatch.setattr("nlp_models.runs.records.STALE_SECONDS", 0.3)


@pytest.fixture
def finished(tiny_run, store):
    store.rename(tiny_run, "영화평 tiny")
    return store.get(tiny_run.id, "local")


def test_a_run_killed_packed_deleted_and_brought_elsewhere_ends_as_the_unbroken_one(
    store, tmp_path, whole_folder, killed_folder, soon_interrupted
):
    whole, broken = copied(whole_folder, store), copied(killed_folder, store)
    with broken.hold_lock(), pytest.raises(RunError, match="This run is waiting or training"):
        archive.pack(broken)
    wait_until(lambda: broken.status.state == "interrupted", seconds=5)
    data = archive.pack(broken)
    store.delete(broken)

    elsewhere = RunStore(tmp_path / "another host")
    back = bring(elsewhere, data, owner="somebody")
    assert back.about.name == "films" and back.status.state == "interrupted" and 1 <= len(back.metrics()) < 6
    back.prepare_resume()
    assert run_worker(elsewhere, back.id) == 0, back.log_tail()
    assert history(back) == history(whole)
    assert back.report["test"] == whole.report["test"] and back.status.best_epoch == whole.status.best_epoch
    weights = [(run.folder / "weights.safetensors").read_bytes() for run in (whole, back)]
    assert weights[0] == weights[1]


def test_a_finished_run_comes_back_done_with_its_rows_scores_and_answers(finished, tmp_path):
    back = bring(RunStore(tmp_path / "another host"), archive.pack(finished))
    assert back.status.state == "done" and back.status.score == finished.status.score
    assert back.report == finished.report and back.about.name == "영화평 tiny"
    assert back.dataset.digest() == finished.dataset.digest() and back.metrics() == finished.metrics()
    sentence = ["a lovely film"]
    assert Predictor.load(back.folder)(sentence).tolist() == Predictor.load(finished.folder)(sentence).tolist()
    assert judging.judge(back).texts == judging.judge(finished).texts
    assert not (back.folder / "checkpoint").exists()  # it does not go on
    epochs = snapshots.epochs(finished.folder)
    assert len(epochs) == 3 and snapshots.epochs(back.folder) == epochs
    assert all(snapshots.read(back.folder, at) == snapshots.read(finished.folder, at) for at in epochs)


def test_a_run_that_had_not_begun_comes_back_and_starts_over(store, tmp_path, tiny_dataset, tiny_recipe, untraced):
    run = store.create("sentiment", tiny_recipe.changed(batch_size=64), tiny_dataset, owner="local")
    run.update_status(state="cancelled")
    back = bring(RunStore(tmp_path / "another host"), archive.pack(run))
    assert back.status.state == "interrupted" and back.dataset == tiny_dataset
    back.prepare_resume()
    assert run_worker(back.store, back.id) == 0 and back.status.state == "done"


@pytest.mark.parametrize("order", [["label", "text"], ["part", "label", "text"], ["label", "part", "text"]])
def test_columns_may_stand_as_they_did_in_the_file(store, tmp_path, tiny_dataset, tiny_recipe, order):
    parts = ["test" if n % 5 == 0 else "train" for n in range(len(tiny_dataset))]
    columns = tiny_dataset.columns | {"part": parts}
    run = store.create(
        "sentiment", tiny_recipe, type(tiny_dataset)({name: columns[name] for name in order}), owner="local"
    )
    run.update_status(state="cancelled")
    back = bring(RunStore(tmp_path / "another host"), archive.pack(run))
    assert list(back.dataset.columns) == order and back.dataset == run.dataset


def test_the_same_run_gives_the_same_bytes(finished):
    assert archive.pack(finished) == archive.pack(finished)


def test_a_waiting_run_cannot_be_packed(store, tiny_dataset, tiny_recipe):
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    with pytest.raises(RunError, match=r"waiting or training\. Download it when it has ended, or stop it first"):
        archive.pack(run)


def test_a_shared_run_cannot_be_packed_by_others(store, finished):
    store.share(finished, True)
    with pytest.raises(RunError, match="Only the person who started this run"):
        archive.pack(store.get(finished.id, "somebody else"))


def test_a_checkpoint_of_another_network_is_told_when_it_should_go_on(store, good_files):
    files = good_files | {STATE: safetensors.numpy.save({"0000": np.zeros(3, np.float32)})}
    run = bring(store, zipped(files))
    run.prepare_resume()
    assert run_worker(store, run.id) == 2
    assert run.status.state == "failed" and "does not fit its network" in run.status.message.text


# a stranger's file


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archived:
        for name, data in files.items() if isinstance(files, dict) else files:
            archived.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def packed(tiny_folder, tmp_path_factory):
    """`(unfinished, finished)`: one tiny run packed as if it had been cancelled after its last epoch, and when it was done."""
    store = RunStore(tmp_path_factory.mktemp("packed"))
    shutil.copytree(tiny_folder, store.root / tiny_folder.name)
    run = store.get(tiny_folder.name, "local")
    done = archive.pack(run)
    run.update_status(state="cancelled")
    return archive.pack(run), done


@pytest.fixture
def good_files(packed):
    return unzipped(packed[0])


@pytest.fixture
def done_files(packed):
    return unzipped(packed[1])


def refusal(files):
    with pytest.raises((BundleError, TaskError)) as error:
        archive.read(files if isinstance(files, bytes) else zipped(files))
    return str(error.value)


def with_json(files, name, **changes):
    return files | {name: json.dumps(json.loads(files[name]) | changes).encode()}


def test_the_good_ones_are_accepted(packed, good_files, done_files):
    assert archive.read(zipped(good_files)).status.state == "interrupted"
    assert archive.read(zipped(done_files)).status.state == "done"
    assert STATE in good_files and STATE not in done_files


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\5\6" + bytes(18), zipped({"holiday.jpg": b"jpg"})])
def test_what_is_no_run_is_told_so(data):
    assert refusal(data) == "This is not a run file made by Unrolled."


def test_a_truncated_file_is_told_so(packed):
    data = packed[0]
    assert {refusal(data[:length]) for length in range(0, len(data), 997)} == {
        "This is not a run file made by Unrolled."
    }


def test_a_bundle_is_sent_where_it_belongs(done_files):
    from nlp_models.runs import bundles

    words = refusal({name: done_files[name] for name in bundles.LIMITS})
    assert words.startswith("This is a bundle: it answers, but cannot go on training.")


def test_missing_and_extra_files_are_named(good_files, done_files):
    assert refusal(good_files | {"evil.pkl": b""}) == ("This run file holds files that do not belong there: evil.pkl.")
    assert "do not belong there: checkpoint/epoch-0001/facts.json" in refusal(
        good_files | {"checkpoint/epoch-0001/facts.json": b"{}"}
    )
    lacking = {name: data for name, data in good_files.items() if name not in ("dataset.jsonl", FACTS)}
    assert refusal(lacking) == f"This run file lacks dataset.jsonl, {FACTS}."
    del done_files["card.md"]
    assert refusal(done_files) == "This run file lacks card.md."


@pytest.mark.parametrize("name", ["../evil", "/evil", "a\\b", "C:/evil", "checkpoint/../../evil"])
def test_names_that_lead_elsewhere_are_refused(good_files, name):
    assert "is not allowed" in refusal(good_files | {name: b""})


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicates_are_refused(good_files):
    assert refusal(zipped([*good_files.items(), ("recipe.json", b"{}")])) == "This zip holds recipe.json twice."


def test_links_are_refused(good_files):
    link = zipfile.ZipInfo("facts")
    link.filename = link.orig_filename = FACTS
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    pairs = [(link if name == FACTS else name, data) for name, data in good_files.items()]
    assert refusal(zipped(pairs)) == f"{FACTS} in this run file is a link, not a file."


def test_other_compressions_and_bombs_are_refused(good_files):
    assert "packed in a way we do not read" in refusal(zipped(good_files, zipfile.ZIP_LZMA))
    bomb = good_files | {"dataset.jsonl": good_files["dataset.jsonl"] + b" " * 50_000_000}
    assert refusal(bomb) == "dataset.jsonl in this run file is compressed too far to be what it says."
    assert refusal(good_files | {"run.json": b"{}" + b" " * 20_000}) == (
        "run.json in this run file is larger than 10 kB."
    )


def test_a_file_over_the_limit_is_refused_before_it_is_opened(good_files, monkeypatch):
    monkeypatch.setattr(archive, "TOTAL_LIMIT", 2_000_000)
    assert refusal(bytes(2_000_001)) == "A run file has at most 2 MB; this one is larger."


@pytest.mark.parametrize("name", ["run.json", "status.json", "recipe.json", "vocabulary.json", FACTS])
@pytest.mark.parametrize("data", [b"{", b"[1]", b"\xff\xfe", b"[" * 900])
def test_broken_json_is_named(good_files, name, data):
    assert refusal(good_files | {name: data}) == f"{name} in this run file is damaged."


def test_a_newer_version_and_an_unknown_task_are_told(good_files):
    newer = with_json(good_files, "run.json", version=7)
    assert refusal(newer) == "This run file has version 7, this Unrolled reads up to 1. Update Unrolled first."
    assert "There is no task named 'nonsense'" in refusal(with_json(good_files, "run.json", task="nonsense"))
    assert "wrong at task" in refusal(with_json(good_files, "run.json", task="../x"))


def test_a_recipe_out_of_bounds_is_told(good_files):
    from nlp_models.errors import RecipeError

    with pytest.raises(RecipeError, match="units must be between 1 and 1024, got 9999"):
        archive.read(zipped(with_json(good_files, "recipe.json", units=9999)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "queued"),
        ("state", "done"),
        ("score", 7),
        ("score", float("nan")),
        ("epoch", "two"),
        ("best_epoch", -1),
        ("message", {"text": "{x.__class__}", "values": {}}),
        ("device", "<b>CPU</b>"),
        ("attempt", True),
        ("owner", "me"),
    ],
)
def test_every_field_of_the_status_is_checked(good_files, field, value):
    assert refusal(with_json(good_files, "status.json", **{field: value})) == (
        f"status.json in this run file is wrong at {field}."
    )


def test_metrics_that_no_training_writes_are_refused(good_files):
    first, second = good_files["metrics.jsonl"].splitlines()
    row = json.loads(first)
    for lines, where in [
        ([second, first], "epoch"),
        ([first], "epoch"),
        ([json.dumps(row | {"loss": float("inf")}).encode(), second], "loss"),
        ([json.dumps(row | {"more": 1}).encode(), second], "more"),
        ([json.dumps(row | {"accuracy": 2}).encode(), second], "accuracy"),
    ]:
        words = refusal(good_files | {"metrics.jsonl": b"\n".join(lines)})
        assert words == f"metrics.jsonl in this run file is wrong at {where}."


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b'["only a text"]', "row 1"),
        (b'["text", 3]', "row 1"),
        (b'["half a letter \\ud800", "positive"]', "row 1"),
        (b'{"text": "a", "label": "b"}', "row 1"),
        (b'["a","b"],["c","d"]', "columns"),
    ],
)
def test_rows_that_are_no_rows_are_refused(good_files, line, where):
    head, *rows = good_files["dataset.jsonl"].split(b"\n")
    data = b"\n".join([head, line, *rows])
    assert refusal(good_files | {"dataset.jsonl": data}) == f"dataset.jsonl in this run file is wrong at {where}."


@pytest.mark.parametrize(
    "head", [b"[]", b'{"names": {}, "columns": ["text"]}', b'{"names": {"a": 1}, "columns": ["text", "label"]}']
)
def test_a_dataset_with_a_strange_head_is_refused(good_files, head):
    data = b"\n".join([head, *good_files["dataset.jsonl"].split(b"\n")[1:]])
    assert refusal(good_files | {"dataset.jsonl": data}) == "dataset.jsonl in this run file is wrong at columns."


def test_a_schedule_longer_than_the_recipe_allows_is_refused(good_files):
    assert refusal(with_json(good_files, FACTS, total_steps=9_000_000)) == (
        f"{FACTS} in this run file is wrong at total_steps."
    )
    schedule = good_files | {"schedule.json": b'{"steps": 9000000, "seconds_per_step": 0.1}'}
    assert refusal(schedule) == f"{FACTS} in this run file is wrong at total_steps."


def test_arrays_are_plain_finite_numbers(good_files):
    def state(**arrays):
        return refusal(good_files | {STATE: safetensors.numpy.save(arrays)})

    assert state(a=np.asarray([1, np.nan], np.float32)) == (
        f"{STATE} in this run file contains values that are not numbers: a."
    )
    assert state(a=np.asarray([True])) == f"{STATE} in this run file is wrong at dtype."
    assert refusal(good_files | {STATE: good_files[STATE][:-1]}) == f"{STATE} in this run file is damaged."
    assert refusal(good_files | {STATE: b"\x80\x04pickled"}) == f"{STATE} in this run file is damaged."


def test_answers_and_scores_of_a_finished_run_are_checked(done_files):
    report = json.loads(done_files["report.json"])
    assert "report of this bundle is not valid (test." in refusal(
        with_json(done_files, "report.json", test={"rows": 1})
    )
    unknown = with_json(done_files, "report.json", baselines={"mine": report["test"]})
    assert "report of this bundle is not valid (baselines.mine" in refusal(unknown)
    assert refusal(done_files | {"card.md": b"\xff"}) == "card.md in this run file is damaged."
    answers = json.loads(done_files["answers.json"])
    far = answers["test"] | {"rows": [10**6, *answers["test"]["rows"][1:]]}
    assert refusal(with_json(done_files, "answers.json", test=far)) == "answers.json in this run file is wrong at rows."
    short = {name: given[1:] for name, given in answers["baselines"].items()}
    assert "wrong at baselines" in refusal(with_json(done_files, "answers.json", baselines=short))
    other = with_json(done_files, "answers.json", labels=["x", "y"])
    assert refusal(other) == "answers.json in this run file is wrong at labels."


def test_weights_of_another_shape_are_refused(done_files):
    arrays = safetensors.numpy.load(done_files["weights.safetensors"])
    arrays["more"] = np.zeros(2, np.float16)
    words = refusal(done_files | {"weights.safetensors": safetensors.numpy.save(arrays)})
    assert words == "The weights of this bundle hold arrays we do not know: more."


def test_nothing_is_kept_of_what_is_refused(store, good_files):
    with pytest.raises(BundleError):
        bring(store, zipped(good_files | {"evil.pkl": b""}))
    assert store.list("local") == []
