"""The session's keys stand in pages/ui/frame/state.py (what a key is, beside it in key.py) and in the keys.py of views."""

import inspect
from types import SimpleNamespace

from conftest import REPOSITORY
from streamlit.testing.v1 import AppTest

from pages.ui.frame import inside_state, state
from pages.ui.views.captioning import keys as captioning
from pages.ui.views.chatbot import keys as chatbot
from pages.ui.views.classification import keys as classification
from pages.ui.views.language_model import keys as language_model
from pages.ui.views.tagging import keys as tagging
from pages.ui.views.translation import keys as translation

KEYS = (state, inside_state, captioning, chatbot, classification, language_model, tagging, translation)


def modules():
    return [REPOSITORY / "app.py", *(REPOSITORY / "pages").rglob("*.py")]


def test_nobody_else_touches_the_session_state():
    touching = {path.name for path in modules() if "session_state" in path.read_text("utf-8")}
    assert touching == {"key.py"}


def test_no_two_things_have_the_same_name():
    given = {"task": SimpleNamespace(name="tagging"), "run": SimpleNamespace(id="r1")}
    names = [value for module in KEYS for value in vars(module).values() if isinstance(value, state.Key)]
    for module in KEYS:
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and function is not state.ask:
                asked = inspect.signature(function).parameters
                if set(asked) <= set(given):
                    names.append(function(*(given[name] for name in asked)))
    assert len(names) > 70 and len(set(names)) == len(names)


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


def lists():
    import streamlit as st

    from pages.ui.frame.key import Key
    from pages.ui.frame.remember import relabelled
    from pages.ui.frame.words import language

    names = {"en": {"a": "one", "b": "two"}, "ko": {"a": "하나", "b": "둘"}}[language()]
    st.selectbox("List", ["a", "b"], format_func=names.get, **relabelled(Key("list"), 1))


def test_after_a_switch_of_language_a_list_is_told_anew_what_is_chosen():
    test = AppTest.from_function(lists).run()
    assert test.selectbox[0].value == "b" and not test.selectbox[0].proto.set_value
    test.selectbox[0].select("a").run()
    test.session_state["lang"] = "ko"
    test.run()
    assert test.selectbox[0].value == "a" and not test.warning and not test.exception
    assert test.selectbox[0].proto.set_value and test.selectbox[0].proto.raw_value == "하나"
    assert not test.run().selectbox[0].proto.set_value


def sliders():
    import streamlit as st

    from pages.ui.frame.key import Key
    from pages.ui.frame.remember import told_anew
    from pages.ui.frame.words import language

    names = {"en": {0: "none", 1: "one"}, "ko": {0: "없음", 1: "하나"}}[language()]
    st.select_slider("Slider", [0, 1], format_func=names.get, key=told_anew(Key("slider")))


def test_so_is_a_slider_of_words():
    test = AppTest.from_function(sliders).run()
    test.select_slider[0].set_value(1).run()
    test.session_state["lang"] = "ko"
    assert test.run().select_slider[0].value == 1 and test.select_slider[0].proto.set_value
