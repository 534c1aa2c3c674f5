"""The ready translators of data/models. Run by ready_models.py.

python benchmarks/ready_models.py translation-en-fr | translation-plain-en-fr | translation-en-ko [RUN]
python benchmarks/ready_translation.py [FOLDER]   what the one to Korean makes of everyday.txt, to be read

translation-en-fr is the very run of translation.py, the plain one its twin without attention, and RUN one that is trained
already (a bundle of it that was imported will do); without RUN, it is trained now.
"""

import sys
from pathlib import Path

from everyday import pairs, said
from measuring import SHARED
from shipping import in_eight_bits, ship, trained
from translation import CHOICES, FILES, MINUTES

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.answering.ready import MODELS
from nlp_models.datasets.dataset import Dataset
from nlp_models.datasets.readers import read_table
from nlp_models.runs.store import RunStore

TATOEBA = "Tatoeba (tatoeba.org, by way of manythings.org/anki), CC BY 2.0 FR"
SHORT = "It learned from short sentences, most of three to five words; longer ones it hardly knows"
TESTED = "tested on a tenth of the different English sentences, held back with all their translations"
PAIRS = {  # and our own sample that has both
    "translation-en-fr": ("en-fr", "en"),
    "translation-plain-en-fr": ("en-fr", "en"),
    "translation-en-ko": ("en-ko", "ko"),
}
TWIN = "The twin of translation-en-fr without attention: the same pairs, sizes and steps"
PLAIN = {"attention": False, "minutes": None, "steps": 4_347}  # as many as its twin took in its minutes
EIGHT_BITS = ("translation-en-fr", "translation-plain-en-fr")  # else all ready models would not stay under 40 MB
IN_EIGHT_BITS = "Its tables are kept in eight bits, a scale a row: BLEU {after:.2f}, chrF {after_chrf:.2f}; in sixteen bits {before:.2f}, {before_chrf:.2f}"
ON_OURS = {
    "en-fr": "On {rows} pairs of our own, longer and about other things: BLEU {bleu:.1f}, chrF {chrf:.1f}",
    "en-ko": "On the held tenth of our own pairs, whose other pairs it has learned: BLEU {bleu:.1f}, chrF {chrf:.1f}",
}
EVERYDAY = 8_000  # pairs; Tatoeba's 3,024 and our own 720 come on top
AGAIN = 4  # set phrases, of which there are few; Tatoeba twice
PRICE = (  # facts of the network before, and what one person read of this one: `python benchmarks/ready_translation.py`
    "What the everyday pairs cost: learned from Tatoeba alone, the network before had BLEU 9.0 (5.5 to 12.1) and chrF 18.8 on these"
    " held-back rows. What they brought: of 40 everyday sentences 36 come out right, as one person read them, where 10 did"
)
JUDGES = Path(__file__).parent / "everyday.txt"
KOREAN = {"steps": 1_700, "batch_size": 64, "learning_rate": 0.004, "vocabulary_size": 2_000, "beams": 4}


def build(name):
    """Train (or take the run that is named), check and write data/models/NAME."""
    if len(sys.argv) > 2:
        return finish(RunStore.default().open(sys.argv[2]), name)
    pair, _ = PAIRS[name]
    task = tasks.load("translation")
    recipe = task.recipe.changed(minutes=MINUTES[pair], **CHOICES[pair])
    dataset = task.dataset(read_table(SHARED / FILES[pair]))
    if name == "translation-en-ko":
        recipe = task.recipe.changed(**KOREAN)
        dataset = with_everyday(task, task.kind.split_dataset(dataset, recipe))
    if name == "translation-plain-en-fr":
        recipe = recipe.changed(**PLAIN)
    with trained(task, recipe, dataset, name) as run:
        finish(run, name)


def with_everyday(task, dataset):
    """With our own pairs to learn from: what is held back of Tatoeba or of our sample is in none of them."""
    sample = task.kind.split_dataset(task.sample("ko", reads="en"), task.recipe)
    held = {
        text for text, part in zip(dataset.columns["text"], dataset.columns["part"], strict=True) if part != "train"
    }
    held |= {text for part in ("validation", "test") for text in sample.part(part).columns["text"]}
    own = dict(zip(*(sample.part("train").columns[key] for key in ("text", "label")), strict=True))
    own |= dict(pairs(EVERYDAY, seed=0))
    learned = [(text, label) for text, label in own.items() if text not in held]
    learned += [pair for pair in said() if pair[0] not in held] * AGAIN  # each stands for itself alone
    tatoeba = dataset.part("train").columns
    learned += list(zip(tatoeba["text"], tatoeba["label"], strict=True))
    more = {
        "text": [text for text, _ in learned],
        "label": [label for _, label in learned],
        "part": ["train"] * len(learned),
    }
    return Dataset({key: [*dataset.columns[key], *more[key]] for key in more})


def finish(run, name):
    """Its score on our own pairs, and where the data comes from."""
    pair, language = PAIRS[name]
    task = tasks.load("translation")
    lines = [SHORT] if pair == "en-fr" else []
    if name == "translation-plain-en-fr":
        lines.append(TWIN)
    if name in EIGHT_BITS:
        lines.append(halved(run, task.kind.split_dataset(task.dataset(read_table(SHARED / FILES[pair])), run.recipe)))
    sample = task.kind.split_dataset(task.sample(language, reads="en"), task.recipe).part("test")
    found = evaluate(Predictor.load(run.folder), sample)
    counted = f"BLEU is counted as `{run.report['test']['bleu_signature']}`"
    source = TATOEBA
    if name == "translation-en-ko":
        source += f"; {EVERYDAY:,} everyday pairs and 720 of our sample, written for Unrolled"
        lines.append(PRICE)
    ship(run, name, source, TESTED, [*lines, ON_OURS[pair].format(**found), counted], found)


def halved(run, dataset):
    """Its tables in eight bits, and scored once more so; gives the line of its card that tells both scores."""
    before = run.report["test"]
    in_eight_bits(run.folder)
    after = before | evaluate(Predictor.load(run.folder), dataset.part("test"))
    run.write_json("report.json", run.report | {"test": after})
    return IN_EIGHT_BITS.format(
        after=after["bleu"], after_chrf=after["chrf"], before=before["bleu"], before_chrf=before["chrf"]
    )


def answers(folder):
    """Everyday sentences with what it makes of them; whether they are right is for a reader to say."""
    predictor = Predictor.load(folder)
    learned = {text for text, _ in pairs(EVERYDAY, seed=0)}
    for text in JUDGES.read_text(encoding="utf-8").splitlines():
        print("learned" if text in learned else "new    ", text, "->", predictor.problem.in_brief(text, predictor).text)


if __name__ == "__main__":
    answers(sys.argv[1] if len(sys.argv) > 1 else MODELS / "translation-en-ko")
