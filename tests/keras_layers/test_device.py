"""The GPU is taken when there is one, never all of its memory, and named. No GPU is needed here: a made-up one answers."""

import os
import sys
from types import SimpleNamespace

import keras
import pytest
import tensorflow as tf
from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from nlp_models.keras_layers.device import length_step, make_deterministic, prepare_device
from nlp_models.training.worker import run_worker

NAME = "NVIDIA H100 80GB HBM3"


@pytest.fixture
def gpu(monkeypatch):
    """A made-up GPU that TensorFlow would list; gives what was asked of its memory."""
    asked = []
    monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: ["gpu 0"] if kind == "GPU" else [])
    monkeypatch.setattr(tf.config.experimental, "set_memory_growth", lambda *given: asked.append(given))
    monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda gpu: {"device_name": NAME})
    return asked


def test_a_gpu_is_named_and_its_memory_taken_as_needed(gpu):
    assert prepare_device() == NAME
    assert gpu == [("gpu 0", True)]


def test_without_a_gpu_the_cpu_is_named():
    if tf.config.list_physical_devices("GPU"):
        pytest.skip("there is a GPU here")
    assert prepare_device() == "CPU"


def test_under_jax_the_gpu_is_named_and_its_memory_taken_as_needed(monkeypatch):
    monkeypatch.delenv("XLA_PYTHON_CLIENT_PREALLOCATE", raising=False)
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    for platform, kind, name in (("gpu", NAME, NAME), ("cpu", "cpu", "CPU")):
        device = SimpleNamespace(platform=platform, device_kind=kind)
        monkeypatch.setitem(sys.modules, "jax", SimpleNamespace(devices=lambda device=device: [device]))
        assert prepare_device() == name
    assert os.environ.pop("XLA_PYTHON_CLIENT_PREALLOCATE") == "false" and length_step() == 8


def test_under_torch_the_gpu_is_named(monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: "torch")
    for there, name in ((True, NAME), (False, "CPU")):
        cuda = SimpleNamespace(is_available=lambda there=there: there, get_device_name=lambda number: NAME)
        monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(cuda=cuda))
        assert prepare_device() == name


def test_the_same_seed_gives_the_same_numbers():
    drawn = []
    for _ in "12":
        make_deterministic(7)
        drawn.append(keras.ops.convert_to_numpy(keras.random.normal((4,))).tolist())
    assert drawn[0] == drawn[1]


def test_report_card_and_status_name_the_device(store, tiny_dataset, tiny_recipe, monkeypatch, traced_before):
    monkeypatch.setattr("nlp_models.keras_layers.device._tensorflow", lambda: NAME)
    run = store.create("sentiment", tiny_recipe.changed(epochs=1), tiny_dataset, owner="local", name="on a GPU")
    assert run_worker(store, run.id) == 0
    assert run.report["device"] == run.status.device == NAME
    assert f"seconds on {NAME}" in (run.folder / "card.md").read_text("utf-8")


def test_the_page_names_the_device_while_it_trains(store, tiny_dataset, tiny_recipe, monkeypatch):
    monkeypatch.setenv("UNROLLED_VISITORS", "one")
    run = store.create("sentiment", tiny_recipe, tiny_dataset, owner="local")
    with run.hold_lock():
        run.update_status(state="running", epoch=1, epochs=2, step=3, steps=9, device=NAME)
        test = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        test.switch_page("pages/sentiment.py")
        test.query_params["step"] = "train"
        test.run()
        [bar] = test.get("progress")
        assert bar.proto.text.endswith(NAME)
