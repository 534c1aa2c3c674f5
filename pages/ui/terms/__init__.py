"""The words of the field, each in both languages: what a page underlines, opens, and lists on Words.

    st.markdown(explained(t("Loss after every epoch"), "loss", "epoch"))     # dotted underlines that open
    st.number_input(label, help=with_term(sentence, "dropout"))              # a tooltip that goes on with the term

All stands in terms.toml; `popover.py` draws what opens, `pictures.py` the small pictures.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages.ui.frame import state
from pages.ui.frame.words import language

FILE = Path(__file__).with_name("terms.toml")


@dataclass(frozen=True)
class Term:
    """One word of the field; texts by language, "en" and "ko"."""

    id: str
    name: dict[str, str]
    says: dict[str, str]  # two sentences
    forms: dict[str, list[str]]  # how it stands in a sentence of ours, the longest first
    explains: tuple[str, ...] = ()  # settings, scores and baselines, by the names they have in a recipe or a report
    see: tuple[str, ...] = ()  # ids
    picture: str = ""  # a function of pictures.py

    def title(self, code):
        """The name; in Korean with the English one in brackets, unless it holds that already."""
        korean, english = self.name["ko"], self.name["en"]
        return english if code == "en" else korean if english.split()[0] in korean else f"{korean} ({english})"


@cache
def every():
    """`{id: Term}`, in the order of the file."""
    return {name: _term(name, read) for name, read in tomllib.loads(FILE.read_text("utf-8")).items()}


def _term(name, read):
    forms = {code: sorted({read[code], *read.get(f"{code}_forms", ())}, key=len, reverse=True) for code in ("en", "ko")}
    return Term(
        name,
        {code: read[code] for code in forms},
        {code: read[f"{code}_says"] for code in forms},
        forms,
        tuple(read.get("explains", ())),
        tuple(read.get("see", ())),
        read.get("picture", ""),
    )


@cache
def of(name):
    """The Term that explains a setting, a score or a baseline; None where there is none."""
    return next((term for term in every().values() if name in term.explains), None)


def explained(text, *names, at=""):
    """Markdown in which these terms, at their first use on the page, are links that open what they mean.

    Args:
        at: what tells one call from another, where one line is called again and again.
    """
    seen, (caller, line) = state.EXPLAINED.setdefault({}), _caller()
    place = f"{caller}:{line}:{at}"  # of the call: a part that draws itself anew keeps its links
    return linked(text, [name for name in names if seen.setdefault(name, place) == place], language())


def linked(text, names, code):
    """The text with a link where each of these terms stands first.

    >>> linked("Loss after every epoch", ["loss"], "en")
    '[Loss](words?word=loss) after every epoch'
    """
    spans = []
    for name in names:
        found = (span for form in every()[name].forms[code] for span in _spans(form, text))
        if span := next((one for one in found if all(one[1] <= a or b <= one[0] for a, b, _ in spans)), None):
            bold = text[: span[0]].endswith("**") and text[span[1] :].startswith(
                "**"
            )  # stays bold before Korean endings
            spans.append((span[0] - 2 * bold, span[1] + 2 * bold, name))
    for first, last, name in sorted(spans, reverse=True):
        text = f"{text[:first]}[{text[first:last]}](words?word={name}){text[last:]}"
    return text


def _spans(form, text):
    """Where a word begins and ends: a plural belongs to it, a Korean ending does not."""
    after = r"(?:e?s)?(?![A-Za-z0-9])" if form.isascii() else ""
    return [found.span() for found in re.finditer(rf"(?<![\w\[]){re.escape(form)}{after}", text, re.IGNORECASE)]


def _caller():
    frame = sys._getframe(2)
    return frame.f_code.co_filename, frame.f_lineno


def term_help(name):
    """The tooltip of a column or score: the term's two sentences, by its id."""
    return every()[name].says[language()]


def with_term(sentence, name):
    """A tooltip: the sentence, then the term that explains a setting or a score, where there is one."""
    term = of(name)
    return f"{sentence}\n\n**{term.title(language())}**: {term.says[language()]}" if term else sentence
