"""What each word did to the answer, by three measures side by side; each says whether its parts add up."""

import numpy as np
import streamlit as st

from nlp_models.answering import attribution
from pages.ui.answer.answering import followed_label, label_name, load
from pages.ui.charts.influence_map import influence_map
from pages.ui.charts.inside_charts import before_after
from pages.ui.charts.words_component import words_view
from pages.ui.frame.key import Key
from pages.ui.frame.remember import told_anew
from pages.ui.frame.words import percent, plain, t
from pages.ui.inside.effect import SHOWN, TOLD
from pages.ui.inside.parts import WRITERS, ask_place, ask_written, folded, words_to_ask, written_words
from pages.ui.inside.steps import shown_tokens
from pages.ui.terms import explained
from pages.ui.views.tagging.words import tag_called

MEASURES = {
    "occlusion": attribution.occlusion,
    "gradient": attribution.gradient_times_input,
    "integrated": attribution.integrated_gradients,
}
MOST = 60  # words; of more, searching the text takes longer than looking at it


def word_by_word_part(task, run, text, free):
    """Drawn when it is opened; nothing of a kind whose words cannot be asked one by one."""
    if task.problem not in TARGETS or not words_to_ask(task, free):
        return
    title = t("The answer word by word, and what each word did to it")
    if not (box := folded(title, ":material/query_stats:", "cell-words")):
        return
    with box:
        curve(task, run, free)
        if len(free.words) > MOST:
            st.write(t("These measures are for texts of at most {most} words.", most=MOST))
            return
        influence_part(task, run, text)
        target, called = TARGETS[task.problem](task, run, free)
        st.markdown(t("Asked about: {what}. The network answers by itself here, nothing is held.", what=plain(called)))
        for name in MEASURES:
            row(name, _measured(run.id, str(run.folder), text, target, name), called)
        st.caption(
            t(
                "The curve goes along with the network from word to word; these three look back from the whole sentence, so they need not agree with it, nor with each other."
            )
        )


def curve(task, run, free):
    """The probability at every word, under where it moved or was least sure."""
    told = TOLD[task.problem](task, run, free, free)
    words, shares = [plain(word) for word in told.words[:SHOWN]], told.shares[:SHOWN]
    if len(shares) < 3:  # two points are no curve
        return
    finding = moved(words, shares) if task.problem == "classification" else least(words, shares)
    st.markdown(f"**{plain(told.title)}**")
    st.altair_chart(before_after(told.words[:SHOWN], {told.title: shares}), key="word-curve", alt=finding)
    st.caption(finding)
    if task.problem == "classification" and run.recipe.bidirectional:
        asked_anew = t("It reads from both ends, so at every word it was asked anew, as if the sentence ended there.")
        st.caption(explained(asked_anew, "bidirectional"))


def moved(words, shares):
    """Where one probability went furthest from one word to the next."""
    at = max(range(1, len(shares)), key=lambda at: abs(shares[at] - shares[at - 1]))
    return t(
        "It moved most at “{word}”: from {before} to {after}.",
        word=words[at],
        before=percent(shares[at - 1]),
        after=percent(shares[at]),
    )


def least(words, shares):
    """Which of several it held least likely."""
    at = min(range(len(shares)), key=shares.__getitem__)
    return t(
        "Least likely to it was “{word}”: {share}.",
        word=words[at],
        share=percent(shares[at], 0 if shares[at] >= 0.01 else 2),
    )


def influence_part(task, run, text):
    """Of a network that writes: what each word that was read did to each that was written, as a map."""
    if task.problem not in WRITERS:
        return
    found = _influence(run.id, str(run.folder), text)
    read = [word or t("(picture)") for word in found.read]
    place, best = (int(at) for at in np.unravel_index(int(found.lost.argmax()), found.lost.shape))
    finding = t(
        "“{written}” owes most to “{read}”: without it, its probability falls by {points} points",
        written=found.written[place],
        read=read[best],
        points=number(float(found.lost[place, best]), "probability").lstrip("+"),
    )
    st.markdown(f"**{plain(finding)}**")
    st.altair_chart(influence_map(read, found.written, found.lost), key="influence", alt=finding)
    st.caption(
        t(
            "A row is a word that it wrote, a column what it read; a number says by how many points the probability falls when the column is hidden. The words that it wrote before are given."
        )
    )


def row(name, found, called):
    """A measure: what it does, its words with their numbers, whether they add up."""
    title, how = told()[name]
    st.markdown(f"**{title}** · {how}")
    if found.unit == "probability":
        st.markdown(strongest(found.parts))
    values = [value for _, value in found.parts]
    scale = max(1e-6, *(abs(value) for value in values))
    words_view(
        shown_tokens([word or t("(picture)") for word, _ in found.parts]),
        [value / scale for value in values],
        labels=[number(value, found.unit) for value in values],
        key=f"measure-{name}",
        title=f"{title}: {called}",
    )
    whole, gap = number(found.whole, found.unit), number(found.gap, found.unit).lstrip("+−")
    if found.unit == "probability":
        whole, gap = (t("{points} points", points=value) for value in (whole, gap))
    numbers = {"whole": whole, "gap": gap}
    if found.adds_up:
        st.caption(t("Its numbers add up to {whole}, all that the words do together.", **numbers))
    else:
        st.caption(t("Together the words do {whole}; the sum of these numbers misses that by {gap}.", **numbers))


def strongest(parts):
    """The word without which the probability would be the most different, and which way."""
    word, value = max(parts, key=lambda part: abs(part[1]))
    if not float(number(abs(value), "probability").lstrip("+")):
        return t("No single word changes the probability.")
    said = {"word": plain(word or t("(picture)")), "points": number(abs(value), "probability").lstrip("+")}
    if value > 0:
        return t("“{word}” adds most: without it the probability falls by {points} points.", **said)
    return t("“{word}” takes most: without it the probability rises by {points} points.", **said)


def told():
    """`{measure: (its name, what it does)}`."""
    return {
        "occlusion": (t("Without this word"), t("hide a word: by how many points does the probability fall?")),
        "gradient": (t("Gradient × input"), t("stretch a word a little: how fast do the log-odds rise?")),
        "integrated": (t("Integrated gradients"), t("let all words grow from nothing: how much of the way is whose?")),
    }


def number(value, unit):
    """Points of probability, or log-odds, with a sign; what rounds to nothing has none."""
    size = f"{abs(100 * value):.1f}" if unit == "probability" else f"{abs(value):.2f}"
    return size if not float(size) else ("+" if value > 0 else "−") + size


def _label(task, run, free):
    own = load(run.id, str(run.folder)).config.names
    names = {label: label_name(task, own, label) for label in free.answer.probabilities}
    followed = followed_label(task, names, free.answer)
    share = percent(free.answer.probabilities[followed])
    return followed, t("the probability of {label}: {percent}", label=names[followed], percent=share)


def _next_word(task, run, free):
    following = free.answer.next
    at = st.selectbox(
        t("Word that might come next"),
        range(len(following)),
        format_func=lambda at: f"{following[at][0]} · {percent(following[at][1])}",
        key=told_anew(Key(f"cell-next-{hash(tuple(free.words))}")),
        width=280,
    )
    word, share = following[at]
    return int(free.answer.next_ids[at]), t(
        "the probability that “{word}” comes next, {percent}", word=word, percent=percent(share)
    )


def _written(task, run, free):
    answer = free.answer
    words = written_words(answer)
    place = ask_written(t("Word that it wrote"), run, answer, "cell-written")
    share = percent(answer.word_probabilities[place])
    return place, t("the probability of “{word}” in this place, {percent}", word=words[place], percent=share)


def _tag(task, run, free):
    words, tags = shown_tokens(free.words), free.answer.tags
    place = ask_place(t("Word to look at"), words, "cell-word")
    called = tag_called(task, load(run.id, str(run.folder)).config.names, tags[place])
    return (place, tags[place]), t("the tag “{tag}” of “{word}”", tag=called, word=words[place])


TARGETS = {
    "classification": _label,
    "language_model": _next_word,
    "tagging": _tag,
    "sequence_to_sequence": _written,
    "captioning": _written,
}


@st.cache_data(max_entries=32, show_spinner=False)
def _influence(run_id, folder, text):
    return attribution.influence(load(run_id, folder), text)


@st.cache_data(max_entries=64, show_spinner=False)
def _measured(run_id, folder, text, target, name):
    return MEASURES[name](load(run_id, folder), text, target)
