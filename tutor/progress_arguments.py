"""What may stand behind the commands for what was kept, and what their `--help` says: `progress` and its kin."""

from __future__ import annotations

import argparse

from tutor.messages import N_, tr


def fill(parser: argparse.ArgumentParser, command: str) -> None:
    """Gives a parser what one of COMMANDS takes."""
    metavar, about = WORDS[command]
    parser.add_argument("words", nargs="*", metavar=metavar, help=tr(about) if metavar else about)
    if command == "progress":
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help=tr("as one object of JSON"))
        form.add_argument(
            "--csv", action="store_true", help=tr("as a table: a line for each lesson, skill and mistake")
        )
    elif command == "export":
        parser.add_argument(
            "--name", metavar="NAME", help=tr("what to call you; kept from then on, forgotten where empty")
        )
    elif command == "gather":
        parser.add_argument("--csv", action="store_true", help=tr("as CSV, which it is in any case"))
    elif command == "forget":
        parser.add_argument("--yes", action="store_true", help=tr("without asking"))
        parser.add_argument(
            "--for-good", action="store_true", help=tr("so that `calc-tutor undo` cannot bring it back")
        )


CODES = "\nexit codes: 0 fine, 1 findings, 2 misuse\n"
WORDS: dict[str, tuple[str, str]] = {
    "progress": ("", argparse.SUPPRESS),
    "export": ("FILE", N_("a file; - is standard output")),
    "import": ("FILE", N_("a file; - is standard input")),
    "gather": ("FILE", N_("exports, of one learner or many")),
    "forget": ("LESSON", N_("a lesson's id, or everything")),
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
    "progress": N_("Print how far you are: lessons, skills, what is due, your most frequent mistakes."),
    "export": N_("Write everything that is kept of you to one file, for another machine or for your teacher."),
    "import": N_("Merge an export into what is kept here; what both have is counted once. A copy is put aside first."),
    "gather": N_(
        "Print many learners' exports as one table: learner, lesson, question, verdict, mistake, tries, hints, "
        "time (seconds). Files that were altered, or are no exports, are told of and left out."
    ),
    "forget": N_("Forget what is kept of a lesson, or everything; asks first. `calc-tutor undo` brings the last back."),
    "undo": N_("Bring back the lesson that was skipped or forgotten last."),
}
_EXAMPLES = {
    "progress": ("progress", "progress --json > progress.json"),
    "export": ("export me.json", "export me.json --name Ann", "export - | ssh there calc-tutor import -"),
    "import": ("import me.json",),
    "gather": ("gather class/*.json --csv > class.csv",),
    "forget": ("forget linear-regression", "forget everything --for-good"),
    "undo": ("undo",),
}
EXAMPLES = {
    command: "\nexamples:\n" + "".join(f"  calc-tutor {each}\n" for each in lines) + CODES
    for command, lines in _EXAMPLES.items()
}
COMMANDS = tuple(WORDS)
