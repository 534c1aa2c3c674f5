"""Which device trains: the GPU when there is one. The one place that asks the backend about hardware."""

import os

import keras


def prepare_device():
    """Take the GPU if there is one, without taking all its memory, and say what trains: "CPU" or the GPU's name."""
    return {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[keras.backend.backend()]()


def make_deterministic(seed):
    """Same seed, same machine, same result; on a CPU to the last bit."""
    keras.utils.set_random_seed(seed)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()


def compiles():
    """Whether a step is compiled as a whole: JAX is slow without; TensorFlow would compile anew for every length."""
    return keras.backend.backend() == "jax"


def length_step():
    """Lengths are rounded up to a multiple of this: JAX compiles once per shape."""
    return 1 if keras.backend.backend() == "tensorflow" else 8


def _tensorflow():
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    for gpu in gpus:
        tf.config.experimental.set_memory_growth(gpu, True)
    if not gpus:
        return "CPU"
    return tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")


def _jax():
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    import jax

    device = jax.devices()[0]
    return "CPU" if device.platform == "cpu" else device.device_kind


def _torch():
    import torch

    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else "CPU"
