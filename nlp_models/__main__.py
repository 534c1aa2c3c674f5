"""The command line: `python -m nlp_models tasks | train | evaluate | predict | runs | cancel | stop | resume | ...`.

Exit 0, or 2 with one clear line on stderr for anything a user can get wrong.
"""

import sys

from nlp_models.command_line import main

sys.exit(main(sys.argv[1:]))
