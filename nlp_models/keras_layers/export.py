"""What the Keras downloads of several kinds share: the recurrent layers under stock names, their weights, files beside them.

A kind's `keras_export.py` builds its network of these and of its own layers; sharing/keras_export.py checks and zips it.
"""

import json
from pathlib import Path

from keras import layers

from nlp_models.portable.layers import TurnAround

CELLS = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}
PACKAGE = Path(__file__).parents[1]
READ_ME = """A {network} for the task {task}, made with Unrolled. Its labels: {labels}.

    pip install -r requirements.txt
    python load.py "a text to answer"

model.keras        the network: token ids (texts, tokens), 0 is padding on the right{grams} -> one probability per label
layers.py          the Keras layers of ours that model.keras needs: import it before loading
load.py            cuts a text into tokens as in training, asks the network, prints the probabilities
vocabulary.json    the tokens, the labels, how many tokens are read
requirements.txt   the versions it was made and checked with; newer ones should do too
"""


def recurrent(recipe, states, ids):
    """The states `(N, T, D)` after all recurrent layers; `ids (N, T)` tell where each text ends."""
    for depth in range(1, recipe.num_layers + 1):
        forward = _cell(recipe, f"forward_{depth}")(states)
        if recipe.bidirectional:
            reversed_states = TurnAround(name=f"turn_{depth}")(states, ids)
            backward = _cell(recipe, f"backward_{depth}")(reversed_states)
            backward = TurnAround(name=f"turn_back_{depth}")(backward, ids)
            forward = layers.Concatenate(name=f"both_{depth}")([forward, backward])
        states = forward
    return states


def _cell(recipe, name):
    return CELLS[recipe.cell](recipe.units, return_sequences=True, name=name)


def filled_in(network, weights, **parts):
    """The network with these weights; `parts` are the names of a layer's arrays, of all others those of a cell."""
    parts = {"embedding": None, "answer": ("kernel", "bias")} | parts
    for layer in network.layers:
        if layer.weights:
            own = parts.get(layer.name, ("kernel", "recurrent_kernel", "bias"))
            names = [f"{layer.name}/{part}" for part in own] if own else [layer.name]
            layer.set_weights([weights[name] for name in names])
    return network


def copy_files(aside, **sources):
    """Copy files of this package: `copy_files(aside, layers="portable/layers.py")` writes layers.py."""
    for name, source in sources.items():
        (aside / f"{name}.py").write_text((PACKAGE / source).read_text("utf-8"), "utf-8")


def write_for_load(predictor, aside, labels, facts, grams=""):
    """layers.py, load.py with the vocabulary.json that it reads, and README.txt: of networks with one answer a text.

    Args:
        labels: what README.txt says of them.
        facts: what load.py has to know beside the vocabulary.
    """
    config = predictor.config
    known = json.loads(predictor.problem.vocabulary.to_json())
    (aside / "vocabulary.json").write_text(
        json.dumps({"names": config.names} | facts | known, ensure_ascii=False), "utf-8"
    )
    reader, recipe = predictor.problem.reader(config.recipe), config.recipe
    window = f"network with a fixed window of {recipe.fixed_window} tokens"
    network = window if reader == "window" else f"recurrent network ({reader.upper()})"
    read_me = READ_ME.format(grams=grams, task=config.task, network=network, labels=labels)
    (aside / "README.txt").write_text(read_me, "utf-8")
    copy_files(aside, layers="portable/layers.py", load="portable/load.py")
