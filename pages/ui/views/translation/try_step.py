"""Try of translation: a sentence and its translation, word by word; one word set by hand and the rest written anew."""

import streamlit as st

from nlp_models.numpy_layers.decoding import Decoding
from nlp_models.problems.sequence_to_sequence.constrained import other_words
from nlp_models.problems.sequence_to_sequence.generation import tree_of
from nlp_models.text.vocabulary import END, SPACE
from pages.ui.answer.answering import ask_sentence, load, tell_unread
from pages.ui.answer.ask import example_pills, next_steps
from pages.ui.answer.safe import masked, tell_masked
from pages.ui.answer.unreadable import cannot_read
from pages.ui.charts.attention_map import attention_finding, attention_part
from pages.ui.frame.words import errors_told, percent, plain, t
from pages.ui.views.translation import keys
from pages.ui.views.translation.ablation import ablation_run, attention_words, offer_ablation, unlike
from pages.ui.views.translation.beam_tree import beam_chart
from pages.ui.views.translation.words import linked_words

MOST_BEAMS = 5
SHORT = 8  # words: most sentences of a book have more


def try_step(task, run):
    """A sentence and its translation."""
    sentence = ask_sentence(task, run)
    example_pills(task, run)
    with errors_told():
        if not cannot_read(task, run, sentence):
            show_translation(task, run, sentence)
    next_steps(task)


@st.cache_data(max_entries=64, show_spinner=False)
def read(run_id, folder, sentence, forced=()):
    """The Answer, kept: a click on a word computes nothing again."""
    predictor = load(run_id, folder)
    return predictor.problem.read(sentence, predictor, forced=forced)


@st.cache_data(max_entries=64, show_spinner=False)
def others_at(run_id, folder, sentence, forced, word):
    """What else could stand at a word of the answer that begins with the forced tokens."""
    return other_words(load(run_id, folder), sentence, read(run_id, folder, sentence, forced), word)


def show_translation(task, run, sentence):
    """The card with both sentences, the network without attention beside it; the map; the beam."""
    key, kept = f"{task.name}-{run.id}", keys.forced(task, run)
    forced = forced_tokens(kept, sentence)
    answer = read(run.id, str(run.folder), sentence, forced)
    with st.container(border=True):
        left, right = st.columns(2, gap="medium")
        left.markdown(f"**{t('Read')}**")
        right.markdown(f"**{t('Written')}** · {attention_words(run)}")
        clicked = linked_words(answer, key, left, right)
        with right:
            tell_masked(answer.said)
            forced_line(key, kept, forced)
            alternatives(task, run, sentence, forced, answer, clicked)
            beside(task, run, sentence)
        unread(answer)
        short_sentences(run)
    if answer.attention_weights and answer.said_words:
        attention_part(answer.words, answer.said_words, answer.attention_weights, key="looks")
    beam_part(run, sentence)


def forced_tokens(kept, sentence):
    """The tokens that were set by hand for this sentence."""
    of, tokens = kept.get((None, ()))
    return tokens if of == sentence else ()


def forced_line(key, kept, forced):
    """That a word was set by hand, and the way back."""
    if forced:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(t("You chose a word; everything after it was written anew."))
            st.button(t("Undo"), icon=":material/undo:", type="tertiary", key=f"undo-{key}", on_click=kept.pop)


def alternatives(task, run, sentence, forced, answer, clicked):
    """The words that could stand where one was clicked; one of them is set by a click."""
    if clicked is None:
        st.caption(t("Click a word to see others that could stand there."))
        return
    word = answer.said_words[clicked]
    if answer.attention_weights:
        st.caption(plain(attention_finding(answer.words, [word], [answer.attention_weights[clicked]])))
    others = [other for other in others_at(run.id, str(run.folder), sentence, forced, clicked) if other.word != word]
    picked = keys.other_word(task, run, clicked, sentence, forced)
    st.pills(
        t("Instead of “{word}”, with the rest written anew", word=plain(word)),
        range(len(others)),
        key=picked,
        format_func=lambda n: f"{plain(others[n].word) or t('(end)')} {percent(others[n].chance)}",
        on_change=lambda: _force(keys.forced(task, run), sentence, others, picked),
    )
    if others and others[0].chance > answer.word_probabilities[clicked]:
        st.caption(
            t(
                "“{other}” is likelier here, yet the search took “{word}”: with it the whole sentence is likelier.",
                other=plain(others[0].word) or t("(end)"),
                word=plain(word),
            )
        )


def _force(kept, sentence, others, picked):
    chosen = picked.value
    if chosen is not None:
        kept.set((sentence, tuple(others[chosen].forced)))


def beside(task, run, sentence):
    """What the same network without attention (or with) writes; or the way to train it."""
    other = ablation_run(task, run)
    if other is None:
        return offer_ablation(task, run)
    said = read(other.id, str(other.folder), sentence).said
    st.markdown(f"**{attention_words(other)}**")
    st.write(plain(said) or t("Nothing"))
    unlike(run, other)


def unread(answer):
    """What it could not read, and whether it is sure."""
    if not answer.sure:
        st.caption(t("It is not sure of this: {share} for each piece.", share=percent(answer.confidence)))
    tell_unread(answer.unknown, answer.truncated_at)


def short_sentences(run):
    """That it knows short sentences only, where no longer one was among those it was scored on."""
    groups = run.report["test"].get("by_length") if run.report else None
    longest = groups[-1]["most"] if groups else None
    if longest and longest <= SHORT:
        st.caption(
            t("It learned from short sentences, of up to {words} words: longer ones come out worse.", words=longest)
        )


def beam_part(run, sentence):
    """The search with several candidates, drawn as a tree."""
    words = t("Search with several candidates (beam)")
    expander = st.expander(words, key=f"beam-open-{run.id}", on_change="rerun", icon=":material/account_tree:")
    if not expander.open:
        return
    with expander:
        count = st.slider(
            t("Candidates followed at once"), 1, MOST_BEAMS, 3, key=f"beams-{run.id}", persist_state="session"
        )
        tree, finding, names = searched(run.id, str(run.folder), sentence, count)
        if tree.best is None:
            return
        greedy, best = finding
        said = t("It writes the same as with the likeliest word each time.")
        if greedy != best:
            said = t("With the likeliest word each time it would write: {words}", words=greedy)
        st.markdown(f"**{plain(best)}**")
        st.altair_chart(beam_chart(tree, names), key="beam", alt=best)
        st.caption(plain(said))
        st.caption(
            t(
                "A row is one more token, a column a candidate, the likeliest text so far first; the bold line won. ■ is the end of the sentence."
            )
        )


@st.cache_data(max_entries=32, show_spinner=False)
def searched(run_id, folder, sentence, count):
    """`(Tree, (what greedy writes, what the beam writes), names of its tokens)`."""
    predictor = load(run_id, folder)
    problem = predictor.problem
    source, one = problem.encode([sentence])[0], Decoding(temperature=0)
    trees = [
        tree_of(predictor.network, source, problem.max_tokens, how)
        for how in (one, Decoding(temperature=0, num_beams=count))
    ]
    tokens = problem.target_vocabulary.tokens
    names = {node.token: masked(tokens[node.token].replace(SPACE, " ").strip()) or "␣" for node in trees[1].nodes}
    return trees[1], tuple(masked(problem.text(tree.ids)) for tree in trees), names | {END: "■"}
