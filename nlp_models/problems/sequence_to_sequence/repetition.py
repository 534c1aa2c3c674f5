"""Whether written texts are all the same, stutter, or repeat what they read: plain counts, no model."""

from collections import Counter

DIGITS = 4


def diversity(answers):
    """How much all the answers are one: distinct-1, distinct-2 (Li et al. 2016) and the share of the commonest answer."""
    return {
        "distinct_1": round(distinct(answers, 1), DIGITS),
        "distinct_2": round(distinct(answers, 2), DIGITS),
        "commonest_share": round(commonest_share(answers), DIGITS),
    }


def distinct(answers, size):
    """Different runs of `size` words, divided by all of them; 0 where there are none."""
    runs = [tuple(words[n : n + size]) for words in map(_words, answers) for n in range(len(words) - size + 1)]
    return len(set(runs)) / len(runs) if runs else 0.0


def commonest(answers):
    """`(answer, count)` of the one that is given most often; of equals the first."""
    return Counter(answers).most_common(1)[0]


def commonest_share(answers):
    """The share of answers that are the commonest one."""
    return commonest(answers)[1] / len(answers) if answers else 0.0


def repeated_words(answer, right=()):
    """Words said twice in a row, and runs of two or three words said twice; not those that a right answer repeats too."""
    repeats = _repeats(answer)
    fair = set().union(*map(_repeats, right)) if right else set()
    return [words for words in repeats if words not in fair]


def untranslated_words(source, answer, right=()):
    """Words of the source that stand in the answer as they were, and in no right answer; numbers and names of right
    answers are no mistake."""
    fair = {word for text in right for word in _words(text)}
    read = {word for word in _words(source) if any(map(str.isalpha, word))}
    return list(dict.fromkeys(word for word in _words(answer) if word in read and word not in fair))


def _repeats(text):
    words, repeats = _words(text), []
    for size in (1, 2, 3):
        for start in range(len(words) - 2 * size + 1):
            run = words[start : start + size]
            if run == words[start + size : start + 2 * size] and any(map(str.isalpha, "".join(run))):
                repeats.append(" ".join(run))
    return list(dict.fromkeys(repeats))


def _words(text):
    """Words in small letters without the signs around them; a sign alone counts, too."""
    return [word.strip(".,!?;:\"'()«»…") or word for word in text.lower().split()]
