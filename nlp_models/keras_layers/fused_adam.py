"""FusedAdamW: AdamW in one pass over the memory. On TensorFlow by its own kernel, elsewhere Keras's plain AdamW.

The dense update of a table of embeddings, in Keras some twelve passes over three arrays, was half of a step.
"""

import keras

from nlp_models.keras_layers.averaging import AveragedAdamW


class FusedAdamW(AveragedAdamW):
    """The same numbers as keras.optimizers.AdamW, to rounding."""

    def update_step(self, gradient, variable, learning_rate):  # of TensorFlow a tf.Variable
        if keras.backend.backend() != "tensorflow":
            return super().update_step(gradient, variable, learning_rate)
        import tensorflow as tf

        place, kind = self._get_variable_index(variable), variable.dtype
        steps = tf.cast(self.iterations.value + 1, kind)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[place].value.handle,
            v=self._velocities[place].value.handle,
            beta1_power=tf.cast(self.beta_1, kind) ** steps,
            beta2_power=tf.cast(self.beta_2, kind) ** steps,
            lr=tf.cast(learning_rate, kind),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=tf.cast(tf.convert_to_tensor(gradient), kind),
            use_locking=True,
        )
