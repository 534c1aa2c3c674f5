"""Try of a tagger: a sentence with a tag at every word; a wrong one is set right and kept as training data."""

import streamlit as st

from nlp_models.problems.tagging.entities import OUTSIDE, kind_of
from nlp_models.problems.tagging.tags import types_of
from nlp_models.text.vocabulary import SPACE
from pages.ui.answer.answering import ask_sentence, load, tell_unread
from pages.ui.answer.ask import example_pills, next_steps
from pages.ui.answer.unreadable import cannot_read
from pages.ui.frame import state
from pages.ui.frame.key import Key
from pages.ui.frame.remember import choose, relabelled
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.views.tagging import keys
from pages.ui.views.tagging.words import kind_label, kind_name, tagged_words, with_kind

SHOWN = 5  # tags of one word


def try_step(task, run):
    """A sentence and its tags."""
    sentence = ask_sentence(task, run)
    example_pills(task, run)
    with errors_told():
        if not cannot_read(task, run, sentence):
            show_tags(task, run, sentence)
    next_steps(task)


def show_tags(task, run, sentence):
    """The card: which tags to mark, the words, and the clicked word's tags."""
    predictor = load(run.id, str(run.folder))
    answer, names = predictor.read(sentence), predictor.config.names
    kinds = types_of(predictor.problem.labels)
    tags = keys.changed_tags(task, run, sentence).get(answer.tags)
    with st.container(border=True):
        st.markdown(f"**{plain(finding(task, names, tags, answer))}**")
        only = ask_kinds(task, names, tags, run)
        clicked = tagged_words(
            task,
            names,
            answer.words,
            tags,
            answer.confidence,
            answer.letters,
            only,
            f"tags-{task.name}-{run.id}",
            t("The words of the sentence with their tags; a click tells more"),
            kinds,
        )
        if clicked:
            word_part(task, run, sentence, answer, tags, clicked)
        else:
            st.caption(t("Click a word to see its other tags, or to set a wrong one right."))
    tell_unread(answer.unknown, answer.truncated_at)
    kept_line(task)


def finding(task, names, tags, answer):
    """What was found, in a sentence."""
    if OUTSIDE in answer.tag_probabilities[0] if answer.tag_probabilities else False:
        count = sum(tag.startswith("B-") for tag in tags)
        if answer.letters:
            return t(
                "Names found in {letters} letters: {count}",
                count=count,
                letters=len(answer.words) - answer.words.count(SPACE),
            )
        return t("Names found in {words} words: {count}", count=count, words=len(answer.words))
    least = min(range(len(tags)), key=lambda n: answer.confidence[n], default=None)
    if least is None:
        return t("There is no word in this sentence that the network could read.")
    return t(
        "Least sure of “{word}”: {label} {percent}",
        word=answer.words[least],
        label=kind_name(task, names, kind_of(tags[least])),
        percent=percent(answer.confidence[least]),
    )


def ask_kinds(task, names, tags, run):
    """Which kinds to mark; none chosen marks all."""
    there = sorted({kind_of(tag) for tag in tags if tag != OUTSIDE})
    if len(there) < 2:
        return ()
    return st.pills(
        t("Mark only"),
        there,
        selection_mode="multi",
        format_func=lambda kind: plain(kind_name(task, names, kind)),
        key=f"only-{task.name}-{run.id}-{'-'.join(there)}",
        label_visibility="collapsed",
    )


def word_part(task, run, sentence, answer, tags, span):
    """The clicked word's likeliest tags, and the one it should have."""
    first, end, kind = span
    names, word = load(run.id, str(run.folder)).config.names, "".join(answer.words[first:end]).replace("▁", " ")
    by_kind = {}
    for tag, share in answer.tag_probabilities[first].items():
        by_kind[kind_of(tag)] = by_kind.get(kind_of(tag), 0) + share
    likely = sorted(by_kind, key=by_kind.get, reverse=True)
    listed = ", ".join(f"{kind_label(task, names, one)} {percent(by_kind[one])}" for one in likely[:SHOWN])
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(t("Tag of “{word}”", word=plain(word)), icon=":material/sell:"):
            st.caption(plain(listed))
            wanted = st.radio(
                t("It should be"),
                likely,
                format_func=lambda one: plain(kind_label(task, names, one)),
                **relabelled(
                    Key(f"right-{task.name}-{run.id}-{first}-{hash(sentence)}"), likely.index(kind or OUTSIDE)
                ),
            )
        changed = with_kind(tags, first, end, wanted, OUTSIDE in answer.tag_probabilities[0])
        kept = state.kept(task).get({})
        st.button(
            t("Keep as training data ({count})", count=len(kept)),
            icon=":material/bookmark_add:",
            key="keep-tags",
            on_click=_keep,
            args=(task, run, sentence, answer.words, changed),
        )
        st.caption(plain(listed))


def kept_line(task):
    """What was kept so far, and the way to train with it."""
    kept = state.kept(task).get({})
    if kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(t("Sentences kept: {count}. They are learned with the data chosen on Data.", count=len(kept)))
            st.button(t("Go to Data"), type="tertiary", on_click=choose, args=(state.STEP, "data"))
            st.button(t("Forget them"), type="tertiary", on_click=state.kept(task).pop)


def _keep(task, run, sentence, words, tags):
    keys.changed_tags(task, run, sentence).set(tags)
    state.kept(task).setdefault({})[" ".join(words)] = " ".join(tags)
