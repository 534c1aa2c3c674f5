"""TracedOnce: a keras.Model whose step TensorFlow traces once, for batches of every length.

Left to itself it traces a step for the first shape that it meets, then for each that differs in another way: four times in
a short training, a second each.
"""

import keras
from keras import tree


class TracedOnce(keras.Model):
    """The same numbers as keras.Model; elsewhere than on TensorFlow it is one."""

    def make_train_function(self, force=False):
        """What `train_on_batch` calls."""
        if keras.backend.backend() != "tensorflow":
            return super().make_train_function(force)
        if self.train_function is None or force:
            self.train_function = _for_every_length(self.train_step)
        return self.train_function

    def make_predict_function(self, force=False):
        """What `predict_on_batch` calls."""
        if keras.backend.backend() != "tensorflow":
            return super().make_predict_function(force)
        if self.predict_function is None or force:
            self.predict_function = _for_every_length(self.predict_step)
        return self.predict_function


def _for_every_length(step):
    """`step` on the one batch of an iterator, in a graph of its own for each structure of a batch, whatever the lengths.

    Where TensorFlow is told to run functions eagerly, there is no graph: a few steps of a tiny network take less than tracing one.
    """
    import tensorflow as tf

    graphs = {}

    def graph_of(batch, present, arrays):
        def on_arrays(*arrays):
            left = iter(arrays)
            return step(tree.pack_sequence_as(batch, [next(left) if there else None for there in present]))

        signature = [tf.TensorSpec(_lengths(array), array.dtype) for array in arrays]
        whole = tf.function(on_arrays, input_signature=signature, autograph=False, jit_compile=False)
        return whole.get_concrete_function()  # calling `whole` would trace it twice

    def function(batches):
        (batch,) = batches
        if tf.config.functions_run_eagerly():
            return step(tree.map_structure(lambda leaf: None if leaf is None else tf.convert_to_tensor(leaf), batch))
        leaves = tree.flatten(batch)
        present = [leaf is not None for leaf in leaves]
        arrays = [tf.convert_to_tensor(leaf) for leaf in leaves if leaf is not None]
        key = (
            str(tree.map_structure(lambda leaf: leaf is not None, batch)),
            *((a.dtype, tuple(_lengths(a))) for a in arrays),
        )
        if key not in graphs:
            graphs[key] = graph_of(batch, present, arrays)
        return graphs[key](*arrays)

    return function


def _lengths(array):
    """The shape with None for what differs from batch to batch: rows, tokens, letters, and never the width of a state."""
    shape = list(array.shape)
    varying = len(shape) if len(shape) <= (3 if array.dtype.is_integer else 2) else 1
    return [None] * varying + shape[varying:]
