"""card(run, recipe, report): the model card in Markdown, in English: what a network is for, its data, scores, limits.

Everything people wrote themselves (names, labels) is made plain, since the card of a stranger's bundle is shown too.
"""

from nlp_models import tasks
from nlp_models.problems.problem import Encoding, Scoring
from nlp_models.recipe import written
from nlp_models.runs.records import read_json, whole
from nlp_models.settings import placed, shown

SHARED = ("cell", "units", "num_layers", "bidirectional", "embedding_size", "tokenizer", "vocabulary_size", "max_tokens",
          "attention", "num_beams", "dropout", "batch_size", "learning_rate", "epochs", "seed")  # fmt: skip
FEW_ROWS = 200  # fewer leave an interval wider than seven points on either side


def card(run, recipe, report, sources=()):
    """The card of a trained run, whose folder holds manifest.json and config.json.

    Args:
        recipe: as it was trained, with nothing left open.
        sources: lines of Markdown on where the data comes from and under which licence, written by us.
    """
    config = read_json(run.folder / "config.json")
    with whole("config.json"):
        labels = [plain(config["names"].get(label, label)) for label in config["labels"]]
    task = tasks.load(run.about.task)
    kind = task.kind
    parts = [
        f"# {plain(run.about.name or run.about.task)}",
        f"{_network(recipe, kind)} with {recipe.units} units that {kind.described(labels)}. "
        f"Trained with Unrolled for the task {plain(run.about.task)}.",
        _uses(recipe, task),
        _data(run, report, sources),
        _scores(report, kind),
        _limits(report),
        _settings(recipe, kind),
        _origin(run, report),
    ]
    return "\n\n".join(parts) + "\n"


def _network(recipe, kind):
    if kind.reader(recipe) == "window":
        return f"A network with a fixed window of {recipe.fixed_window} tokens"
    return f"{'A' if recipe.cell == 'gru' else 'An'} {recipe.cell.upper()}"


def plain(text):
    """Somebody's own words on one line, Markdown's signs made harmless."""
    text = " ".join(str(text).split())
    for sign in "\\`*_[]<>$:#~|!":
        text = text.replace(sign, "\\" + sign)
    return text


def _uses(recipe, task):
    kind = task.kind
    late = f", and not for texts whose meaning comes late: only the first {recipe.max_tokens} tokens are read"
    late = late if "max_tokens" in kind.SETTINGS else ", and not for facts: what it writes may read well and be wrong"
    return (
        "## What it is for\n\n"
        f"{task.use or kind.USE}: the same language, the same kind of source, about the same length.\n\n"
        "Not for decisions about people that nobody checks, not for other languages or topics"
        f"{late}."
    )


def _data(run, report, sources):
    rows = report["rows"]
    lines = [
        f"- Data: {plain(run.about.name or 'unnamed')}",
        f"- Rows: {rows['train']:,} to learn from, {rows['validation']:,} to choose the epoch, {rows['test']:,} held back",
        f"- SHA-256 of the data: `{plain(report['data_sha256'])}`",
        *(f"- {line}" for line in sources),
    ]
    return "## Data\n\n" + "\n".join(lines)


def _scores(report, kind: type[Scoring]):
    test = report["test"]
    measures = {name: measure.title for name, measure in kind.MEASURES.items() if test.get(name) is not None}
    titles = {name: baseline.title for name, baseline in kind.BASELINES.items()}
    scored = {titles.get(name, plain(name)): scores for name, scores in report["baselines"].items()}
    table = [
        ["", *measures.values()],
        ["**This network**", *(f"**{_score(test, name)}**" for name in measures)],
        *([title, *(_score(scores, name) for name in measures)] for title, scores in scored.items()),
    ]
    if len(table) < len(table[0]):
        table = list(zip(*table, strict=True))  # a phone is narrow
    head, *rows = map(_row, table)
    lines = [
        f"On {test['rows']:,} held-back rows, scored once; in brackets the 95% interval.",
        "",
        head,
        "|---" * len(table[0]) + "|",
        *rows,
    ]
    sign = 1 if kind.MORE_IS_BETTER else -1
    measure = kind.measure(test)
    if any(sign * scores[measure] >= sign * test[measure] for scores in report["baselines"].values()):
        lines += ["", "A simple method does as well or better on these rows."]
    return "## Scores\n\n" + "\n".join(lines)


def _row(cells):
    return f"| {' | '.join(cells)} |"


def _score(scores, name):
    """With its interval where there is one: early reports have none for macro F1."""
    if scores.get(name) is None:
        return ""
    shown = f"{scores[name]:.3f}" if abs(scores[name]) < 10 else f"{scores[name]:.1f}"
    if f"{name}_interval" in scores:
        low, high = scores[f"{name}_interval"]
        return f"{shown} ({low:.1f} to {high:.1f})"
    if f"{name}_low" not in scores:
        return shown
    return f"{shown} ({scores[f'{name}_low']:.3f} to {scores[f'{name}_high']:.3f})"


def _limits(report):
    lines = [
        "- Words it never met in training are read as unknown, or piece by piece.",
        "- It repeats whatever is unfair or mistaken in what it learned from; nobody has looked for that here.",
        "- A probability is what the network claims, not how often it is right.",
    ]
    if report["test"]["rows"] < FEW_ROWS:
        lines.append(f"- Only {report['test']['rows']} rows were held back, so the score is shaky.")
    return "## Limits\n\n" + "\n".join(lines)


def _settings(recipe, kind: type[Encoding]):
    fields = type(recipe).model_fields
    own = {name: place for name in kind.SETTINGS if (place := shown(fields[name]).on_card)}
    rows = [
        f"| {fields[name].title} | `{written(name)}` | {getattr(recipe, name)} |"
        for name in placed(SHARED, own)
        if name in kind.SETTINGS
    ]
    return "## Recipe\n\n| Setting | `--set` | Value |\n|---|---|---|\n" + "\n".join(rows)


def _origin(run, report):
    versions = ", ".join(f"{plain(name)} {plain(number)}" for name, number in report["versions"].items())
    manifest = read_json(run.folder / "manifest.json")
    with whole("manifest.json"):
        date = plain(manifest["created"])[:10]
    return (
        "## How it was made\n\n"
        f"- Date: {date}\n"
        f"- Training: {_steps(report)}, the best epoch was {report['best_epoch']}, "
        f"{report['seconds']['all']:.0f} seconds on {plain(report['device'])}\n"
        f"- Versions: {versions}"
    )


def _steps(report):
    """How many, of which length, and whether the time was over before."""
    length, cut = report["recipe"].get("length"), report.get("cut_off")
    asked = f" ({length})" if length else ""
    return f"{report['steps']:,} steps{asked}" + (f", stopped of {cut['steps']:,}: the time was over" if cut else "")
