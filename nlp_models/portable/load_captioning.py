"""Ask the network in model.keras, without Unrolled.

    pip install -r requirements.txt
    python load.py picture.jpg

or from your own code: `from load import caption`. A picture is squeezed into 64 x 64 pixels, as in training.
"""

import base64
import io
import json
import sys
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PADDING, UNKNOWN = 0, 1
NEVER = [PADDING, UNKNOWN]  # as words of a caption
SPACE = "▁"  # stands for a space where pieces of words are the tokens
DATA = "data:image/"


def caption(picture):
    """The caption of a picture (a path), the likeliest word each time."""
    known = settings()
    pixels, ids = read(picture)[None], [known["end"]]
    while len(ids) <= known["most"]:
        row = after(pixels, [ids])[0].copy()
        row[NEVER] = 0
        ids.append(int(row.argmax()))
        if ids[-1] == known["end"]:
            break
    words = [known["tokens"][number] for number in ids[1:] if number != known["end"]]
    return (" " if known["kind"] in ("word", "spaced", "morpheme") else "").join(words).replace(SPACE, " ").strip()


def probabilities(pictures):
    """An array `(pictures, words)`: of the first word of each caption."""
    pixels = np.stack([read(picture) for picture in pictures])
    return after(pixels, [[settings()["end"]]] * len(pictures))


def after(pixels, ids):
    """Probabilities of the next word, `(pictures, words)`, after these numbers of words."""
    return np.asarray(network()([pixels, np.asarray(ids, np.int32)], training=False))[:, -1]


def read(picture):
    """float32 `(64, 64, 3)`, 0 to 255, of a file or of a picture as text (data:image/png;base64,...)."""
    from PIL import Image, ImageOps

    inside = str(picture).startswith(DATA)
    source = io.BytesIO(base64.b64decode(picture.partition(",")[2])) if inside else picture
    image = ImageOps.exif_transpose(Image.open(source, formats=("PNG", "JPEG"))).convert("RGB")
    side = settings()["side"]
    if image.size != (side, side):
        image = image.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3)
    return np.asarray(image, np.float32)


@cache
def network():
    """The Keras model; its inputs are pictures and the words so far, its output a probability per next word."""
    sys.path.insert(0, str(HERE))  # layers.py lies beside this file, wherever Python was started
    import keras
    import layers  # noqa: F401 - registers the layers that Keras does not have

    return keras.saving.load_model(HERE / "model.keras", compile=False, safe_mode=True)


@cache
def settings():
    """The words, which number ends a caption, how many words it has at most."""
    return json.loads((HERE / "vocabulary.json").read_text("utf-8"))


def main(pictures):
    """Print the caption of every picture."""
    if not pictures:
        print(__doc__)
        return 2
    for picture in pictures:
        print(f"{picture}: {caption(picture)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
