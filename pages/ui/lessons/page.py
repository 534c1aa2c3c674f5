"""lessons_page(): what lessons there are and where one stands in each; ?lesson=gates opens one."""

import streamlit as st

from pages.ui.frame import state
from pages.ui.frame.addresses import name_tab
from pages.ui.frame.remember import asked_in_vain
from pages.ui.frame.visitor import keep_visitor
from pages.ui.frame.words import language, show_error, t
from pages.ui.lessons.lesson import Lesson, every
from pages.ui.lessons.progress import OPEN, begin_again, open_lesson, stands


def follow_address() -> None:
    """The lesson that a link names is open; call it before the card is drawn."""
    asked = st.query_params.pop("lesson", None)
    if asked in every():
        open_lesson(asked)
    elif asked:
        asked_in_vain("lesson", asked)


def lessons_page() -> None:
    """Title, what a lesson is, the list."""
    name_tab(t("Lessons"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(t("Lessons"), anchor=False, width="content")
    st.caption(
        t("A few small steps each: guess, try it, look, check. Ready networks answer, so nothing has to be trained.")
    )
    if error := state.REFUSED.pop():
        show_error(error)
    for lesson in every().values():
        _entry(lesson)
    keep_visitor()


def _entry(lesson: Lesson) -> None:
    """Title, what it is about, where one stands, the button."""
    code, behind, steps = language(), stands(lesson.id).step, len(lesson.step)
    with st.container(border=True, key=f"lesson-{lesson.id}"):
        st.subheader(lesson.title.of(code), anchor=False)
        st.markdown(lesson.about.of(code))
        st.caption(
            t("{count} steps, about {minutes} minutes", count=steps, minutes=lesson.minutes) + _stand(behind, steps)
        )
        with st.container(horizontal=True):
            if OPEN.get() == lesson.id and behind < steps:
                st.markdown(":material/school: " + t("Its card is open: in the sidebar, on a phone above the page."))
            elif behind < steps:
                label = t("Go on") if behind else t("Begin the lesson")
                st.button(
                    label, key=f"open-{lesson.id}", icon=":material/school:", on_click=open_lesson, args=(lesson.id,)
                )
            if behind:
                label = t("Begin the lesson again")
                st.button(label, key=f"again-{lesson.id}", type="tertiary", on_click=begin_again, args=(lesson.id,))


def _stand(behind: int, steps: int) -> str:
    if not behind:
        return ""
    return " · " + (t("done") if behind >= steps else t("{done} of {count} behind you", done=behind, count=steps))
