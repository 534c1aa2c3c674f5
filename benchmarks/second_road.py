"""The second road of a classifier alone: one linear layer on hashed n-grams, learned as `fit` learns it, in seconds.

    python benchmarks/second_road.py "uci nsmc5k" --plans 3:0.001:0,5:0.001:0,5:0.001:0.3 --seeds 0

A plan is epochs : learning rate : how much of naive Bayes' log ratios its weights begin as. Rows as in plan.py: no test part is read.
"""

import argparse
import json
import math

import numpy as np
from plan import inner_split
from scipy.sparse import csr_matrix

from nlp_models.text.ngrams import BUCKETS, SCALE, idf, spell
from nlp_models.text.vocabulary import normalise

MOST_WORDS = 128  # of a text


def features(ngrams, rarity):
    """A row of length one for each text, as `Spelling` has it: sparse `(N, BUCKETS)`."""
    ids, starts = np.concatenate(ngrams), np.concatenate([[0], np.cumsum([len(own) for own in ngrams])])
    values = rarity[ids] * (ids != 0)
    lengths = np.sqrt(np.maximum(np.add.reduceat(values**2, starts[:-1]), 1e-9))
    rows = csr_matrix((values / np.repeat(lengths, np.diff(starts)), ids, starts), (len(ngrams), BUCKETS))
    rows.sum_duplicates()
    return rows


def log_ratios(rows, targets, labels):
    """log share of each n-gram among the texts of a label, less its mean over the labels `(n-grams, labels)`."""
    counts = np.stack([1 + np.asarray((rows[targets == label] > 0).sum(axis=0)).ravel() for label in range(labels)], 1)
    logs = np.log(counts / counts.sum(axis=0))
    return logs - logs.mean(axis=1, keepdims=True)


def learned(rows, targets, labels, epochs, rate, share, seed=0):
    """The weights `(n-grams, labels)` after AdamW in batches, a cosine to zero, and the running average of a training."""
    batch = max(16, min(256, 2 ** int(math.log2(max(1, len(targets) // 40)))))
    weights = share * log_ratios(rows, targets, labels)
    average, first, second = weights.copy(), np.zeros_like(weights), np.zeros_like(weights)
    generator, wanted, done = np.random.default_rng(seed), np.eye(labels)[targets], 0
    steps = epochs * -(-len(targets) // batch)
    for _ in range(epochs):
        order = generator.permutation(len(targets))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            gradient = slope(rows[chosen], wanted[chosen], weights)
            done += 1
            first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
            now = rate * min(
                10 * done / steps, 0.5 * (1 + math.cos(math.pi * max(0, done - steps / 10) / (0.9 * steps)))
            )
            step = first / (1 - 0.9**done) / (np.sqrt(second / (1 - 0.999**done)) + 1e-7)
            weights = weights * (1 - 0.01 * now) - now * step
            kept = min(0.99, (1 + done) / (5 + done))
            average = kept * average + (1 - kept) * weights
    return average


def slope(rows, wanted, weights):
    """The gradient of the mean cross-entropy, no longer than one."""
    logits = SCALE * (rows @ weights)
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    gradient = SCALE * (rows.T @ (chances - wanted)) / len(wanted)
    return gradient / max(1.0, float(np.sqrt((gradient**2).sum())))


def measured(name, seed, plans):
    """The share of right answers after each plan."""
    _, whole = inner_split(name, seed)
    parts = [whole.part(part) for part in ("train", "test")]
    ngrams = [[spell(normalise(text, True).split(" ")[:MOST_WORDS]) for text in part.columns["text"]] for part in parts]
    rarity = idf(ngrams[0])
    train, test = (features(own, rarity) for own in ngrams)
    labels = sorted(set(parts[0].columns["label"]))
    targets, gold = (np.asarray([labels.index(label) for label in part.columns["label"]]) for part in parts)
    there = np.unique(train.indices)
    found = {}
    for plan in plans:
        epochs, rate, share = map(float, plan.split(":"))
        weights = learned(train[:, there], targets, len(labels), int(epochs), rate, share, seed)
        found[plan] = round(float(((test[:, there] @ weights).argmax(axis=1) == gold).mean()), 4)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sets")
    parser.add_argument("--plans", default="3:0.001:0,5:0.001:0,10:0.001:0,5:0.002:0,5:0.004:0,5:0.001:0.3")
    parser.add_argument("--seeds", default="0")
    asked = parser.parse_args()
    for name in asked.sets.split():
        for seed in map(int, asked.seeds.split(",")):
            print(json.dumps({"set": name, "seed": seed, **measured(name, seed, asked.plans.split(","))}), flush=True)


if __name__ == "__main__":
    main()
