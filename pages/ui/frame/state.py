"""What a session remembers: every key of the session that is read or written, with the type of what stands under it.

    state.sentence(task).set("a dull film");  state.STEP.get("try")

A `Key` (`key.py`) is the very string that Streamlit knows, so a widget takes it as it is: `st.text_area(..., key=state.pasted(task))`.
Those of one view stand in its `keys.py`, those of Inside the cell in `inside_state.py`; keys that only a widget needs, and
nobody reads, stay with the widget.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from pages.ui.frame.key import Key

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from nlp_models.answering.ready import ReadyModel
    from nlp_models.datasets.dataset import Edit
    from nlp_models.errors import UnrolledError
    from nlp_models.runs.run import Run
    from nlp_models.tasks import Task
    from pages.ui.frame.given import Content


class Typed(TypedDict):
    """What was typed into a `st.data_editor`: of each row's place its changed cells."""

    edited_rows: dict[int, dict[str, Any]]


class Picked(Protocol):
    """What was clicked in a chart: of each of its selections the points."""

    selection: dict[str, list[dict[str, Any]]]


Setting = str | int | float | bool | None

# --- the frame, and what every use-case page shares ---

FRAMED: Key[bool] = Key("framed")  # app.py is running
ASKED_PAGE: Key[tuple[str, dict[str, str]]] = Key("asked-page")  # its script and what its address said
LANGUAGE: Key[str] = Key("lang")
WORD: Key[str] = Key("word")  # what is searched for on Words
VISITOR: Key[str] = Key("unrolled_visitor")  # 32 hexadecimal digits, as in the cookie of that name
STEP: Key[str] = Key("step")
SOURCE: Key[str] = Key("source")  # of the rows: example, file or paste
JOB: Key[str | None] = Key("job")  # id of the run whose training the title tells of
EXPLAINED: Key[dict[str, str]] = Key("explained")  # terms that were underlined on this page, and where
REFUSED: Key[UnrolledError] = Key("refused")  # why a button did nothing; told by the page that is drawn next

# choices of one step, which the address has too
READER: Key[str] = Key("reader")  # of Look inside: which cell
METHOD: Key[str] = Key("method")  # how it is told what each word did
MANY: Key[str] = Key("many")  # one sentence or a file of them
WHICH: Key[str] = Key("which")  # of the translations
MEASURE: Key[str] = Key("measure")  # of translations


IN_VAIN: Key[tuple[str, str]] = Key("asked-in-vain")  # (parameter, value) of the address that there is not
TOLD_IN_VAIN: Key[tuple[str, str, dict[str, str]]] = Key("told-in-vain")  # the same, and the address it is told at


def in_url(key: Key[str]) -> Key[str]:
    """What the address last said of a remembered choice."""
    return Key(f"{key}-in-url")


def watched(task: Task) -> Key[str | None]:
    """Id of the run that Train looks at."""
    return Key(f"watched-{task.name}")


def answering(task: Task) -> Key[str]:
    """Id of the run or ready model that answers."""
    return Key(f"run-{task.name}")


def awaited(task: Task) -> Key[frozenset[str]]:
    """Ids of one's runs whose end this session has not told yet."""
    return Key(f"awaited-{task.name}")


def link_told(task: Task) -> Key[tuple[str, str, UnrolledError]]:
    """Network and step on which it is told what is wrong with the link that was opened, and that."""
    return Key(f"link-told-{task.name}")


def just_ended(task: Task) -> Key[str]:
    """Id of the run whose end made it the page's network, unseen on Train."""
    return Key(f"just-ended-{task.name}")


def picker(task: Task) -> Key[bool]:
    """Whether the list of networks in the title is open."""
    return Key(f"picker-{task.name}")


def language_seen(task: Task) -> Key[str]:
    """The language in which that one was chosen."""
    return Key(f"run-language-{task.name}")


def kept(task: Task) -> Key[dict[str, str]]:
    """What was set right on Try, `{text: label}`."""
    return Key(f"kept-{task.name}")


def setting(task: Task, name: str) -> Key[Setting]:
    """A setting of Train: each task has its own, since their defaults differ."""
    return Key(f"set-{task.name}-{name}")


def asked_after_epochs(task: Task) -> Key[str]:
    """The text that a training answers after each epoch; of captions where its picture comes from."""
    return Key(f"asked-{task.name}")


def asked_filled_in(task: Task) -> Key[str]:
    """What we put there."""
    return Key(f"asked-filled-{task.name}")


def asked_now(run: Run) -> Key[str]:
    """The same while that run trains."""
    return Key(f"asked-now-{run.id}")


def called(task: Task, data: str) -> Key[str]:
    """The name that a network of this data is to have."""
    return Key(f"called-{task.name}-{data}")


# --- Try and Look inside: what is asked ---


def sentence(task: Task) -> Key[str]:
    """What stands in the input: a sentence, of captions the text of a picture."""
    return Key(f"sentence-{task.name}")


def filled_in(task: Task) -> Key[str]:
    """The example that was put into the input by us."""
    return Key(f"filled-{task.name}")


def last_sentence(task: Task) -> Key[str]:
    """The last one that was not empty."""
    return Key(f"last-{task.name}")


def ask(task: Task, text: str) -> None:
    """Put a sentence into the input of every step."""
    sentence(task).set(text)
    last_sentence(task).set(text)


def example(task: Task, run: Run | ReadyModel) -> Key[str | None]:
    """The example that was clicked."""
    return Key(f"example-{task.name}-{run.id}")


def unit(task: Task) -> Key[int]:
    """The number box of the unit that is looked into."""
    return Key(f"unit-{task.name}")


def own_unit(task: Task) -> Key[tuple[str, str, int]]:
    """`(id of the run, reader, unit)` as a person chose it."""
    return Key(f"own-unit-{task.name}")


def unit_chart(task: Task, reader: str) -> Key[Picked]:
    """A click on a row of the states chooses its unit."""
    return Key(f"states-{task.name}-{reader}")


# --- Data ---


def given_file(task: Task) -> Key[tuple[str, Content]]:
    """`(name, content)` of the file with the rows."""
    return Key(f"{task.name}-file")


def pasted(task: Task) -> Key[str | None]:
    return Key(f"{task.name}-pasted")


def overruled(task: Task) -> Key[dict[str, Any]]:
    """How the file is to be read: what is said of `table.How`."""
    return Key(f"{task.name}-overruled")


def overrule(task: Task, name: str) -> Key[Any]:
    """One thing said of how the file is to be read."""
    return Key(f"{task.name}-{name}")


def columns(task: Task) -> Key[dict[str, str]]:
    """`{field: column}`."""
    return Key(f"{task.name}-columns")


def column(task: Task, field: str, columns_of_file: Sequence[str]) -> Key[str | None]:
    """The column chosen for a field; other files have other choices."""
    return Key(f"{task.name}-{field}-{hash(columns_of_file)}")


def label_names(task: Task) -> Key[dict[str, str]]:
    """`{label: name}` under which labels are shown."""
    return Key(f"{task.name}-names")


def edits(task: Task, mark: str) -> Key[list[Edit]]:
    """The corrections of the rows; `mark` tells the data and its columns."""
    return Key(f"{task.name}-edits-{mark}")


def turn(edits: Key[list[Edit]]) -> Key[int]:
    """How often the tables over these edits were drawn afresh."""
    return Key(f"{edits}-turn")


def rows_table(edits: Key[list[Edit]], version: int, searched: str) -> Key[Typed]:
    """The table of the rows."""
    return Key(f"rows-{edits}-{version}-{searched}")


def pictures_table(edits: Key[list[Edit]], version: int, searched: str) -> Key[Typed]:
    """The table of pictures with their captions."""
    return Key(f"pictures-{edits}-{version}-{searched}")


def finding_table(edits: Key[list[Edit]], kind: str) -> Key[Typed]:
    """The table of the rows of one of the doctor's findings."""
    return Key(f"see-rows-{edits}-{kind}")


# --- Take home ---


def bundle(task: Task) -> Key[UploadedFile | None]:
    """A bundle brought back."""
    return Key(f"home-bundle-{task.name}")


def bundle_refused(task: Task) -> Key[UnrolledError]:
    return Key(f"home-bundle-{task.name}-refused")


def file_to_answer(task: Task) -> Key[tuple[str, Content]]:
    """`(name, content)` of the file whose rows are to be answered."""
    return Key(f"home-file-{task.name}")


def answered_file(task: Task) -> Key[tuple[str, bytes]]:
    """`(digest of what was asked, the file with its answers)`, the newest."""
    return Key(f"home-answers-{task.name}")


# --- Runs ---

USE_CASE: Key[str] = Key("use-case")  # whose runs are listed; or all
CHOSEN_RUNS: Key[list[str]] = Key("chosen-runs")  # ids
BROUGHT: Key[int] = Key("brought")  # how many files were brought back
DELETING: Key[bool] = Key("deleting-everything")  # the question before it is open
DELETED: Key[int] = Key("deleted-everything")  # how many runs; told by the page that is drawn next
FILE_REFUSED: Key[UnrolledError] = Key("refused-file")


def run_file(times: int) -> Key[UploadedFile | None]:
    """The file of a run brought back; a new key after each."""
    return Key(f"run-file-{times}")


def new_name(run: Run) -> Key[str]:
    return Key(f"name-{run.id}")


def shared(run: Run) -> Key[bool]:
    return Key(f"share-{run.id}")


def shared_rows(run: Run) -> Key[bool]:
    return Key(f"share-rows-{run.id}")


def asks_to_delete(run: Run) -> Key[bool]:
    """Whether the question before deleting is open."""
    return asks_to_delete_of(run.id)


def asks_to_delete_of(run_id: str) -> Key[bool]:
    """The same by the id of the run."""
    return Key(f"delete-{run_id}")


# --- what several views have ---


def matrix(task: Task, run: Run | ReadyModel) -> Key[Picked]:
    """The chart of the mistakes."""
    return Key(f"matrix-{task.name}-{run.id}")


def words_row(row: str) -> Key[Any]:
    """Where a row of words (`charts/words_component`) keeps what was clicked; the browser may send anything."""
    return Key(row)
