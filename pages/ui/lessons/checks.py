"""happened(check): whether what a step asks for was really done, by what the session holds."""

from functools import singledispatch

from nlp_models import tasks
from pages.ui.frame import inside_state, state
from pages.ui.lessons import lesson
from pages.ui.memory.knobs import knobs


@singledispatch
def happened(check: lesson.Happened) -> bool:
    """Whether it is so now."""
    raise TypeError(type(check))


@happened.register
def _held(check: lesson.Held) -> bool:
    holds = inside_state.holds_of(inside_state.NETWORK.get("")).get(())
    return any(
        (hold.reader, hold.gate, hold.value, hold.units) == (check.reader, check.gate, check.value, None)
        for hold in holds
    )


@happened.register
def _turned(check: lesson.Knob) -> bool:
    value = knobs(check.lab)[check.knob].key.get()
    return value is not None and check.least <= float(value) <= check.most


@happened.register
def _asked(check: lesson.Asked) -> bool:
    task = tasks.load(check.task)
    text = state.sentence(task).get("")
    return len(text.split()) >= check.words and text != state.filled_in(task).get()
