"""What may stand behind the commands for what was kept, and what their `--help` says: `progress` and its kin."""

from __future__ import annotations

import argparse
from typing import TypedDict


class Frame(TypedDict):
    """What a parser is made with."""

    usage: str
    description: str
    epilog: str


def frame(command: str) -> Frame:
    """What `--help` says of one of COMMANDS around its options."""
    examples = "\n".join(f"  calc-tutor {each}" for each in EXAMPLES[command])
    return Frame(
        usage=f"calc-tutor {USAGE[command]}",
        description=ABOUT[command],
        epilog=f"\nexamples:\n{examples}\n\nexit codes: 0 fine, 1 findings, 2 misuse\n",
    )


def fill(parser: argparse.ArgumentParser, command: str) -> None:
    """Gives a parser what one of COMMANDS takes."""
    metavar, about = WORDS[command]
    parser.add_argument("words", nargs="*", metavar=metavar, help=about)
    if command == "progress":
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="as one object of JSON")
        form.add_argument("--csv", action="store_true", help="as a table: a line for each lesson, skill and mistake")
    elif command == "export":
        parser.add_argument("--name", metavar="NAME", help="what to call you; kept from then on, forgotten where empty")
    elif command == "gather":
        parser.add_argument("--csv", action="store_true", help="as CSV, which it is in any case")
    elif command == "forget":
        parser.add_argument("--yes", action="store_true", help="without asking")
        parser.add_argument("--for-good", action="store_true", help="so that `calc-tutor undo` cannot bring it back")


WORDS: dict[str, tuple[str, str]] = {
    "progress": ("", argparse.SUPPRESS),
    "export": ("FILE", "a file; - is standard output"),
    "import": ("FILE", "a file; - is standard input"),
    "gather": ("FILE", "exports, of one learner or many"),
    "forget": ("LESSON", "a lesson's id, or everything"),
    "undo": ("", argparse.SUPPRESS),
}
USAGE = {
    "progress": "progress [--json | --csv]",
    "export": "export FILE [--name NAME]",
    "import": "import FILE",
    "gather": "gather FILE ... --csv",
    "forget": "forget LESSON | everything [--yes] [--for-good]",
    "undo": "undo",
}
ABOUT = {
    "progress": "Print how far you are: lessons, skills, what is due, your most frequent mistakes.",
    "export": "Write everything that is kept of you to one file, for another machine or for your teacher.",
    "import": "Merge an export into what is kept here; what both have is counted once. A copy is put aside first.",
    "gather": "Print many learners' exports as one table: learner, lesson, question, verdict, mistake, tries, hints, "
    "time (seconds). Files that were altered, or are no exports, are told of and left out.",
    "forget": "Forget what is kept of a lesson, or everything; asks first. `calc-tutor undo` brings the last back.",
    "undo": "Bring back the lesson that was skipped or forgotten last.",
}
EXAMPLES = {
    "progress": ("progress", "progress --json > progress.json"),
    "export": ("export me.json", "export me.json --name Ann", "export - | ssh there calc-tutor import -"),
    "import": ("import me.json",),
    "gather": ("gather class/*.json --csv > class.csv",),
    "forget": ("forget linear-regression", "forget everything --for-good"),
    "undo": ("undo",),
}
COMMANDS = tuple(WORDS)
