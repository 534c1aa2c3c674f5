"""python -m benchmarks.side_by_side.contender MODULE:FUNCTION: one contender, which works once for every line that it is given."""

import importlib
import json
import sys

PEERS = ("torch", "keras", "sklearn")


def main(place: str) -> None:
    """Says what it lacks, then a number for every line."""
    said, sys.stdout = sys.stdout, sys.stderr  # what Keras prints is no number
    module, function = place.split(":")
    try:
        work = getattr(importlib.import_module(f"benchmarks.side_by_side.{module}"), function)()
    except ModuleNotFoundError as error:
        if error.name not in PEERS:
            raise
        return print(json.dumps({"missing": error.name}), file=said, flush=True)
    print(json.dumps({"missing": ""}), file=said, flush=True)
    for _ in sys.stdin:
        print(json.dumps({"number": work()}), file=said, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
