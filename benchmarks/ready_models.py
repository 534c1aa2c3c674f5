"""Rebuilds the ready models of data/models from the data in ../shared/datasets: the one command of their cards.

python benchmarks/ready_models.py sentiment-ko | sentiment-en | spam-ko | spam-en | next-word-ko | next-word-en
    | tagging-pos-ko | tagging-pos-en | tagging-ner-ko | tagging-ner-en | chatbot-ko | chatbot-en
    | captions-ko | captions-en | translation-en-fr | translation-plain-en-fr | translation-en-ko
"""

import random
import re
import sys

from kinds import ON_KINDS, PUBLIC, genuine, held, kinds, together
from measuring import SHARED, read
from shipping import ship, trained

from nlp_models import tasks
from nlp_models.answering.evaluation import evaluate
from nlp_models.answering.predictor import Predictor
from nlp_models.datasets.dataset import Dataset

SIGNS = {"0": "negative", "1": "positive"}
LINK, NUMBER = re.compile("<(?:link|링크)>"), re.compile("<(?:number|번호)>")
ON_SAMPLE = "On the held fifth of our own sample: accuracy {accuracy:.3f} of {rows} sentences"
WIDER = ("spam-en", "spam-ko")  # learn the sentences of kinds.*, which judge the others
TURNED = 1_200  # sentences of turned.py
LETTERS = "abcdefghijkmnpqrstuvwxyz"


def sentiment_ko():
    """Film reviews by the hundred thousand, and the training part of our own sentences on other subjects."""
    folder = SHARED / "sentiment-ko-nsmc"
    parts = {"train": _rows(folder / "ratings_train.txt"), "test": _rows(folder / "ratings_test.txt")}
    return parts, {"vocabulary_size": 8_000, "minutes": 20, "epochs": 5}, (
        "NSMC (Naver sentiment movie corpus v1.0, e9t), CC0 1.0",
        "tested on NSMC's own test part",
    )  # fmt: skip


def sentiment_en():
    """Products, films and restaurants, and more sentences of our own: three thousand rows are little for English."""
    texts, labels = [], []
    for file in sorted((SHARED / "sentiment-en-uci").glob("*labelled.txt")):
        part = _rows(file)
        texts += part[0]
        labels += part[1]
    parts = _a_fifth_held(Dataset({"text": texts, "label": labels}))
    parts["own"] = _columns(tasks.SAMPLES / "more" / "sentiment.en.csv")
    return parts, {"epochs": 15, "minutes": 10, "spelling": "no"}, (
        "Sentiment Labelled Sentences (Kotzias et al. 2015, From Group to Individual Labels using Deep Features, KDD), CC BY 4.0",
        "tested on a fifth of it, held back",
    )  # fmt: skip


def spam_ko():
    """Spam of our own: there is no Korean corpus that may be shown in a classroom. And much that is none, of many kinds."""
    sample, passed = read(tasks.load("spam").samples["ko"]), genuine("spam-ko")
    public = together([passed.pop(name) for name in PUBLIC])
    parts = {"own": _columns_of(together(list(passed.values()))), "train": _columns_of(public)}
    return parts | {"test": _chosen(sample, ("test",))}, {}, (
        "Unrolled's own Korean messages (invented; real senders, links and numbers never used), MIT;"
        " as genuine 200 reviews of NSMC (e9t), CC0 1.0, and 200 questions of Chatbot_data_for_Korean v1.0 (songys), MIT",
        "tested on a fifth of them, held back",
    )  # fmt: skip


def spam_en():
    """Text messages of British and Singaporean students around 2006, and our own of today."""
    parts = _a_fifth_held(read(SHARED / "spam-en-sms" / "sms.tsv"))
    return parts, {"vocabulary_size": 5_000, "spelling": "no", "minutes": 30}, (  # most of its 8,800 words occur once
        "SMS Spam Collection v.1 (Almeida and Gómez Hidalgo 2011, UCI Machine Learning Repository), CC BY 4.0",
        "tested on a fifth of it, held back",
    )  # fmt: skip


def build(name):
    """Train, check and write data/models/NAME."""
    task, language = tasks.load(name.rpartition("-")[0]), name.rpartition("-")[2]
    parts, choices, (source, tested) = BUILT[name]()
    sample = read(task.samples[language])
    train = sample.part("train").columns
    own = [train[key] + parts.get("own", ([], []))[n] for n, key in enumerate(("text", "label"))]
    for kind in kinds(name).values() if name in WIDER else ():
        own = [rows + added for rows, added in zip(own, _chosen(kind, ("train",)), strict=True)]
    texts, labels = (parts["train"][n] + own[n] for n in (0, 1))
    columns = {
        "text": texts + parts["test"][0],
        "label": labels + parts["test"][1],
        "part": ["train"] * len(texts) + ["test"] * len(parts["test"][0]),
    }
    recipe = task.recipe.changed(**choices)
    dataset = with_written_out(Dataset(columns).with_parts(recipe.seed, recipe.validation_share))
    with trained(task, recipe, dataset, name) as run:
        predictor = Predictor.load(run.folder)
        on_sample = evaluate(predictor, sample.part("test"))
        lines = [ON_SAMPLE.format(**on_sample)]
        if judge := held(name):
            lines.append(ON_KINDS.format(**evaluate(predictor, judge), kinds=len(kinds(name))))
        source = f"{source}; {len(set(own[0])):,} sentences written for Unrolled"
        ship(run, name, source, tested, lines, on_sample)


def with_written_out(dataset):
    """The training rows with a masked link or number once more, with one made up in its place: people paste real ones."""
    made, columns = random.Random(0), {name: list(values) for name, values in dataset.columns.items()}
    for text, label, part in zip(*(dataset.columns[name] for name in ("text", "label", "part")), strict=True):
        written = NUMBER.sub(lambda _: _number(made), LINK.sub(lambda _: _link(made), text))
        if part == "train" and written != text:
            for name, value in (("text", written), ("label", label), ("part", part)):
                columns[name].append(value)
    return Dataset(columns)


def _columns(path):
    return _columns_of(read(path))


def _columns_of(dataset):
    return dataset.columns["text"], dataset.columns["label"]


def _rows(path):
    texts, labels = _columns(path)
    return texts, [SIGNS[label] for label in labels]


def _chosen(dataset, names):
    rows = [n for n, part in enumerate(dataset.columns["part"]) if part in names]
    return [dataset.columns["text"][n] for n in rows], [dataset.columns["label"][n] for n in rows]


def _a_fifth_held(dataset):
    """`{"train": (texts, labels), "test": ...}`: a stratified fifth is the test."""
    split = dataset.with_parts(seed=0, test_share=0.2)
    return {"train": _chosen(split, ("train", "validation")), "test": _chosen(split, ("test",))}


def _link(made):
    word, tail = ("".join(made.choices(LETTERS, k=made.randint(3, 8))) for _ in range(2))
    shape = made.choice(
        ["http://{}.com/{}", "https://{}.kr/{}", "www.{}.com", "bit.ly/{1}", "https://{}.co.uk/{}", "{}.net/{}"]
    )
    return shape.format(word, tail)


def _number(made):
    shape = made.choice(
        ["010-####-####", "1588-####", "02-###-####", "07#########", "0800 ### ####", "######", "###-######-##"]
    )
    return re.sub("#", lambda _: str(made.randint(0, 9)), shape)


BUILT = {"sentiment-ko": sentiment_ko, "sentiment-en": sentiment_en, "spam-ko": spam_ko, "spam-en": spam_en}

if __name__ == "__main__":
    from ready_captions import NAMES
    from ready_captions import build as build_captions
    from ready_chatbot import CHOICES
    from ready_chatbot import build as build_chatbot
    from ready_next_word import MIXES
    from ready_next_word import build as build_next_word
    from ready_tagging import SOURCES, build_tagger
    from ready_translation import PAIRS
    from ready_translation import build as build_translation

    builders = {
        **dict.fromkeys(BUILT, build),
        **dict.fromkeys(MIXES, build_next_word),
        **dict.fromkeys(SOURCES, build_tagger),
        **dict.fromkeys(CHOICES, build_chatbot),
        **dict.fromkeys(NAMES, build_captions),
        **dict.fromkeys(PAIRS, build_translation),
    }
    builders[sys.argv[1]](sys.argv[1])
