"""What is measured, and who stands beside ours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of the table: `contenders` are functions of this folder, ours first, as `module:function`."""

    name: str
    what: str
    unit: str
    contenders: dict[str, str]
    rounds: int = 7
    more_is_better: bool = True
    is_long: bool = False  # for `make bench-long`


READING = {"ours": "classifying:ours", "Keras": "classifying:keras", "PyTorch": "classifying:pytorch"}


def _reading(setting):
    return {who: f"{where}_{setting}" for who, where in READING.items()}


ROWS = (
    Row("bilstm-64", "BiLSTM 128 learns, 64 texts a batch", "tokens/s", _reading("bilstm_64")),
    Row("bilstm-256", "BiLSTM 128 learns, 256 texts a batch", "tokens/s", _reading("bilstm_256")),
    Row("gru-128", "GRU 128 learns, one way, 128 texts a batch", "tokens/s", _reading("gru_128")),
    Row("next-word", "language model, LSTM 200, 10,000 words, learns; the peers with the full softmax", "tokens/s",
        {"ours": "next_word:ours", "Keras": "next_word:keras", "PyTorch": "next_word:pytorch"}),
    Row("tagger-crf", "BiLSTM 128 and letters learn EWT's tags with a CRF, 32 sentences a batch", "words/s",
        {"ours": "tagging:ours_crf", "PyTorch": "tagging:pytorch_crf"}),
    Row("tagger", "the same without a CRF", "words/s", {"ours": "tagging:ours_plain", "PyTorch": "tagging:pytorch_plain"}),
    Row("en-fr", "GRU 256 with attention learns English to French, 4,000 pieces, 128 pairs a batch", "tokens/s",
        {"ours": "translating:ours", "PyTorch": "translating:pytorch"}),
    Row("answering", "a BiLSTM 128 answers 4,000 texts; scikit-learn: TF-IDF and logistic regression", "texts/s",
        {"ours": "answering:ours", "Keras predict": "answering:keras", "scikit-learn": "answering:sklearn"}),
    Row("beams", "five beams over 10,000 words; Keras: one step of predict a word", "tokens/s",
        {"ours": "writing:beams", "Keras predict": "writing:keras"}),
    Row("top-p", "words drawn of the likeliest that reach 0.9, nearly even ones: the worst case", "tokens/s",
        {"ours": "writing:top_p", "Keras predict": "writing:keras"}),
    Row("start", "from the click to the first step, 5,000 rows; beside it where a process waited", "s",
        {"ours, waited for": "trainings:waited_for", "ours, from nothing": "trainings:from_nothing"}, 5, more_is_better=False),
    Row("six", "six short trainings, two beside each other and one at a time", "s",
        {"two places": "trainings:two_places", "one place": "trainings:one_place"}, 3, more_is_better=False),
    Row("nsmc", "NSMC, GRU 128: learning until 0.822 of the test part, scoring not counted", "s",
        {"ours": "to_score:ours", "Keras": "to_score:keras", "PyTorch": "to_score:pytorch"}, 1, more_is_better=False,
        is_long=True),
    Row("ptb", "PTB, LSTM 200: learning until validation perplexity 140, scoring not counted", "s",
        {"ours": "to_perplexity:ours", "Keras": "to_perplexity:keras", "PyTorch": "to_perplexity:pytorch"}, 1,
        more_is_better=False, is_long=True),
)  # fmt: skip
