"""What is true of every answer of a language model: test_contract.py asks it of an answer to each example."""

from conftest import as_typed


def check(answer, sentence):
    assert as_typed(answer.words) == as_typed(sentence)
    chances = [chance for _, chance in answer.next]
    assert chances == sorted(chances, reverse=True) and 0 < sum(chances) <= 1 + 1e-5
    assert len(answer.word_probabilities) == len(answer.words)
