"""What may stand on the command line, and what `--help` says of it. `calc-tutor` alone does without.

`lab`, `derive`, and the commands for what was kept (`tutor.progress_arguments`) have options and a `--help` of their
own; the other commands share one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from tutor import __version__
from tutor.progress_arguments import COMMANDS as KEPT
from tutor.progress_arguments import fill, frame

EXAMPLES = """
examples:
  calc-tutor                            open the catalogue
  calc-tutor linear-regression          open a lesson by its id
  calc-tutor my/lesson.yaml             open a lesson of your own
  calc-tutor list                       the courses and their lessons
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

`calc-tutor COMMAND --help` says more of lab, derive, progress, export, import, gather, forget and undo.

exit codes: 0 fine, 1 findings, 2 misuse
"""
LAB_EXAMPLES = """
examples:
  calc-tutor lab "x^4 - 3x^2 + y^2" --method adam --rate 0.05 --start 2,1
  calc-tutor lab rosenbrock --method momentum --tuning 0.9
  calc-tutor lab houses.csv --target price --features size,rooms --standardise
  calc-tutor lab exams.csv --target passed --model logistic --batch 8 --order shuffled
  calc-tutor lab "x^2 + 10y^2" --schedule "1/(1 + 0.01k)" --steps 100000
"""
DERIVE_EXAMPLES = """
examples:
  calc-tutor derive "x^2 sin(y)" --wrt x
  calc-tutor derive "x^2 sin(y)" --wrt x --wrt y      by x, and that by y
  calc-tutor derive "exp(-x^2)" --latex > handout.tex

exit codes: 0 fine, 1 it could not be worked out within the bounds, 2 misuse
"""
OWN = ("lab", "derive", *KEPT)  # commands with a parser of their own
# Options whose value may begin with a minus, which argparse would take for another option.
VALUES = (
    *("--answer", "--start", "--rate", "--schedule", "--tuning", "--target", "--features"),
    *("--steps", "--batch", "--order", "--method", "--model", "--rows", "--wrt", "--name"),
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
    if word in KEPT:
        return _kept_parser(word).parse_args(rest, argparse.Namespace(command=word))
    rest = _formula_last(rest)
    return (_lab_parser() if word == "lab" else _derive_parser()).parse_args(rest, argparse.Namespace(command=word))


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
        usage="calc-tutor [--lessons DIR] [--home DIR]\n"
        "                  [LESSON | review | list | check [PATH ...] | grade LESSON | schema | lab ... |\n"
        "                   derive ... | progress | export FILE | import FILE | gather FILE ... |\n"
        "                   forget LESSON | undo]",
        description="Learn the calculus behind machine learning in the terminal.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("what", nargs="*", metavar="LESSON", help="a lesson's id or file; or a command")
    _shared(parser)
    parser.add_argument("--question", metavar="ID", help="with grade: the question that is answered")
    parser.add_argument("--answer", metavar="TEXT", help="with grade: the answer to judge")
    parser.add_argument("--version", action="version", version=f"calc-tutor {__version__}")
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lessons", action="append", default=[], metavar="DIR", help="a folder with more courses; may repeat"
    )
    parser.add_argument(
        "--home", metavar="DIR", help="where your progress is kept, in place of the system's own folder"
    )


def _lab_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="calc-tutor lab",
        usage="calc-tutor lab [FUNCTION | FILE.csv] [options]",
        description="Descend on a function of up to six letters, or on a table of your own.",
        epilog=LAB_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "source", nargs="*", metavar="FUNCTION | FILE", help="a function, a classic's name, or a CSV file"
    )
    for name, metavar, doc in (
        ("method", "NAME", "gd, newton, momentum, nesterov, adagrad, rmsprop, adam or adamw"),
        ("tuning", "TEXT", "the method's own settings: beta1=0.8,epsilon=1e-7"),
        ("rate", "NUMBER", "the learning rate; one that descends where it is left out"),
        ("start", "POINT", "where theta starts: 2,1 (letters in the order of the alphabet) or x=2,y=1"),
        ("schedule", "TEXT", "what the rate is multiplied by at step k: 1/(1 + 0.01k), halve 1000, cosine 6000"),
        ("steps", "NUMBER", "how many steps at most"),
        ("target", "COLUMN", "of a file: the column that is predicted"),
        ("features", "COLUMNS", "of a file: the columns that predict, with commas between"),
        ("model", "NAME", "of a file: linear, or logistic for a target of two classes"),
        ("batch", "NUMBER", "of a file: how many rows a step looks at"),
        ("order", "TEXT", "of a file: cyclic, shuffled or stride 37"),
        ("rows", "WHICH", "of a file: all, or sample, where all are too many"),
    ):
        parser.add_argument(f"--{name}", metavar=metavar, help=doc)
    parser.add_argument(
        "--standardise",
        action=argparse.BooleanOptionalAction,
        help="of a file: each feature less its mean, over its spread; where their sizes differ much if left out",
    )
    _shared(parser)
    return parser


def _derive_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="calc-tutor derive",
        usage="calc-tutor derive FUNCTION [--wrt LETTER ...] [--latex | --ascii]",
        description="Print a derivative worked out rule by rule, for a pipe or a handout.",
        epilog=DERIVE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("function", nargs="*", metavar="FUNCTION", help='such as "x^2 sin(y)"')
    parser.add_argument(
        "--wrt", action="append", default=[], metavar="LETTER", help="by which letter; may repeat, one after the other"
    )
    parser.add_argument("--latex", action="store_true", help="as LaTeX: aligned lines for amsmath")
    parser.add_argument("--ascii", action="store_true", help="in plain ASCII")
    parser.add_argument("--lessons", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--home", help=argparse.SUPPRESS)
    return parser


def _kept_parser(command: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"calc-tutor {command}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        **frame(command),
    )
    fill(parser, command)
    _shared(parser)
    return parser
