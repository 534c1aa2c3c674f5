"""Sentences of our own that a negation or a contrast turns round, put together by grammar: 60 ways to say it of 60 things.

turned(1_200, seed=0) -> [("The waiter was anything but rude.", "positive"), ...]     half of each label, no sentence twice

For sentiment-en: a network that has seen few of them goes by "good" and "boring" alone. `{it}` is a thing, `{good}` and `{bad}` are
said of such things. Plain sentences of the same words stand among them, so that neither side of a word becomes the rule.
"""

import random

THINGS = (  # what is spoken of; what is good, and what is bad, to say of it
    ("kettle phone jacket lamp printer backpack charger blender", "sturdy|well made|easy to use|affordable|practical", "flimsy|badly made|hard to use|overpriced|useless"),
    ("waiter driver receptionist plumber guide nurse cashier", "helpful|friendly|polite|quick|patient|kind", "rude|slow|unhelpful|impatient|careless|arrogant"),
    ("teacher tutor trainer coach", "clear|well prepared|inspiring|patient|fair", "confusing|boring|badly prepared|unfair|strict"),
    ("lesson course lecture textbook workshop", "clear|well prepared|interesting|useful|inspiring", "confusing|boring|badly prepared|dull|useless"),
    ("soup cake coffee bread curry pizza breakfast salad", "tasty|fresh|delicious|well seasoned|good", "bland|stale|tasteless|burnt|disgusting"),
    ("film story play novel ending song concert", "gripping|moving|funny|good|convincing|original", "boring|predictable|dull|bad|flat|silly"),
    ("room hotel beach campsite museum park flat", "clean|quiet|comfortable|beautiful|charming", "dirty|noisy|cramped|ugly|overpriced"),
    ("app website update game camera keyboard", "fast|reliable|easy to use|pleasant|well designed", "slow|buggy|annoying|ugly|badly designed"),
)  # fmt: skip
PEOPLE = THINGS[1:3]
NEGATED_GOOD = (  # negative
    "{It} was not {good}.", "{It} wasn't {good} at all.", "{It} isn't {good}.", "I did not find {it} {good}.", "I wouldn't call {it} {good}.",
    "Nobody would call {it} {good}.", "{It} was never {good}.", "{It} was anything but {good}.", "{It} was far from {good}.",
    "{It} was supposed to be {good}, and {they} was not.", "There was nothing {good} about {it}.", "If only {it} had been {good}.",
    "{It} is not very {good}, to put it mildly.", "I can't say that {it} was {good}.", "Not {good}, not even close.",
    "{It} is neither {good} nor {good2}.", "{It} was hardly {good}.", "They said {it} was {good}. Not so.", "I don't think {it} is {good}.",
    "Is {it} {good}? No, {they} is not.", "I would not recommend {it}.", "I did not like {it}.", "I don't like {it}.", "I will not come back for {it}.",
)  # fmt: skip
NEGATED_BAD = (  # positive
    "{It} was not {bad} at all.", "{It} wasn't {bad}, not for a moment.", "{It} is not {bad}, quite the opposite.", "I did not find {it} {bad} at all.",
    "I wouldn't call {it} {bad}.", "Nobody could call {it} {bad}.", "{It} was never {bad}.", "{It} was anything but {bad}.", "{It} was far from {bad}.",
    "I was afraid that {it} would be {bad}, and {they} was not.", "There was nothing {bad} about {it}.", "I can't say that {it} was {bad}.",
    "Not {bad} at all.", "{It} is neither {bad} nor {bad2}.", "{It} was hardly {bad}.", "They said {it} was {bad}. Not so.",
    "I don't think {it} is {bad}.", "Is {it} {bad}? Not in the least.", "I have no complaints about {it}.", "I can't complain about {it}.",
    "I did not regret choosing {it}.", "{It} did not disappoint me.", "I wasn't disappointed with {it}.", "I wouldn't change anything about {it}.",
)  # fmt: skip
TURNED_GOOD = (  # positive
    "I expected {it} to be {bad}, but {they} was {good}.", "{It} looked {bad}, but {they} was {good}.", "{It} used to be {bad}; now {they} is {good}.",
    "Everyone told me {it} was {bad}; I found {them} {good}.", "{It} was a little {bad}, but so {good2} that I would choose it again.",
    "At first {it} seemed {bad}, then {they} turned out to be {good}.", "Although {it} looked {bad}, {they} was {good}.", "{It} is {good}, whatever people say.",
    "I thought I would hate {it}, but I loved {them}.", "{It} may be {bad}, but I love {them}.", "Not {bad}, as I had feared, but {good}.",
    "{It} was {good} in spite of everything.",
)  # fmt: skip
TURNED_BAD = (  # negative
    "I expected {it} to be {good}, but {they} was {bad}.", "{It} looked {good}, but {they} was {bad}.", "{It} used to be {good}; now {they} is {bad}.",
    "Everyone told me {it} was {good}; I found {them} {bad}.", "{It} was {good} enough, but so {bad} that I would not choose it again.",
    "At first {it} seemed {good}, then {they} turned out to be {bad}.", "Although {it} looked {good}, {they} was {bad}.", "{It} is {bad}, whatever people say.",
    "I thought I would love {it}, but I hated {them}.", "{It} may be {good}, but I hate {them}.", "Not {good}, as they had promised, but {bad}.",
    "{It} was {bad} in spite of all the praise.",
)  # fmt: skip
PLAIN_GOOD = ("{It} was {good}.", "{It} is really {good}.", "I found {it} {good}.", "{It} was {good} and {good2}.")
PLAIN_BAD = ("{It} was {bad}.", "{It} is really {bad}.", "I found {it} {bad}.", "{It} was {bad} and {bad2}.")
WAYS = {
    "positive": (NEGATED_BAD, NEGATED_BAD, TURNED_GOOD, PLAIN_GOOD),
    "negative": (NEGATED_GOOD, NEGATED_GOOD, TURNED_BAD, PLAIN_BAD),
}
OWNERS = ("the", "the", "the", "this", "our", "their")
BEFORE = ("", "", "", "", "", "Honestly, ", "To be fair, ")


def turned(count, seed):
    """So many different sentences with their labels, half of each."""
    made, found = random.Random(seed), {}
    for label in WAYS:
        own = {}
        while len(own) < count // 2:
            own[_sentence(made, label)] = label
        found |= own
    rows = list(found.items())
    made.shuffle(rows)
    return rows


def _sentence(made, label):
    names, good, bad = things = made.choice(THINGS)
    words = {"it": f"{made.choice(OWNERS)} {made.choice(names.split(' '))}"}
    words["they"], words["them"] = made.choice((("he", "him"), ("she", "her"))) if things in PEOPLE else ("it", "it")
    words["good"], words["good2"] = made.sample(good.split("|"), 2)
    words["bad"], words["bad2"] = made.sample(bad.split("|"), 2)
    way, before = made.choice(made.choice(WAYS[label])), made.choice(BEFORE)
    words["It"] = words["it"] if before else words["it"].capitalize()
    way = way if not before or way.startswith(("{", "I ")) else way[0].lower() + way[1:]
    return before + way.format(**words)
