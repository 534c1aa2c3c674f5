"""The seam of `problems/problem.py`: every kind has every member of its five parts, with the same parameters."""

import importlib
import inspect
from dataclasses import fields

import pytest

from nlp_models.problems import kinds, problem_class
from nlp_models.problems.problem import Data, Encoding, Learning, Problem, Scoring, Wording

PARTS = (Data, Encoding, Learning, Scoring, Wording)


def members(part):
    """The names that a part asks for: its annotated values, its methods and properties."""
    methods = [name for name, value in vars(part).items() if callable(value) or hasattr(value, "__get__")]
    return {*part.__annotations__, *(name for name in methods if not name.startswith("_"))}


def parameters(owner, name):
    """`(parameters in order, names that only keywords give, names that may be left out)`, without self and cls."""
    value = inspect.getattr_static(owner, name)
    bound = getattr(value, "__func__", value)
    given = list(inspect.signature(bound).parameters.values())
    given = given if isinstance(value, staticmethod) else given[1:]
    in_order = [one.name for one in given if one.kind is not one.KEYWORD_ONLY]
    keywords = {one.name for one in given if one.kind is one.KEYWORD_ONLY}
    return (
        in_order,
        keywords,
        {one.name for one in given if one.default is not one.empty or one.kind is one.VAR_KEYWORD},
    )


def differences(kind, part):
    """Methods whose parameters are not those of the part; more of them may follow, if they may be left out."""
    told = []
    for name in members(part):
        asked, own = inspect.getattr_static(part, name, None), inspect.getattr_static(kind, name, None)
        if asked is None or isinstance(asked, property) or not hasattr(asked, "__get__"):
            continue
        in_order, keywords, _ = parameters(part, name)
        ours, our_keywords, optional = parameters(kind, name)
        more = {*ours[len(in_order) :], *our_keywords}
        if (
            ours[: len(in_order)] != in_order
            or not keywords <= more <= optional | keywords
            or type(own) is not type(asked)
        ):
            told.append(name)
    return told


def test_no_two_parts_ask_for_the_same_and_each_asks_for_something():
    asked = [members(part) for part in PARTS]
    assert all(asked) and sum(map(len, asked)) == len(set.union(*asked))
    assert {name for name in vars(Problem) if not name.startswith("_")} == set()


@pytest.mark.parametrize("name", kinds())
@pytest.mark.parametrize("part", PARTS)
def test_every_kind_has_all_of_a_part_with_the_same_parameters(name, part):
    kind = problem_class(name)
    assert part in kind.__mro__ and not kind.__abstractmethods__
    of_a_run = {"labels", "vocabulary"}  # they come with the data
    assert [member for member in members(part) - of_a_run if not hasattr(kind, member)] == []
    assert differences(kind, part) == []


def test_a_kind_that_leaves_something_out_is_not_made():
    class Half(Problem):
        def encoded(self, dataset):
            return dataset

    with pytest.raises(TypeError, match="abstract"):
        Half()
    assert differences(Half, Encoding) == []


def test_other_parameters_are_noticed():
    class Other(Problem):
        def steps(self, split, recipe):
            return 0

        def batches(self, part, recipe, generator, multiple, how):
            return []

        @staticmethod
        def selection_key(row):
            return (0,)

    assert sorted(differences(Other, Encoding)) == ["batches", "steps"] and differences(Other, Learning) == [
        "selection_key"
    ]


@pytest.mark.parametrize("name", kinds())
def test_both_networks_of_a_kind_answer_with_one_signature(name):
    forward, network = (
        importlib.import_module(f"nlp_models.problems.{name}.{form}") for form in ("forward", "network")
    )
    ours, theirs = forward.Network, getattr(network, problem_class(name).__name__)
    for form in (ours, theirs):
        in_order, keywords, optional = parameters(form, "answers")
        assert in_order[0] == "split" and {*in_order[1:], *keywords} <= optional
    # both are made of the settings and of what `sizes` names
    sizes = [one.name for one in fields(ours) if one.name != "holds"][2:]  # gates are held in NumPy only
    assert list(inspect.signature(theirs.__init__).parameters)[2:] == sizes
    assert list(inspect.signature(forward.shapes).parameters)[1:] == sizes
