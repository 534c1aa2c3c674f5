"""Runs brought into a state that tests look at: answers as they are said, a training broken off and resumed."""

import json

import pytest

from nlp_models.answering.judging import ANSWERS


def answered_with(run, first, **report):
    """The run as if it had given every row of the test part this probability of its first label, in turn."""
    kept = json.loads((run.folder / ANSWERS).read_text("utf-8"))
    rows = len(kept["test"]["targets"])
    kept["test"]["probabilities"] = [[p, 1 - p] for p in (first[n % len(first)] for n in range(rows))]
    run.write_json(ANSWERS, kept)
    told, right = run.report, {"rows": rows // 2, "precision": 0.9, "recall": 0.9, "f1": 0.9}
    told["test"] |= {"accuracy": 0.9, "per_class": dict.fromkeys(told["test"]["per_class"], right)}
    run.write_json("report.json", told | report)
    return run


def weights_whole_and_resumed(make, monkeypatch):
    """The bytes of the weights of two runs that `make()` gives: one trained at once, one cut off after its second epoch."""
    from nlp_models.training import loop

    finish = loop.Training.finish_epoch

    def cut_off(training, epoch, learned):
        finish(training, epoch, learned)
        if epoch == 2:
            raise KeyboardInterrupt

    whole, broken = make(), make()
    loop.train(whole)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(loop.Training, "finish_epoch", cut_off)
        loop.train(broken)
    loop.train(broken)
    return [(run.folder / "weights.safetensors").read_bytes() for run in (whole, broken)]
