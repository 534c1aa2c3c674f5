"""The Korean catalogue: collect every sentence from the sources, keep the translations, compile. Run: `make words`.

A sentence is the literal first argument of t(...), mark(...) or an error of `nlp_models/errors.py`.
"""

import ast
import inspect
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY))

from nlp_models import errors  # noqa: E402

FOLDER = REPOSITORY / "nlp_models" / "locale" / "ko" / "LC_MESSAGES"
PO, MO = FOLDER / "unrolled.po", FOLDER / "unrolled.mo"
MARKS = {"t", "mark"} | {name for name, value in vars(errors).items() if inspect.isclass(value)}


def sentences():
    """`{sentence: [file:line, ...]}` of the whole product."""
    found = {}
    files = [REPOSITORY / "app.py", *(REPOSITORY / "pages").rglob("*.py"), *(REPOSITORY / "nlp_models").rglob("*.py")]
    for file in sorted(files):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in MARKS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                    place = file.relative_to(REPOSITORY).as_posix()
                    found.setdefault(first.value, []).append((place, node.lineno))
    return found


def catalogue():
    """The translations in git."""
    with PO.open("rb") as file:
        return read_po(file, locale="ko")


def compiled(catalog):
    """The bytes of the .mo file."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def update(translations=()):
    """Bring .po and .mo up to the sources; gives the sentences that still need Korean."""
    old = {message.id: message.string for message in catalogue() if message.id} if PO.exists() else {}
    old |= dict(translations)
    born = datetime(2026, 11, 24, tzinfo=UTC)  # fixed, so that the files change only with the sentences
    fresh = Catalog(
        locale="ko", project="Unrolled", version="0.1.0", charset="utf-8", creation_date=born, revision_date=born
    )
    for sentence, places in sorted(sentences().items()):
        fresh.add(sentence, old.get(sentence, ""), locations=sorted({(place, None) for place, _ in places}))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=118, include_lineno=False, omit_header=False)
    MO.write_bytes(compiled(catalogue()))
    return [message.id for message in fresh if message.id and not message.string]


def _name(function):
    return getattr(function, "id", getattr(function, "attr", ""))


if __name__ == "__main__":
    print("\n".join(update()) or "Every sentence has its Korean.")
