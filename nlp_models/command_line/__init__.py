"""The commands: `main(arguments)` does what they ask and gives the exit status. JSON on stdout with --json."""

import sys

from nlp_models.command_line.options import parser
from nlp_models.errors import UnrolledError


def main(arguments):
    """Do what the arguments ask; 0, or 2 when the user can mend it."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as leaving:
        return leaving.code
    try:
        return options.do(options) or 0
    except UnrolledError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or 'File'}: {error.strerror or error}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
