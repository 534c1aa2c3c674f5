"""The session's keys stand in one module, pages/ui/frame/state.py (what a key is, beside it in key.py), and are the strings that Streamlit knows."""

from types import SimpleNamespace

from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from pages.ui.frame import state


def modules():
    return [REPOSITORY / "app.py", *(REPOSITORY / "pages").rglob("*.py")]


def test_nobody_else_touches_the_session_state():
    touching = {path.name for path in modules() if "session_state" in path.read_text("utf-8")}
    assert touching == {"key.py"}


def test_no_two_things_have_the_same_name():
    names = [value for value in vars(state).values() if isinstance(value, state.Key)]
    task, run = SimpleNamespace(name="tagging"), SimpleNamespace(id="r1")
    of_task = ["watched", "answering", "language_seen", "awaited", "picker", "kept", "sentence", "filled_in", "last_sentence", "unit",
               "own_unit", "given_file", "pasted", "overruled", "columns", "label_names", "bundle", "bundle_refused",
               "file_to_answer", "answered_file", "corrections", "correction_counts", "threshold", "cell", "written",
               "turns", "just_said", "said", "own_picture", "picture_refused"]  # fmt: skip
    of_run = ["example", "cell_of", "matrix", "next_chart", "forced"]
    names += [getattr(state, name)(task) for name in of_task] + [getattr(state, name)(task, run) for name in of_run]
    assert len(names) > 40 and len(set(names)) == len(names)


def test_a_key_is_what_a_widget_takes():
    def page():
        import streamlit as st

        from pages.ui.frame.state import Key

        count: Key[int] = Key("count")
        assert not count.is_set() and count.get() is None and count.get(3) == 3 and count.pop() is None
        assert count.setdefault(4) == 4 and count.setdefault(5) == 4
        count.set(6)
        st.number_input("Count", 0, 10, key=count, step=1)
        st.text(f"{count}: {count.value}")

    test = AppTest.from_function(page).run()
    assert not test.exception and test.text[0].value == "count: 6" and test.session_state["count"] == 6
    assert test.number_input(key="count").value == 6
