"""What may stand on the command line, and what `--help` says of it. `calc-tutor` alone does without."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from tutor import __version__

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

exit codes: 0 fine, 1 findings, 2 misuse
"""


class _Parser(argparse.ArgumentParser):
    """As argparse's, but misuse is one sentence and a failing output is not ignored."""

    def _print_message(self, message: str, file: Any = None) -> None:
        (file or sys.stdout).write(message)

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """`what` (words), `lessons` (folders), `question`, `answer`, `home`; ValueError says what cannot be. `--help` and
    `--version` print, and raise SystemExit."""
    return _parser().parse_args(joined(arguments))


def joined(arguments: Sequence[str]) -> list[str]:
    """The command line with `--answer -2x` as `--answer=-2x`: argparse takes a leading minus for an option."""
    found: list[str] = []
    for each in arguments:
        if found and found[-1] == "--answer":
            found[-1] = f"--answer={each}"
        else:
            found.append(each)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="calc-tutor",
        usage="calc-tutor [--lessons DIR] [--home DIR] [LESSON | list | check [PATH ...] | grade LESSON | schema]",
        description="Learn the calculus behind machine learning in the terminal.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "what", nargs="*", metavar="LESSON", help="a lesson's id or file; or list, check, grade, schema"
    )
    parser.add_argument(
        "--lessons", action="append", default=[], metavar="DIR", help="a folder with more courses; may repeat"
    )
    parser.add_argument(
        "--home", metavar="DIR", help="where your progress is kept, in place of the system's own folder"
    )
    parser.add_argument("--question", metavar="ID", help="with grade: the question that is answered")
    parser.add_argument("--answer", metavar="TEXT", help="with grade: the answer to judge")
    parser.add_argument("--version", action="version", version=f"calc-tutor {__version__}")
    return parser
