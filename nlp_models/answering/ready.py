"""Ready models: networks trained by us, in data/models; everyone's. They read like a finished run that nobody owns.

    ready_models("sentiment")[0].folder      # what Predictor.load takes

A folder holds the six files of a bundle and is named TASK-LANGUAGE, of translators TASK-LANGUAGE-LANGUAGE; `python benchmarks/ready_models.py NAME` rebuilds it.
"""

import functools
import json
from pathlib import Path
from typing import Any

from nlp_models import tasks
from nlp_models.datasets.dataset import Dataset
from nlp_models.messages import mark
from nlp_models.recipe import Recipe
from nlp_models.runs.records import RunInfo, Status

CODES = ("ko", "en", "fr")
SOURCES = {  # how the `source` of a report begins -> what pages call it
    "4,245 pairs": mark("talk written for this app"),
    "Chatbot_data_for_Korean": mark("Chatbot_data_for_Korean (everyday talk)"),
    "KLUE-NER": mark("KLUE-NER (news and reviews)"),
    "NSMC": mark("NSMC (film reviews)"),
    "SMS Spam Collection": mark("the SMS Spam Collection"),
    "Sentiment Labelled Sentences": mark("Sentiment Labelled Sentences"),
    "Talk written for Unrolled": mark("talk written for this app"),
    "Tatoeba": mark("Tatoeba"),
    "UD_English-EWT": mark("UD English-EWT"),
    "UD_Korean-GSD": mark("UD Korean-GSD"),
    "Unrolled's own Korean messages": mark("messages written for this app"),
    "Unrolled's own scenes": mark("scenes drawn by this app"),
    "WNUT-17": mark("WNUT-17 (hard: unseen names from Twitter)"),
}
MODELS = Path(__file__).parents[2] / "data" / "models"


class ReadyModel:
    """One folder in data/models, with what pages read of a Run: id, folder, about, status, recipe, report, dataset."""

    mine, is_ready, is_active = False, True, False
    status = Status(state="done")

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def seen_as(self) -> str:
        """The key of what is kept of it, as of a Run."""
        return self.id

    @property
    def languages(self) -> list[str]:
        """Codes of the languages that it reads and, where that is another one, writes."""
        parts = self.id.split("-")
        return parts[-2:] if set(parts[-2:]) <= set(CODES) else parts[-1:]

    @property
    def language(self) -> str:
        """The code of the language that it reads."""
        return self.languages[0]

    @property
    def variant(self) -> str:
        """What is between task and languages in its name: "pos" or "ner" of taggers, else ""."""
        return self.id.removeprefix(self.about.task).removesuffix("-".join(self.languages)).strip("-")

    @property
    def source_name(self) -> str:
        """Msgid of what its test rows come from."""
        source = self.report.get("source") or self.about.name
        return next((name for start, name in SOURCES.items() if source.startswith(start)), source)

    @property
    def about(self) -> RunInfo:
        file = self.folder / "manifest.json"
        return _about(file, file.stat().st_mtime_ns)

    @property
    def recipe(self) -> Recipe:
        return Recipe.model_validate(self._json("config.json")["recipe"])

    @property
    def report(self) -> dict[str, Any]:
        return self._json("report.json")

    @property
    def sample(self) -> Dataset:
        """Our own sample in its language, as it reads it."""
        task = tasks.load(self.about.task)
        code = next(code for code in reversed(self.languages) if code in task.samples)
        return task.sample(code, self._json("config.json")["labels"], reads=self.language)

    @property
    def dataset(self) -> Dataset:
        """What was held back from it of our own sample, split as it was then: its other training rows are not here."""
        task = tasks.load(self.about.task)
        recipe = task.recipe.changed(
            held_back=self.recipe.held_back
        )  # of a text; a later default would show it what it learned
        return task.kind.split_dataset(self.sample, recipe).part("test")

    @property
    def columns(self) -> dict[str, str]:
        """The files it learned from are not here."""
        return {}

    def metrics(self) -> list[dict[str, Any]]:
        """The epochs of its training are not kept."""
        return []

    def _json(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text("utf-8"))


@functools.lru_cache(256)
def _about(manifest: Path, _changed: int) -> RunInfo:
    """Read once: every rerun of a page looks at those of all ready models."""
    told = json.loads(manifest.read_text("utf-8"))
    return RunInfo(told["task"], told["name"], owner="", created=0.0, shared=True, ticket=0)


def ready_models(task: str | None = None) -> list[ReadyModel]:
    """All ready models, or those of one task, by name; of several variants in the order of the task's."""
    models = [ReadyModel(folder) for folder in sorted(MODELS.glob("*/")) if (folder / "manifest.json").exists()]
    return sorted((model for model in models if task in (None, model.about.task)), key=_place)


def _place(model: ReadyModel) -> tuple[str, int]:
    """The first variant of a task first, since a page opens on it."""
    task = tasks.load(model.about.task)
    return task.name, ["", *task.variants, model.variant].index(model.variant)
