"""A picture as a text, so that it lies in a Dataset like every other row: the line of a scene, or a small picture itself.

>>> pixels("scene:7: 2 yellow heart above, 1 black moon below").shape
(64, 64, 3)
>>> as_text(Path("dog.jpg").read_bytes(), "dog.jpg")
'data:image/png;name=dog.jpg;base64,...'

A stranger's picture is opened with care: PNG or JPEG only, its size looked at before a pixel is unpacked.
"""

import base64
import binascii
import io
import re
import warnings
from functools import lru_cache
from urllib.parse import quote, unquote

import numpy as np

from nlp_models.errors import DataError
from nlp_models.problems.captioning.drawn import scenes
from nlp_models.problems.captioning.drawn.scene_drawing import SIDE

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 40_000_000  # of a picture that is brought; a telephone takes 12 to 50 million, unpacked 120 MB
LARGE = 4_000_000  # pixels; where it is transparent, more would take seconds to lay on white
MOST_BYTES = 30_000_000
MOST_LETTERS = 40_000  # of a small picture as text; 64 x 64 pixels without any compression take 16,400
QUALITY = 92  # of a small JPEG: some 3 kB
DATA = re.compile(r"data:image/(?:png|jpeg)(?:;name=([\w.%~-]{1,400}))?;base64,([A-Za-z0-9+/=]+)")
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    MemoryError,
    OverflowError,
)


def pixels(text):
    """uint8 `(64, 64, 3)` of a picture's text; DataError where it is none."""
    if text.startswith("scene:"):
        return scenes.draw(scenes.read(text))
    return np.asarray(_unpacked(_small(text), name_of(text)))


def check(text):
    """DataError unless a text is a picture's; its pixels are not unpacked."""
    if text.startswith("scene:"):
        scenes.read(text)
    else:
        _small(text)


def is_picture(text):
    """Whether a text looks like a picture's; `pixels` knows for certain."""
    return text.startswith(("scene:", "data:image/"))


def name_of(text):
    """What a picture is called: its file's name, or what stands in the scene."""
    match = DATA.match(text)
    if match:
        return unquote(match[1] or "")
    return text.partition(": ")[2] or text[:80]


def shown(text):
    """The picture as an address that a browser draws."""
    return text if text.startswith("data:") else address(pixels(text), "JPEG")


def address(picture, kind="PNG"):
    """Pixels as an address that a browser draws; a JPEG is a third as long."""
    return f"data:image/{kind.lower()};base64,{base64.b64encode(_packed(_image(picture), kind)).decode()}"


def as_text(data, name=""):
    """A stranger's PNG or JPEG, its bytes, as the text of a 64 x 64 picture; DataError says what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise DataError("The picture {name} has more than {limit} MB.", name=name[:80], limit=MOST_BYTES // 10**6)
    image = _opened(data, name)
    if image is None:
        raise DataError("{name} is not a PNG or JPEG picture.", name=name[:80])
    if image.width * image.height > MOST_PIXELS:
        raise _too_many(name)
    small = _unpacked(image, name)
    kept = {kind: _packed(small, kind) for kind in FORMATS}
    kind = min(FORMATS, key=lambda kind: len(kept[kind]))
    called = quote(name.rpartition("/")[2][-100:], safe="")
    return (
        f"data:image/{kind.lower()}{f';name={called}' if called else ''};base64,{base64.b64encode(kept[kind]).decode()}"
    )


def cost_of(data, name=""):
    """What a stranger's picture costs to unpack, in pixels of a PNG, from its first bytes; None where they do not tell.

    A JPEG is unpacked at an eighth of its size; a progressive one takes long. DataError where it is too large.
    """
    image = _opened(data, name)
    if image is None:
        return None
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise _too_many(name)
    if image.format == "JPEG":
        return 2 * pixels if image.info.get("progressive") else pixels // 8
    return max(pixels, pixels * len(image.getbands()) // 3)


def _small(text):
    """A picture as we keep them, only its head read."""
    match = DATA.fullmatch(text) if len(text) <= MOST_LETTERS else None
    try:
        data = base64.b64decode(match[2], validate=True) if match else b""
    except binascii.Error:
        data = b""
    image = _opened(data) if data else None
    if image is None or image.size != (SIDE, SIDE):
        raise DataError('"{start}" is not a picture as we keep them.', start=text[:60])
    return image


def _too_many(name):
    limit = MOST_PIXELS // 10**6
    return DataError("The picture {name} has more than {limit} million pixels.", name=name[:80], limit=limit)


def _opened(data, name=""):
    """The picture with nothing but its head read; None where it is neither PNG nor JPEG."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we look at the size ourselves
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:  # what Pillow itself does not open
        raise _too_many(name) from None
    except BROKEN:
        return None


def _unpacked(image, name):
    """The whole picture squeezed into 64 x 64 pixels, upright, on white where it is transparent."""
    from PIL import Image, ImageOps

    try:
        image.draft("RGB", (2 * SIDE, 2 * SIDE))  # of a JPEG no more is unpacked than is needed
        image = ImageOps.exif_transpose(image)
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            image = image.convert("RGBA")
            if image.width * image.height > LARGE:
                image = image.reduce(max(1, min(image.size) // (4 * SIDE)))
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
        image = image.convert("RGB")
    except BROKEN:
        raise DataError("The picture {name} is damaged.", name=name[:80]) from None
    return image if image.size == (SIDE, SIDE) else image.resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3)


def _packed(image, kind):
    written = io.BytesIO()
    how = {"PNG": {"optimize": True}, "JPEG": {"quality": QUALITY, "subsampling": 0}}[kind]
    image.save(written, kind, **how)
    return written.getvalue()


def _image(picture):
    from PIL import Image

    return Image.fromarray(picture)


@lru_cache(maxsize=256)
def kept_pixels(text):
    """`pixels`, remembered: 256 pictures take 3 MB. Not to be written into."""
    return pixels(text)
