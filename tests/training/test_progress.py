"""What a status tells while a network trains: epoch, step, speed, time left, loss, score, device."""

import pytest

from nlp_models.training import progress
from nlp_models.training.progress import Progress


class Told:
    """A run that remembers its status and how often it was written."""

    def __init__(self):
        self.status, self.writes = {}, 0

    def update_status(self, **changes):
        self.status |= changes
        self.writes += 1


@pytest.fixture
def clock(monkeypatch):
    """`clock(3.5)`: the time that is read from now on."""

    def clock(now):
        monkeypatch.setattr(progress.time, "monotonic", lambda: now)

    clock(100.0)
    return clock


def test_speed_is_of_this_epoch(clock):
    run = Told()
    progress = Progress(run, "CPU")
    progress.begin(epoch=2, epochs=5, step=40, steps=100)
    assert run.status == {"epoch": 2, "epochs": 5, "step": 40, "steps": 100, "device": "CPU", "message": None}
    clock(101.0)
    progress.step(41, 100, tokens=300, loss=0.5)
    clock(102.0)
    progress.step(42, 100, tokens=500, loss=0.25)
    assert (run.status["step"], run.status["loss"]) == (42, 0.25)
    assert run.status["tokens_per_second"] == 400  # 800 in two seconds


def test_time_left_is_promised_once_the_slow_first_steps_are_over_the_end_among_it(clock):
    run, now = Told(), 100.0
    progress = Progress(run, "CPU", end=7)
    progress.begin(epoch=1, epochs=5, step=0, steps=100)
    for step in range(1, 31):
        now += 30 if step <= 24 else 2
        clock(now)
        progress.step(step, 100, tokens=300, loss=0.5)
        if step == 24:
            assert run.status["seconds_left"] is None
    assert run.status["seconds_left"] == 2 * 70 + 7
    progress.begin(epoch=2, epochs=5, step=30, steps=100)
    clock(now + 60)  # the epoch was scored in between: so will the next ones be
    progress.step(31, 100, tokens=300, loss=0.5)
    assert run.status["seconds_left"] == pytest.approx((12 + 60) / 7 * 69 + 7)


def test_the_status_is_written_twice_a_second_at_most(clock):
    run = Told()
    progress = Progress(run, "CPU")
    progress.begin(1, 1, 0, 100)
    for step in range(1, 101):
        clock(100 + step / 100)
        progress.step(step, 100, tokens=10, loss=1.0)
    assert run.writes == 3 and run.status["tokens_per_second"] == 1000


def test_the_score_told_is_the_best_epochs(clock):
    run = Told()
    progress = Progress(run, "CPU")
    for epoch, score, best in ((1, 0.8, 1), (2, 0.7, 1)):
        progress.begin(epoch, 2, 0, 10)
        clock(200.0 + epoch)
        progress.step(1, 10, tokens=50, loss=1.0)
        line = progress.end(score, best)
    assert (run.status["score"], run.status["best_epoch"]) == (0.8, 1)
    assert line["tokens_per_second"] == 50 / line["seconds"]
