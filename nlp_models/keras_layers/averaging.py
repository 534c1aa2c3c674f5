"""AveragedAdamW: AdamW whose running average of the weights remembers no more than the steps there are.

With a memory of 0.99 the average of a hundred steps is mostly what the network was before it learned anything. So after `n` steps
the memory is (1 + n) / (5 + n), until that reaches the recipe's own (0.99 after 395 steps): the last quarter of the steps at first.
TensorFlow's ExponentialMovingAverage has the same with 10 in place of 5; benchmarks/README.md has what was measured.
"""

import keras
from keras import ops

SHARE = 5  # so that the memory is a quarter of so many steps more than there were


class ScaledAverage:
    """Of a Keras optimizer: its `ema_momentum` follows its own count of steps, which a checkpoint holds."""

    @property
    def ema_momentum(self):
        """The memory at this step; a tensor, so that a traced step counts on."""
        done = ops.cast(self.iterations, "float32")
        return ops.minimum(self.most_momentum, (1 + done) / (SHARE + done))

    @ema_momentum.setter
    def ema_momentum(self, most):
        self.most_momentum = most

    def get_config(self):
        """As Keras's, the memory a number."""
        return super().get_config() | {"ema_momentum": self.most_momentum}


class AveragedAdamW(ScaledAverage, keras.optimizers.AdamW):
    """keras.optimizers.AdamW with such an average, where one is asked for."""
