"""Ours beside what a user would otherwise pick, in one run: `make bench`, or `python -m benchmarks NAME ...`."""

import sys

from benchmarks.side_by_side.table import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
