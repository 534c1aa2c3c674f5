"""A stranger's subword model is opened in a child first; what breaks the child does not break us."""

import base64
import json
import signal
import subprocess

import pytest
from test_exports import network_folder

from nlp_models.errors import BundleError
from nlp_models.sharing import archive_contents, exports
from nlp_models.sharing import sandbox as sandbox
from nlp_models.sharing.sandbox import open_in_sandbox
from nlp_models.text.vocabulary import Vocabulary

TEXTS = ["재미있는 영화였어요", "배우는 좋은데 이야기가 지루해요", "Great actors, dull story"] * 20
REFUSED = r"^The vocabulary of this bundle cannot be read\.$"


@pytest.fixture
def subwords():
    return Vocabulary.build(TEXTS, "subword", 60).to_json().encode()


@pytest.fixture
def child_dies(monkeypatch):
    """Every child ends as one does whose memory was written over."""
    run = subprocess.run
    monkeypatch.setattr(
        sandbox.subprocess,
        "run",
        lambda command, **rest: run([command[0], "-c", f"import os; os.kill(os.getpid(), {signal.SIGSEGV})"], **rest),
    )


def test_an_honest_model_is_opened(subwords):
    open_in_sandbox(subwords)


def test_a_model_that_cannot_be_opened_is_told(subwords):
    vocabulary = json.loads(subwords)
    vocabulary["model"] = vocabulary["model"][:400]
    with pytest.raises(BundleError, match=REFUSED):
        open_in_sandbox(json.dumps(vocabulary).encode())


def test_a_child_that_dies_is_told(subwords, child_dies):
    with pytest.raises(BundleError, match=REFUSED):
        open_in_sandbox(subwords)


def test_a_child_that_the_clock_ended_says_nothing_against_the_model(subwords, monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0.01)
    with pytest.raises(BundleError, match="computer is too busy now"):
        open_in_sandbox(subwords)


def test_memory_and_time_of_the_child_are_bounded(subwords, monkeypatch):
    asked = []
    monkeypatch.setattr(sandbox.resource, "setrlimit", lambda kind, most: asked.append((kind, most)))
    sandbox._limit(sandbox.resource.RLIMIT_AS, sandbox.MEMORY)
    assert asked == [(sandbox.resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))]
    monkeypatch.undo()
    hungry = (
        "import runpy, sys; sys.argv = ['sealed']; import nlp_models.text.vocabulary as v;"
        "v.Vocabulary.encode_all = lambda self, texts: bytearray(3 * 2**30);"
        "runpy.run_module('nlp_models.sharing.sandbox', run_name='__main__')"
    )
    run = subprocess.run
    monkeypatch.setattr(sandbox.subprocess, "run", lambda command, **rest: run([command[0], "-c", hungry], **rest))
    with pytest.raises(BundleError, match=REFUSED):
        open_in_sandbox(subwords)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"kind": "word", "tokens": []}', b"[" * 99_000])
def test_what_holds_no_subword_model_costs_no_child(data, child_dies):
    open_in_sandbox(data)


def test_bundles_and_whole_runs_go_through_it(tmp_path, subwords, child_dies):
    data = exports.make_bundle(network_folder(tmp_path / "run", tokens="subword"))
    with pytest.raises(BundleError, match=REFUSED):
        exports.validate_bundle(data)
    with pytest.raises(BundleError, match=REFUSED):
        archive_contents._check_vocabulary({"vocabulary.json": subwords})


def test_a_model_larger_than_two_megabytes_is_told():
    text = json.dumps({"kind": "subword", "lower_case": True, "model": base64.b64encode(bytes(2_000_001)).decode()})
    with pytest.raises(BundleError, match=r"^The subword model is larger than 2000000 bytes\.$"):
        Vocabulary.from_json(text)
