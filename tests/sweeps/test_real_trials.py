"""A trial is a training that ends before its test part is read; when it is chosen it is finished as it would have been alone."""

from dataclasses import asdict, replace

from nlp_models.runs.records import TRIED
from nlp_models.runs.run import NETWORK
from nlp_models.sweeps.sweep import put_again
from nlp_models.training.worker import run_worker


def test_a_trial_is_not_scored_and_once_chosen_it_learns_no_more(store, tiny_run, tiny_folder):
    learned = tiny_run.metrics()
    for name in NETWORK:  # it stands where it had learned all and nothing was finished
        (tiny_run.folder / name).unlink()
    tiny_run.write_json("about.json", asdict(replace(tiny_run.about, trial=True, group="0" * 26)))
    put_again(tiny_run)
    assert run_worker(store, tiny_run.id) == 0
    assert tiny_run.status.state == "cancelled" and tiny_run.status.message.code == TRIED
    assert not [name for name in NETWORK if (tiny_run.folder / name).exists()] and tiny_run.has_learned
    store.choose_trial(tiny_run)
    put_again(tiny_run)
    tiny_run.request_stop()
    assert run_worker(store, tiny_run.id) == 0, tiny_run.log_tail()
    assert tiny_run.status.state == "done" and tiny_run.metrics() == learned
    alone = tiny_folder / "weights.safetensors"
    assert (tiny_run.folder / "weights.safetensors").read_bytes() == alone.read_bytes()
