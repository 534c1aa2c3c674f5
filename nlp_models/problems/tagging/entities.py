"""Entities among tags: found, rewritten as B-/I-/O, and counted exactly as conlleval counts them.

>>> chunks(["B-PER", "I-PER", "O", "I-LOC"])
[('PER', 0, 2), ('LOC', 3, 4)]

conlleval is Sang & Buchholz's script (CoNLL-2000). Its rule for ill-formed sequences: an I-X after O, or after another
type, begins an entity. So IOB1 and BIO are read alike; of BIOES (and BILOU) E and L end an entity, S and U are one.
"""

import re

import numpy as np

from nlp_models.text.vocabulary import SPACE

ENTITY_TAG = re.compile(r"[BIESLU]-\S+")
OUTSIDE = "O"
BEGINS, ENDS = ("B", "S", "U"), ("E", "L", "S", "U")
RESAMPLES = 500
MOSTLY = 0.9  # of the different tags; the rest are then mistakes, and told


def are_entities(tags):
    """Whether a collection of different tags is one of entities: O and B-X, I-X and the like."""
    tags = set(tags)
    named = sum(bool(ENTITY_TAG.fullmatch(tag)) for tag in tags - {OUTSIDE})
    return named > 0 and named >= MOSTLY * len(tags - {OUTSIDE}) and (OUTSIDE in tags or named > 1)


def scheme(sequences):
    """The name of the way in which entities are written: "BIOES", "BIO" or "IOB1"."""
    firsts, begun = set(), True
    for tags in sequences:
        firsts |= {tag[0] for tag in tags}
        begun = begun and all(tags[start][0] in BEGINS for _, start, _ in chunks(tags))
    return "BIOES" if firsts & {"E", "S", "L", "U"} else "BIO" if begun else "IOB1"


def chunks(tags):
    """The entities in a sequence of tags: `[(type, first, end)]`, `end` is the place after the last."""
    spans, start, kind, before = [], None, None, OUTSIDE
    for place, tag in enumerate([*tags, OUTSIDE]):
        first, _, own = tag.partition("-")
        if start is not None and (first == OUTSIDE or first in BEGINS or own != kind or before in ENDS):
            spans.append((kind, start, place))
            start = None
        if first != OUTSIDE and start is None:
            start, kind = place, own
        before = first
    return spans


def as_bio(tags):
    """The same entities, each begun by B- and continued by I-."""
    written = [OUTSIDE] * len(tags)
    for kind, start, end in chunks(tags):
        written[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return written


def may_follow(tag, before):
    """Whether `tag` may stand after `before` in BIO; `before` is None at the beginning of a sentence."""
    if not tag.startswith("I-"):
        return True
    return before is not None and before != OUTSIDE and before[2:] == tag[2:]


def kind_of(tag):
    """What a tag says without its B- or I-: the type of an entity, or the tag itself."""
    return tag[2:] if ENTITY_TAG.fullmatch(tag) else tag


def tagging_scores(gold_tags, guesses, unseen):
    """Token accuracy and, of entity tags, precision, recall and F1 as conlleval has them; per type; unseen words apart.

    Args:
        golds, guesses: a list of tags for every sentence.
        unseen: a list of booleans for every sentence: the word never occurred in training.

    The 95% intervals come from drawing the sentences anew (Efron's percentile bootstrap): tags of one sentence depend
    on each other.
    """
    right = np.asarray([sum(map(str.__eq__, *pair)) for pair in zip(gold_tags, guesses, strict=True)])
    tokens = np.asarray([len(tags) for tags in gold_tags])
    draws = _draws(len(gold_tags))
    low, high = _interval(draws @ right, draws @ tokens)
    tags = {tag for sentence in (*gold_tags, *guesses) for tag in sentence}
    of_entities = are_entities({tag for sentence in gold_tags for tag in sentence}) or are_entities(tags)
    new = [
        (gold == guess, tag)
        for tag_s, guess_s, new_s in zip(gold_tags, guesses, unseen, strict=True)
        for tag, gold, guess, is_new in zip(tag_s, tag_s, guess_s, new_s, strict=True)
        if is_new
    ]
    scores = {
        "rows": len(gold_tags),
        "tokens": int(tokens.sum()),
        "accuracy": int(right.sum()) / max(1, int(tokens.sum())),
        "accuracy_low": low,
        "accuracy_high": high,
        "unseen_tokens": len(new),
        "unseen_accuracy": sum(hit for hit, _ in new) / max(1, len(new)),
    }
    own = _entity_scores(gold_tags, guesses, unseen, draws) if of_entities else _tag_scores(gold_tags, guesses)
    return scores | own


def _entity_scores(gold_tags, guesses, unseen, draws):
    counts, by_type, new, recalled = [], {}, 0, 0
    for gold, guess, is_new in zip(gold_tags, guesses, unseen, strict=True):
        there, claimed = set(chunks(gold)), set(chunks(guess))
        counts.append((len(there & claimed), len(claimed), len(there)))
        for group, place in ((there & claimed, 0), (claimed, 1), (there, 2)):
            for kind, _, _ in group:
                by_type.setdefault(kind, [0, 0, 0])[place] += 1
        strange = {chunk for chunk in there if any(is_new[chunk[1] : chunk[2]])}
        new, recalled = new + len(strange), recalled + len(strange & claimed)
    counts = np.asarray(counts).reshape(-1, 3)
    drawn = draws @ counts
    low, high = _interval(2 * drawn[:, 0], drawn[:, 1] + drawn[:, 2])
    whole = precision_recall_f1(*counts.sum(axis=0).tolist())
    return {f"entity_{name}": value for name, value in whole.items() if name != "rows"} | {
        "entities": int(counts[:, 2].sum()),
        "entity_f1_low": low,
        "entity_f1_high": high,
        "unseen_entities": new,
        "unseen_entity_recall": recalled / max(1, new),
        "per_type": {kind: precision_recall_f1(*by_type[kind]) for kind in sorted(by_type)},
    }


def _tag_scores(gold_tags, guesses):
    by_tag = {}
    for gold, guess in zip(gold_tags, guesses, strict=True):
        for one, other in zip(gold, guess, strict=True):
            by_tag.setdefault(one, [0, 0, 0])[2] += 1
            by_tag.setdefault(other, [0, 0, 0])[1] += 1
            by_tag[one][0] += one == other
    return {"entity_f1": None, "per_type": {tag: precision_recall_f1(*by_tag[tag]) for tag in sorted(by_tag)}}


def spans_of(words, tags, letters):
    """`[(first, end, kind or None)]`: one for each word; of letters, one for each entity and each word between."""
    if not letters:
        return [(n, n + 1, None if tag == OUTSIDE else kind_of(tag)) for n, tag in enumerate(tags)]
    spans, at = [], 0
    for kind, first, end in [*chunks(tags), (None, len(words), len(words))]:
        while at < first:
            stop = next((n for n in range(at, first) if words[n] == SPACE), first)
            spans += [(at, stop, None)] if stop > at else []
            at = stop + 1 if stop < first else first
        spans += [(first, end, kind)] if kind else []
        at = end
    return spans


def precision_recall_f1(hits, claimed, there):
    """Of `there` entities `claimed` were named and `hits` of them rightly; `rows` is how many there are."""
    precision, recall = hits / max(1, claimed), hits / max(1, there)
    return {"rows": there, "precision": precision, "recall": recall, "f1": 2 * hits / max(1, claimed + there)}


def _draws(rows, seed=0):
    """How often each row is drawn in each resample `(RESAMPLES, rows)`."""
    return np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), size=RESAMPLES)


def _interval(parts, wholes):
    low, high = np.quantile(parts / np.maximum(wholes, 1), [0.025, 0.975])
    return float(low), float(high)
