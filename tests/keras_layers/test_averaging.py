"""The running average remembers a quarter of the steps at first, and no more than the recipe allows: by hand arithmetic."""

import keras
import numpy as np
import pytest

from nlp_models.keras_layers.averaging import AveragedAdamW
from nlp_models.keras_layers.fused_adam import FusedAdamW
from nlp_models.keras_layers.traced import TracedOnce

MOST = 0.8  # reached after 15 steps


class Line(TracedOnce):
    """One weight a number that it reads."""

    def __init__(self):
        super().__init__()
        self.layer = keras.layers.Dense(1, use_bias=False)

    def call(self, numbers):
        """The weighted sum."""
        return self.layer(numbers)


def learning(optimizer):
    keras.utils.set_random_seed(0)
    line = Line()
    line(np.zeros((1, 3), np.float32))
    line.compile(optimizer, "mse")
    optimizer.build(line.trainable_variables)
    generator = np.random.default_rng(0)
    while True:
        numbers = generator.normal(size=(8, 3)).astype(np.float32)
        line.train_on_batch(numbers, numbers.sum(axis=1, keepdims=True))
        yield line.layer.kernel


def by_hand(kernels):
    average = kernels[0]
    for n, kernel in enumerate(kernels[1:], 1):
        momentum = min(MOST, (1 + n) / (5 + n))
        average = momentum * average + (1 - momentum) * kernel
    return average


@pytest.mark.parametrize("kind", [AveragedAdamW, FusedAdamW])
@pytest.mark.parametrize("steps", [1, 12, 60])
def test_the_average_of_a_short_training_is_of_what_it_learned_lately(kind, steps):
    optimizer = kind(0.05, use_ema=True, ema_momentum=MOST)
    network = learning(optimizer)
    kernels = [next(network).numpy() for _ in range(steps)]
    kept = optimizer._model_variables_moving_average[0].numpy()  # what `finalize_variable_values` would assign
    np.testing.assert_allclose(kept, by_hand(kernels), rtol=1e-5)


def test_the_config_of_an_optimizer_has_the_memory_that_was_asked_for():
    optimizer = AveragedAdamW(0.05, use_ema=True, ema_momentum=MOST)
    assert optimizer.get_config()["ema_momentum"] == MOST
    assert AveragedAdamW.from_config(optimizer.get_config()).get_config() == optimizer.get_config()


def test_a_short_average_does_not_hold_on_to_the_start():
    """A memory of 0.99 over 40 steps would still be two thirds of the first of them."""
    optimizer = AveragedAdamW(0.05, use_ema=True, ema_momentum=0.99)
    network = learning(optimizer)
    kernels = [next(network).numpy() for _ in range(40)]
    kept, start, end = optimizer._model_variables_moving_average[0].numpy(), kernels[0], kernels[-1]
    assert np.abs(kept - end).max() < 0.25 * np.abs(start - end).max()
