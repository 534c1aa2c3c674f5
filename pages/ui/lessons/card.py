"""The card of the lesson that is open: in the sidebar, above its list of pages; on a phone folded, above the page.

Both are drawn, and the width of the screen decides in the browser which one is seen: Python does not know it.
"""

from urllib.parse import urlsplit

import streamlit as st

from nlp_models.errors import UnrolledError
from nlp_models.messages import said
from nlp_models.runs.choices import Learned
from pages.ui.frame.key import Key
from pages.ui.frame.remember import told_anew
from pages.ui.frame.words import language, show_error, t
from pages.ui.lessons.checks import happened
from pages.ui.lessons.figures import right_choice, shown
from pages.ui.lessons.lesson import AnyStep, Check, Do, Lesson, Predict, every
from pages.ui.lessons.progress import OPEN, OUTCOME, UNFOLDED, keep, open_lesson, stands

WIDE, NARROW = "lesson-wide", "lesson-narrow"
SIDEBAR = f"[data-testid=stSidebarContent]:has(.st-key-{WIDE})"
SEEN_AT: Key[str] = Key("lesson-seen-at")  # path of the page on which the card was drawn last
CSS = (  # app.py's
    f"@media(max-width:768px){{.st-key-{WIDE}{{display:none}}}}"
    f"@media(min-width:768.02px){{.st-key-{NARROW},:has(>.st-key-{NARROW}){{display:none}}}}"
    f"{SIDEBAR}{{display:flex;flex-direction:column}} {SIDEBAR}>[data-testid=stSidebarUserContent]{{padding-bottom:0}}"
    f"{SIDEBAR}>[data-testid=stSidebarNav]{{order:2}}"
)


def wide_card() -> None:
    """In the sidebar."""
    if lesson := opened():
        with st.container(border=True, key=WIDE):
            _card(lesson, WIDE)


def narrow_card() -> None:
    """Above the page: open while one goes through its steps, folded when a step has led to another page."""
    if lesson := opened():
        here = urlsplit(st.context.url or "").path
        if here != SEEN_AT.get(here):
            UNFOLDED.set(False)
        SEEN_AT.set(here)
        UNFOLDED.setdefault(True)
        with (
            st.container(key=NARROW),
            st.expander(_place(lesson), icon=":material/school:", key=UNFOLDED, on_change="rerun"),
        ):
            _card(lesson, NARROW)


def opened() -> Lesson | None:
    """The Lesson that is open, or None."""
    return every().get(OPEN.get() or "")


def _place(lesson: Lesson) -> str:
    """Title and place: "Gates · 2 / 6"."""
    return f"{lesson.title.of(language())} · {min(stands(lesson.id).step + 1, len(lesson.step))} / {len(lesson.step)}"


def _card(lesson: Lesson, at: str) -> None:
    learned, code = stands(lesson.id), language()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/school: **{_place(lesson)}**", width="stretch")
        label = t("Close the lesson")
        st.button(
            ":material/close:", key=f"{at}-close", type="tertiary", help=label, on_click=open_lesson, args=(None,)
        )
    if learned.step >= len(lesson.step):
        return _ended(lesson, at)
    step, number = lesson.step[learned.step], learned.step + 1
    try:
        _step(lesson, step, number, learned, code, at)
    except UnrolledError as missing:  # a ready network that the host has taken away
        show_error(missing)
    _buttons(lesson, step, number, at)


def _ended(lesson: Lesson, at: str) -> None:
    st.markdown(t("You have done all {count} steps.", count=len(lesson.step)))
    st.page_link("pages/lessons.py", label=t("To the lessons"), icon=":material/school:")


def _step(lesson: Lesson, step: AnyStep, number: int, learned: Learned, code: str, at: str) -> None:
    st.markdown(step.says.of(code))
    if step.go:
        st.page_link(
            f"pages/{step.go.page}.py",
            label=t("Open the page for this step"),
            icon=":material/arrow_forward:",
            query_params=step.go.parameters(code),
        )
    if isinstance(step, (Predict, Check)):
        _ask(step, number, code, at)
    outcome = OUTCOME.get("")
    if outcome == "missed":
        st.markdown(f":material/info: {missed(step, code)}")
    elif outcome == "passed" and isinstance(step, (Do, Check)):
        st.markdown(f":material/check_circle: {told(lesson, step, learned, code)}")


def _ask(step: Predict | Check, number: int, code: str, at: str) -> None:
    """The choices; after the answer they stay as they were chosen."""
    st.radio(
        t("Your prediction") if step.kind == "predict" else t("Your answer"),
        list(step.choices),
        index=None,
        format_func=lambda choice: step.choices[choice].of(code),
        key=told_anew(_chosen(at, number)),
        disabled=OUTCOME.get("") == "passed",
    )


def _chosen(at: str, number: int) -> Key[str]:
    return Key(f"{at}-choice-{number}")


def missed(step: AnyStep, code: str) -> str:
    """What is not done yet; of a wrong answer no more than that."""
    if step.kind == "do":
        return step.hint.of(code)
    if step.kind == "predict":
        return t("Choose one first. There is no wrong prediction.")
    return t("Not so. Look at the page once more, then choose again.")


def told(lesson: Lesson, step: Do | Check, learned: Learned, code: str) -> str:
    """What came out, with the true numbers and one's own guess."""
    values = shown(step, code)
    predicted = lesson.step[step.guess - 1] if step.guess else None
    if isinstance(predicted, Predict):
        guessed = predicted.choices.get(learned.answers.get(str(step.guess), ""))
        values["guess"] = guessed.of(code) if guessed else t("none")
    return said(step.after.of(code), values, code)  # Korean particles fit the numbers


def _buttons(lesson: Lesson, step: AnyStep, number: int, at: str) -> None:
    asked = isinstance(step, (Do, Check)) and OUTCOME.get("") != "passed"
    with st.container(horizontal=True, vertical_alignment="center"):
        if asked:
            st.button(
                t("Check it"), key=f"{at}-check", icon=":material/check:", on_click=_check, args=(step, number, at)
            )
        else:
            last = number == len(lesson.step)
            label = t("Finish the lesson") if last else t("Next step")
            st.button(label, key=f"{at}-next", type="secondary", on_click=_next, args=(lesson.id, step, number, at))
        if number > 1:
            st.button(t("Step back"), key=f"{at}-back", type="tertiary", on_click=_back, args=(lesson.id, number))


def _check(step: Do | Check, number: int, at: str) -> None:
    """Compare with what happened, or with the numbers."""
    done = happened(step.done) if step.kind == "do" else _chosen(at, number).get() == right_choice(step, language())
    OUTCOME.set("passed" if done else "missed")
    UNFOLDED.set(True)


def _next(lesson_id: str, step: AnyStep, number: int, at: str) -> None:
    UNFOLDED.set(True)
    answers, chosen = stands(lesson_id).answers, _chosen(at, number).get()
    if step.kind == "predict" and chosen is None:
        return OUTCOME.set("missed")
    keep(lesson_id, step=number, answers=answers | ({str(number): chosen} if chosen else {}))
    OUTCOME.set("")


def _back(lesson_id: str, number: int) -> None:
    keep(lesson_id, step=number - 2)
    OUTCOME.set("")
    UNFOLDED.set(True)
