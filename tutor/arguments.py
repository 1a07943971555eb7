"""What may stand on the command line, and what `--help` says of it. `calc-tutor` alone does without.

`lab`, `derive`, `serve` (`tutor.own_arguments`) and the commands for what was kept (`tutor.progress_arguments`) have
options and a `--help` of their own; the other commands share one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from tutor import __version__, own_arguments, progress_arguments
from tutor.messages import tr

EXAMPLES = """
examples:
  calc-tutor                            open the catalogue
  calc-tutor linear-regression          open a lesson by its id
  calc-tutor my/lesson.yaml             open a lesson of your own
  calc-tutor list                       the courses and their lessons
  calc-tutor glossary gradient          what a term means; every term without a word
  calc-tutor find chain rule            where some words stand in the lessons
  calc-tutor check my/lesson.yaml       solve every question, run every scene, report every fault
  calc-tutor grade derivative-function --question derivative-of-cubic --answer "3x^2 - 5"
  calc-tutor grade my/lesson.yaml < answers.jsonl
  calc-tutor schema > lesson.schema.json
  calc-tutor --lessons my/courses       open the catalogue with more courses
  calc-tutor lab                        descend on a function or a table of your own
  calc-tutor lab houses.csv --target price
  calc-tutor derive "x^2 sin(y)" --wrt x
  calc-tutor review                     be asked again what is about to be forgotten
  calc-tutor progress                   how far you are, as text; --json and --csv for a machine
  calc-tutor export me.json             everything kept of you, for another machine or your teacher
  calc-tutor import me.json             merge it there; what both have is counted once
  calc-tutor gather class/*.json --csv  one table of many learners
  calc-tutor forget linear-regression   forget a lesson, or everything; calc-tutor undo brings it back
  calc-tutor --plain linear-regression  the same tutor in lines of text, for a screen reader, a log or a script
  calc-tutor serve                      the same tutor in a browser, on this machine

`calc-tutor COMMAND --help` says more of lab, derive, serve, progress, export, import, gather, forget and undo.

exit codes: 0 fine, 1 findings, 2 misuse
"""
OWN = (*own_arguments.COMMANDS, *progress_arguments.COMMANDS)  # commands with a parser of their own
LEAST_FPS, MOST_FPS = 0.2, 60.0
# Options whose value may begin with a minus, which argparse would take for another option.
VALUES = (
    *("--answer", "--start", "--rate", "--schedule", "--tuning", "--target", "--features"),
    *("--steps", "--batch", "--order", "--method", "--model", "--rows", "--wrt", "--name", "--fps", "--port"),
)


class _Parser(argparse.ArgumentParser):
    """As argparse's, but misuse is one sentence and a failing output is not ignored."""

    def _print_message(self, message: str, file: Any = None) -> None:
        (file or sys.stdout).write(message)

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """`command` (one of OWN, or empty) and its options; for the others `what` (words), `lessons` (folders),
    `question`, `answer`, `home`. ValueError says what cannot be. `--help` and `--version` print, and raise SystemExit.
    """
    given = joined(arguments)
    command = _command(given)
    if command is None:
        return _parser().parse_args(given, argparse.Namespace(command=""))
    place, word = command
    rest = given[:place] + given[place + 1 :]
    if word != "lab":
        rest = [each for each in rest if each != "--plain"]  # in lines they are in any case
    if word in ("lab", "derive"):
        rest = _formula_last(rest)
    return _own_parser(word).parse_args(rest, argparse.Namespace(command=word))


def help_for(arguments: Sequence[str]) -> str:
    """The command that shows what there is."""
    command = _command(joined(arguments))
    return f"calc-tutor {command[1]} --help" if command else "calc-tutor --help"


def joined(arguments: Sequence[str]) -> list[str]:
    """The command line with `--answer -2x` as `--answer=-2x`: argparse takes a leading minus for an option."""
    found: list[str] = []
    for each in arguments:
        if found and found[-1] in VALUES:
            found[-1] = f"{found[-1]}={each}"
        else:
            found.append(each)
    return found


def _command(arguments: Sequence[str]) -> tuple[int, str] | None:
    """Where one of OWN stands, where it is the first word that is no option and no option's value."""
    place = 0
    while place < len(arguments) and arguments[place].startswith("-") and arguments[place] != "--":
        place += 2 if arguments[place] in ("--lessons", "--home") else 1
    return (place, arguments[place]) if place < len(arguments) and arguments[place] in OWN else None


def _formula_last(arguments: Sequence[str]) -> list[str]:
    """`-x^2 --latex` as `--latex -- -x^2`: a function may begin with a minus."""
    formulas = [each for each in arguments if len(each) > 1 and each[0] == "-" and each[1] != "-" and each != "-h"]
    if not formulas or "--" in arguments:
        return list(arguments)
    return [each for each in arguments if each not in formulas] + ["--", *formulas]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="calc-tutor",
        usage="calc-tutor [--lessons DIR] [--home DIR] [--plain] [--ascii] [--no-mouse] [--fps N]\n"
        "                  [LESSON | review | list | glossary [WORD ...] | find WORD ... | check [PATH ...] |\n"
        "                   grade LESSON | schema | lab ... | derive ... | serve ... | progress | export FILE |\n"
        "                   import FILE | gather FILE ... | forget LESSON | undo]",
        description=tr("Learn the calculus behind machine learning in the terminal."),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("what", nargs="*", metavar="LESSON", help=tr("a lesson's id or file; or a command"))
    _shared(parser)
    _look(parser)
    parser.add_argument("--question", metavar="ID", help=tr("with grade: the question that is answered"))
    parser.add_argument("--answer", metavar="TEXT", help=tr("with grade: the answer to judge"))
    parser.add_argument("--version", action="version", version=f"calc-tutor {__version__}")
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lessons", action="append", default=[], metavar="DIR", help=tr("a folder with more courses; may repeat")
    )
    parser.add_argument("--home", metavar="DIR", help=tr("where progress is kept, in place of the system's own folder"))


def _look(parser: argparse.ArgumentParser) -> None:
    """How the tutor shows itself."""
    parser.add_argument("--plain", action="store_true", help=tr("in lines of text, without a screen"))
    parser.add_argument("--ascii", action="store_true", help=tr("draw with plain ASCII characters only"))
    parser.add_argument(
        "--no-mouse", dest="mouse", action="store_false", help=tr("leave the mouse to the terminal, for selecting text")
    )
    parser.add_argument(
        "--fps", type=_fps, metavar="N", help=tr("frames a second of what moves; as many as the line takes if left out")
    )


def _fps(text: str) -> float:
    try:
        wanted = float(text)
    except ValueError:
        wanted = 0.0
    if not LEAST_FPS <= wanted <= MOST_FPS:
        raise argparse.ArgumentTypeError(
            tr(
                "a number from {LEAST_FPS:g} to {MOST_FPS:g} is wanted, such as 5",
                LEAST_FPS=LEAST_FPS,
                MOST_FPS=MOST_FPS,
            )
        )
    return wanted


def _own_parser(command: str) -> argparse.ArgumentParser:
    """The parser of one of OWN."""
    kept = command in progress_arguments.COMMANDS
    about = progress_arguments if kept else own_arguments
    parser = _Parser(
        prog=f"calc-tutor {command}",
        usage=f"calc-tutor {about.USAGE[command]}",
        description=tr(about.ABOUT[command]),
        epilog=about.EXAMPLES[command],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    about.fill(parser, command)
    _shared(parser)
    if command == "lab":
        _look(parser)
    return parser
