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

    def _update_model_variables_moving_average(self, trainable_variables):
        """As Keras's, the memory found once a step: it finds it for each weight, and a traced step waits for that."""
        if not self.use_ema:
            return
        memory = ops.cast(ops.not_equal(self.iterations, 0), "float32") * self.ema_momentum
        rest = 1 - memory
        for weight, average in zip(trainable_variables, self._model_variables_moving_average, strict=True):
            if average is not None:
                average.assign(memory * average + rest * weight)

    def get_config(self):
        """As Keras's, the memory a number."""
        return super().get_config() | {"ema_momentum": self.most_momentum}


class AveragedAdamW(ScaledAverage, keras.optimizers.AdamW):
    """keras.optimizers.AdamW with such an average, where one is asked for."""
