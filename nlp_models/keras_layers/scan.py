"""LSTM and GRU as Keras's, read with less work by TensorFlow on a CPU: the same weights, the same numbers to rounding.

Keras multiplies input and state at every place and lets TensorFlow add up the gradient of the weights place by place. Here all
inputs are one product before the loop, and the gradient of the state's weights one product after it. On a GPU (cuDNN) and on
another backend it is Keras's own.
"""

import keras
from keras import layers, ops


class LSTM(layers.LSTM):
    """keras.layers.LSTM; what it is not asked for here (masks, dropout within it, other activations) is not given."""

    def inner_loop(self, sequences, initial_state, mask=None, training=False):
        if not reads_itself():
            return super().inner_loop(sequences, initial_state, mask, training)
        return _as_keras(*_lstm(_projected(self.cell, sequences, self.cell.bias), *initial_state, self.cell))


class GRU(layers.GRU):
    """keras.layers.GRU, with the same limits."""

    def inner_loop(self, sequences, initial_state, mask=None, training=False):
        if not reads_itself():
            return super().inner_loop(sequences, initial_state, mask, training)
        own, of_state = ops.unstack(self.cell.bias)
        return _as_keras(*_gru(_projected(self.cell, sequences, own), *initial_state, of_state, self.cell))


def reads_itself():
    """Whether the loops here are used: on TensorFlow without a GPU."""
    if keras.backend.backend() != "tensorflow":
        return False
    import tensorflow as tf

    return not tf.config.list_logical_devices("GPU")


def _projected(cell, sequences, bias):
    """Every input's share of the gates, `(T, N, gates * units)`: of all places one product."""
    inputs = ops.transpose(sequences, (1, 0, 2))
    length, rows, size = ops.shape(inputs)
    shares = ops.matmul(ops.reshape(inputs, (-1, size)), cell.kernel) + bias
    return ops.reshape(shares, (length, rows, shares.shape[-1]))


def _as_keras(states, *last):
    """`(last output, outputs (N, T, units), states)` as a Keras layer wants them, of states `(T, N, units)`."""
    return last[0], ops.transpose(states, (1, 0, 2)), list(last)


def _lstm(projected, h, c, cell):
    """Hochreiter & Schmidhuber 1997, gates i, f, g, o: `(states (T, N, units), the last h, the last c)`."""
    import tensorflow as tf

    @tf.custom_gradient
    def scan(projected, h, c, kernel):
        def step(place, h, c):
            i, f, g, o = tf.split(projected[place] + h @ kernel, 4, axis=-1)
            i, f, g, o = tf.sigmoid(i), tf.sigmoid(f), tf.tanh(g), tf.sigmoid(o)
            c = f * c + i * g
            h = o * tf.tanh(c)
            return (h, c), (tf.concat([i, f, g, o], axis=-1), c, h)

        (last_h, last_c), (gates, cells, states) = _loop(step, (h, c), projected, (4, 1, 1))

        def gradient(d_states, d_h, d_c):
            cells_before = tf.concat([c[None], cells[:-1]], axis=0)

            def back(place, d_h, d_c):
                i, f, g, o = tf.split(gates[place], 4, axis=-1)
                d_h, tanh = d_h + d_states[place], tf.tanh(cells[place])
                d_c = d_c + d_h * o * (1 - tanh * tanh)
                d_i, d_f, d_g = d_c * g * i * (1 - i), d_c * cells_before[place] * f * (1 - f), d_c * i * (1 - g * g)
                d_all = tf.concat([d_i, d_f, d_g, d_h * tanh * o * (1 - o)], axis=-1)
                return (tf.matmul(d_all, kernel, transpose_b=True), d_c * f), (d_all,)

            (d_h, d_c), (d_all,) = _loop(back, (d_h, d_c), projected, (4,), backwards=True)
            return d_all, d_h, d_c, _summed(h, states, d_all)

        return (states, last_h, last_c), gradient

    return scan(projected, h, c, tf.convert_to_tensor(cell.recurrent_kernel))


def _gru(projected, h, bias, cell):
    """Cho et al. 2014 with Keras's `reset_after`, gates z, r, g: `(states (T, N, units), the last one)`."""
    import tensorflow as tf

    units = cell.units

    @tf.custom_gradient
    def scan(projected, h, bias, kernel):
        def step(place, h):
            inner = h @ kernel + bias
            both, inner_g = tf.split(inner, [2 * units, units], axis=-1)
            given, given_g = tf.split(projected[place], [2 * units, units], axis=-1)
            z_r = tf.sigmoid(given + both)
            z, r = tf.split(z_r, 2, axis=-1)
            g = tf.tanh(given_g + r * inner_g)
            h = z * h + (1 - z) * g
            return (h,), (tf.concat([z_r, g, inner_g], axis=-1), h)

        (last,), (gates, states) = _loop(step, (h,), projected, (4, 1))

        def gradient(d_states, d_h):
            before = tf.concat([h[None], states[:-1]], axis=0)

            def back(place, d_h):
                z, r, g, inner_g = tf.split(gates[place], 4, axis=-1)
                d_h = d_h + d_states[place]
                d_g = d_h * (1 - z) * (1 - g * g)
                d_z, d_r = d_h * (before[place] - g) * z * (1 - z), d_g * inner_g * r * (1 - r)
                d_inner = tf.concat([d_z, d_r, d_g * r], axis=-1)
                return (d_h * z + tf.matmul(d_inner, kernel, transpose_b=True),), (d_inner, d_g)

            (d_h,), (d_inner, d_g) = _loop(back, (d_h,), projected, (3, 1), backwards=True)
            d_projected = tf.concat([d_inner[..., : 2 * units], d_g], axis=-1)
            return d_projected, d_h, tf.reduce_sum(d_inner, axis=[0, 1]), _summed(h, states, d_inner)

        return (states, last), gradient

    return scan(projected, h, tf.convert_to_tensor(bias), tf.convert_to_tensor(cell.recurrent_kernel))


def _loop(step, state, like, widths, backwards=False):
    """`step(place, *state) -> (state, outputs)` at every place: the last state, and each output of all places `(T, N, width * units)`."""
    import tensorflow as tf

    length, units = tf.shape(like)[0], state[0].shape[-1]
    arrays = [tf.TensorArray(like.dtype, size=length, element_shape=(None, width * units)) for width in widths]

    def body(done, state, arrays):
        place = length - 1 - done if backwards else done
        state, outputs = step(place, *state)
        return done + 1, state, [array.write(place, own) for array, own in zip(arrays, outputs, strict=True)]

    _, state, arrays = tf.while_loop(lambda done, *_: done < length, body, (0, state, arrays))
    return state, [array.stack() for array in arrays]


def _summed(first, states, gradients):
    """The gradient of the state's weights: every state before a place times what that place's gates want, in one product."""
    import tensorflow as tf

    before = tf.concat([first[None], states[:-1]], axis=0)
    before, gradients = (tf.reshape(array, (-1, array.shape[-1])) for array in (before, gradients))
    return tf.matmul(before, gradients, transpose_a=True)
