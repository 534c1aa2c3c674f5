"""YAML as plain lists, objects and strings: parsed event by event, so nothing of a file is built, called or repeated."""

from collections.abc import Iterator
from typing import Any

from nlp_models.datasets import limits
from nlp_models.errors import DataError

MOST_VALUES = limits.CELLS


def documents(text: str) -> list[Any]:
    """Every document of a YAML text; `yes` and `12` stay the texts they are. DataError where it is none, or refers to itself."""
    import yaml  # slow to import

    if len(text) > limits.YAML_BYTES:
        told = {"size": -(-len(text) // 2**20), "limit": limits.YAML_BYTES // 2**20}
        raise DataError("This YAML file has {size} MB; at most {limit} MB are read.", **told)
    try:
        return list(_documents(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), yaml))
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        raise DataError("Line {line} is not YAML.", line=place.line + 1 if place else 1) from None
    except (RecursionError, ValueError):
        raise DataError("Line {line} is not YAML.", line=1) from None


def _documents(events: Iterator[Any], yaml: Any) -> Iterator[Any]:
    """Lists, dicts and strings of these events; no recursion, everything counted."""
    open_ones: list[_Holder] = []
    for count, event in enumerate(events):
        if count > MOST_VALUES or len(open_ones) > limits.DEPTH:
            raise DataError("This YAML file holds more values, or nests deeper, than is sensible.")
        if isinstance(event, yaml.AliasEvent):
            raise DataError(
                "Line {line} refers to another place of the file (*{name}), which is not followed.",
                line=event.start_mark.line + 1,
                name=event.anchor,
            )
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            open_ones.append(_Holder(isinstance(event, yaml.MappingStartEvent)))
            continue
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            value = open_ones.pop().value
        else:
            continue
        if open_ones:
            open_ones[-1].add(value)
        else:
            yield value


class _Holder:
    """A list or an object that is being filled."""

    def __init__(self, keyed: bool) -> None:
        self.value: Any = {} if keyed else []
        self.key: str | None = None

    def add(self, value: Any) -> None:
        """One more value; in an object first the key, then what it holds."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is None:
            self.key = value if isinstance(value, str) else ""
        else:
            self.value[self.key], self.key = value, None
