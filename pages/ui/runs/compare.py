"""compare(runs): validation curves over each other, and a table of what differs."""

from collections import Counter

import altair as alt
import pandas as pd
import streamlit as st

from nlp_models import tasks
from nlp_models.recipe import Recipe
from nlp_models.settings import shown as setting_shown
from pages.ui.answer.answering import name_and_cell
from pages.ui.answer.judge_parts import between
from pages.ui.answer.scores import measured
from pages.ui.charts.charts import finish
from pages.ui.charts.look import ink, paper
from pages.ui.frame.words import plain, t
from pages.ui.terms import explained
from pages.ui.train.length import length_name
from pages.ui.train.settings import name_of
from pages.ui.train.step import CELLS
from pages.ui.train.watch import token_name

MOST = 6  # lines and colours that can be told apart
APART = 0.075  # of the chart's height between two names
LETTERS = 18  # more would leave a phone no room for the lines


def compare(runs):
    """The finding, the curves, the table."""
    if len(runs) > MOST:
        st.write(t("At most {most} runs can be compared at once; these are the first.", most=MOST))
        runs = runs[:MOST]
    names = unlike([name_and_cell(run) for run in runs])
    st.subheader(t("{count} runs compared", count=len(runs)), anchor=False)
    st.write(explained(finding(runs, names), "confidence-interval"))
    draw_curves(runs, unlike([shortened(name) for name in names]))
    st.markdown(f"**{t('What differs between these runs')}**")
    st.table(differences(runs, names).map(plain).rename(index=plain, columns=plain))  # its words wrap


def draw_curves(runs, names):
    """A chart for every kind of problem: the losses of two kinds are not on one scale."""
    kinds = {}
    for run, name in zip(runs, names, strict=True):
        if run.metrics():
            kinds.setdefault(tasks.load(run.about.task).kind, []).append((run, name))
    for number, drawn in enumerate(kinds.values()):
        sentence = t("Loss on held-out sentences after every epoch; lower is better")
        if len(kinds) > 1:
            sentence = f"{titles_of(drawn)} · {sentence}"
        st.markdown(f"**{explained(sentence, 'loss', 'validation-data', 'epoch')}**")
        st.altair_chart(curves_of(drawn), key=f"compared-{number}", alt=finding(*zip(*drawn, strict=True)))


def titles_of(drawn):
    """The pages of these runs."""
    return ", ".join(dict.fromkeys(t(tasks.load(run.about.task).title) for run, _ in drawn))


def shortened(name):
    """As much of a name as stands at the end of a line, its last letters too."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 7]}…{name[-6:]}"


def unlike(names):
    """Names with a number where two are the same."""
    names, counts, seen = list(names), Counter(names), Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if counts[name] > 1:
            names[place] = f"{name} ({seen[name]})"
    return names


def finding(runs, names):
    """Which scores highest, and whether that is more than chance."""
    ended = [(run, name) for run, name in zip(runs, names, strict=True) if run.report]
    if len(ended) < 2:
        return t("Fewer than two of these are finished, so there is no score to compare yet.")
    kinds = [tasks.load(run.about.task).kind for run, _ in ended]
    measures = {kind.measure(run.report["test"]) for kind, (run, _) in zip(kinds, ended, strict=True)}
    if len(measures) > 1:
        return t("These runs are measured in different ways, so their scores cannot be compared.")
    kind, measure = kinds[0], measures.pop()
    sign = -1 if kind.MORE_IS_BETTER else 1
    (first, name), (second, _), *_ = sorted(ended, key=lambda pair: sign * pair[0].report["test"][measure])
    best, other = first.report["test"], second.report["test"]
    values = {"name": plain(name), "score": plain(measured(kind, best))}
    if len({run.report.get("data_sha256") for run, _ in ended}) > 1:
        return t("{name} scores best with {score}, but they were scored on different data.", **values)
    if f"{measure}_low" not in best:
        return t("{name} scores best with {score}.", **values)
    if best[f"{measure}_low"] <= other[f"{measure}_high"]:
        return t("{name} scores best with {score}, within the margin of the next one.", **values)
    return t("{name} scores best with {score}, by more than the margin.", **values)


def curves_of(drawn):
    """One line a run: its own colour, shape and, at its end, name."""
    rows = [
        {"run": name, "epoch": row["epoch"], "loss": row["validation_loss"]}
        for run, name in drawn
        for row in run.metrics()
    ]
    order = [name for _, name in drawn]
    last = max(row["epoch"] for row in rows)
    ticks = [n for n in range(1, last + 1) if (last - n) % -(-last // 5) == 0]
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(domain=[1, max(2, last)]),
        axis=alt.Axis(values=ticks, format="d", grid=False, title=t("epoch")),
    )
    y = alt.Y("loss:Q", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=3, title=t("loss")))
    color = alt.Color("run:N", sort=order, scale=alt.Scale(domain=order, range="category"), legend=None)
    shape = alt.Shape("run:N", sort=order, scale=alt.Scale(domain=order), legend=None)
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, color=color)
    ends = alt.Chart(alt.Data(values=line_ends(rows, order))).encode(x="epoch:Q", y="at:Q", text="run:N")
    text = {"align": "left", "dx": 12, "fontSize": 13}
    halo = ends.mark_text(**text, stroke=paper(), strokeWidth=5, color=paper())  # a line may pass behind
    names = halo + ends.mark_text(**text, color=ink())
    points = base.mark_point(filled=True, size=60, opacity=1).encode(shape=shape)
    return finish(alt.layer(base.mark_line(), points, names).properties(height=300))


def line_ends(rows, order):
    """Where each name stands: at its line's last point, moved up where it would cover the one below."""
    losses = [row["loss"] for row in rows]
    step = APART * ((max(losses) - min(losses)) or 1)
    ends = [next(row for row in reversed(rows) if row["run"] == name) for name in order]
    placed = []
    for end in sorted(ends, key=lambda row: row["loss"]):
        at = max([end["loss"], *(other["at"] + step for other in placed)])
        placed.append({"run": end["run"], "epoch": end["epoch"], "at": at})
    return placed


def differences(runs, names):
    """A column for each run: score, time, and the settings in which they differ."""
    lines = {t("Score"): [score_words(run) for run in runs], t("Time"): [time_words(run) for run in runs]}
    recipes = [run.recipe for run in runs]
    for field, info in Recipe.model_fields.items():
        values = [getattr(recipe, field) for recipe in recipes]
        if len(set(values)) > 1:
            lines[name_of(field, info)] = [shown(field, value) for value in values]
    return pd.DataFrame(lines, index=names).T


def shown(field, value):
    """A setting's value as people read it."""
    if value is None and field in ("length", "minutes"):
        return "–"
    if value is None:
        return t("chosen from the data")
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    options = setting_shown(Recipe.model_fields[field]).options
    words = {
        "cell": CELLS.get,
        "tokenizer": token_name,
        "length": length_name,
        "minutes": lambda minutes: t("{minutes} min", minutes=f"{minutes:g}"),
    }
    return t(options[value]) if value in options else words.get(field, str)(value)


def score_words(run):
    """The score with its interval, or a dash."""
    if not run.report:
        return "–"
    test, kind = run.report["test"], tasks.load(run.about.task).kind
    measure = kind.measure(test)
    if not kind.MEASURES[measure].interval:
        return measured(kind, test)
    return f"{measured(kind, test)} ({between(test[f'{measure}_low'], test[f'{measure}_high'])})"


def time_words(run):
    report = run.report
    seconds = report["seconds"]["all"] if report else sum(row["seconds"] for row in run.metrics())
    return t("{seconds} s", seconds=f"{seconds:,.0f}")
