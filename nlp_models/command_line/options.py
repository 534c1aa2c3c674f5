"""The commands with their options, as `--help` tells them."""

import argparse
from pathlib import Path

from nlp_models.command_line.asking import evaluate_file, predict, probe
from nlp_models.command_line.keeping import delete, delete_everything, export, import_bundle, show_runs
from nlp_models.command_line.looking import inspect_file, show_tasks
from nlp_models.command_line.racing import race
from nlp_models.command_line.sweeping import sweep
from nlp_models.command_line.told import own_unit
from nlp_models.command_line.training import SHORT, resume, train
from nlp_models.lengths import LENGTHS
from nlp_models.reading.typed import header, separator
from nlp_models.runs.contests import SEEDS


class Parser(argparse.ArgumentParser):
    """Tells a mistake in one line, as everything else does."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}\n")


def parser():
    """The commands and their options."""
    whole = Parser(prog="python -m nlp_models", description="Train recurrent networks on your text.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name, do, explained, *positional):
        part = commands.add_parser(name, help=explained, description=explained)
        part.set_defaults(do=do)
        part.add_argument("--json", action="store_true", help="JSON on stdout")
        for argument in positional:
            part.add_argument(argument)
        return part

    command("tasks", show_tasks, "list the tasks")
    part = command("inspect", inspect_file, "say how a file would be read; nothing is trained", "file")
    part.add_argument("--task", required=True, help="what it would be read for")
    _add_reading(part)
    _add_fields(part)
    _add_part(part)
    _add_train(command("train", train, "train a network on a file"))
    _add_race(command("race", race, "train several networks on the same rows and compare them"))
    _add_sweep(command("sweep", sweep, "try several settings on the same rows and finish the best network"))
    part = command("evaluate", evaluate_file, "score a run on a file", "run")
    _add_columns(part)
    part = command("predict", predict, "answer a text or a whole file", "run")
    _add_columns(part, required=False)
    part.add_argument("--text", dest="sentence", help="one text to answer")
    part.add_argument("--file", type=Path, help="a file to answer")
    part.add_argument("--out", type=Path, help="where the answers go (csv)")
    command("runs", show_runs, "list the runs")
    command("cancel", lambda o: own_unit(o).request_cancel(), "cancel a run, a race or a sweep", "run")
    command(
        "stop", lambda o: own_unit(o).request_stop(), "stop a run, a race or a sweep and keep the best so far", "run"
    )
    command("resume", resume, "go on with an interrupted run, race or sweep", "run")
    command("delete", delete, "delete a run, a race or a sweep", "run")
    command("delete-everything", delete_everything, "delete all your runs; COUNT is how many", "count")
    _add_export(command("export", export, "write a run as a bundle, a Keras model or a script that trains it again"))
    command("import", import_bundle, "take a bundle in as a run", "file")
    _add_probe(command("probe", probe, "what the network says after every word", "run"))
    return whole


def _add_probe(part):
    part.add_argument("--text", dest="sentence")
    part.add_argument("--flip", action="store_true", help="instead: the fewest words exchanged that turn the answer")
    words = (
        "which word is to turn, from 1 on: of a tagger one that it reads, of a network that writes one that it wrote"
    )
    part.add_argument("--word", type=int, help=words)


def _add_train(part):
    part.add_argument("task", nargs="?")
    part.add_argument("--run", help="train a run that was submitted (used by the runners)")
    _add_columns(part, required=False)
    _add_part(part)
    part.add_argument("--validation", type=Path, help="rows that choose the best epoch")
    part.add_argument("--test", type=Path, help="rows for the final score")
    part.add_argument("--name", default="", help="a name for the run")
    part.add_argument("--ask", default="", help="a text that is answered after each epoch")
    for setting in SHORT:
        part.add_argument(f"--{setting}", help=f"short for --set {setting}=...")
    part.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any setting of the recipe")


def _add_race(part):
    part.add_argument("task", nargs="?")
    part.add_argument("--group", help="a race that is there already, by its id: its comparison is told again")
    _add_columns(part, required=False)
    tries = "what is compared: cell=rnn,lstm,gru unless said, with a fixed window beside them on next-word; of several every choice with every other"
    part.add_argument("--try", dest="tries", action="append", metavar="KEY=A,B", help=tries)
    much = part.add_mutually_exclusive_group()
    much.add_argument("--steps", type=int, help="steps of each")
    much.add_argument("--seconds", type=float, help="seconds of learning of each, as this computer is known")
    much.add_argument("--length", choices=LENGTHS, default="short", help="how long each is")
    part.add_argument(
        "--equal", choices=("steps", "seconds"), default="steps", help="what of a length all get the same of"
    )
    part.add_argument("--seeds", type=int, choices=SEEDS, default=1, help="trainings of each")
    part.add_argument("--name", default="", help="a name for the race")
    part.add_argument("--ask", default="", help="a text that each answers after each epoch")
    part.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any setting, of all of them")


def _add_sweep(part):
    part.add_argument("task", nargs="?")
    part.add_argument("--group", help="a sweep that is there already, by its id: it is told again")
    part.add_argument("--drive", help=argparse.SUPPRESS)  # the process of a sweep that was begun
    _add_columns(part, required=False)
    part.add_argument(
        "--try",
        dest="tries",
        action="append",
        metavar="KEY=VALUES",
        help="a setting and what is tried of it: cell=rnn,lstm,gru or units=32..256",
    )
    part.add_argument("--trials", type=int, default=20, help="how many trainings, at most")
    part.add_argument("--minutes", type=float, help="of training, all together; as many as the host gives unless said")
    part.add_argument("--length", choices=LENGTHS, default="short", help="how long each training is")
    part.add_argument("--name", default="", help="a name for the sweep")
    part.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any setting, of all of them")


def _add_export(part):
    part.add_argument("run", nargs="?")
    part.add_argument("--folder", type=Path, help="a run's folder in place of its id (used by the page)")
    part.add_argument("--to", type=Path, required=True, help="the zip to write")
    part.add_argument("--format", choices=("bundle", "keras", "script"), default="bundle")


def _add_columns(part, required=True):
    part.add_argument(
        "--data", type=Path, required=required, help="the file with the rows; inspect says how it is read"
    )
    part.add_argument("--labels", default="", help="shown names: 0=negative,1=positive")
    _add_fields(part)
    _add_reading(part)
    if part.prog.endswith(("train", "evaluate")):
        part.add_argument("--text", dest="text", help="column with the text")


def _add_fields(part):
    part.add_argument("--text-column", "--text_column", dest="text", help="column with the text")
    part.add_argument("--label", help="column with the label")


def _add_part(part):
    part.add_argument("--part", help="column that says which rows are train, validation and test")


def _add_reading(part):
    """What a person says against what is found out."""
    part.add_argument("--shape", help="what kind of file it is, by the name that inspect gives it")
    part.add_argument("--encoding", help="found out unless given, as are the next ones")
    part.add_argument("--separator", type=separator, help="between columns: , ; | or tab; none: each line is a text")
    part.add_argument("--header", type=header, help="yes, no, or the number of the row that names the columns")
    part.add_argument("--sheet", help="of a workbook, or the file in a zip")
    part.add_argument("--sentence", help="column that numbers the sentences (tagging)")
    part.add_argument("--pause", type=int, help="minutes of silence after which a new talk begins (dialogues)")
    part.add_argument("--skip-bad-rows", action="store_true", help="leave out rows that do not fit the header")
