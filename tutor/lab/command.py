"""`calc-tutor lab ...`: what stands on the command line, as if it had been typed into the lab's form."""

from __future__ import annotations

import argparse

from tutor.fields import FieldFault
from tutor.lab.setup import OF_FILES, Setup
from tutor.messages import tr


def setup_of(options: argparse.Namespace) -> Setup:
    """The set-up; ValueError, with a sentence, for words that do not go together."""
    if len(options.source) > 1:
        raise ValueError(
            tr(
                "one function or file goes into the lab, in quotes if it has spaces; '{source}' is too much",
                source=options.source[1][:40],
            )
        )
    typed = {name: text for name, text in vars(options).items() if name in Setup.__slots__ and isinstance(text, str)}
    if options.standardise is not None:
        typed["standardise"] = "yes" if options.standardise else "no"
    setup = Setup(options.source[0] if options.source else "").filled(typed)
    of_files = [name for name in OF_FILES if name in typed]
    if of_files and setup.source and not setup.is_file:
        raise ValueError(
            tr(
                "--{option} is for a file, and there is none called '{source}'",
                option=of_files[0],
                source=setup.source[:40],
            )
        )
    return setup


def trouble_with(setup: Setup) -> str | None:
    """What cannot be, as far as it is known before the file is read: a sentence that names the option, and the place in
    a function that cannot be read. None where all is well; nothing was said where the form is still empty.
    """
    if not setup.source.strip():
        return None
    from tutor.lab.settings import checked

    try:
        checked(setup)
    except FieldFault as fault:
        return _told(fault)
    return None


def _told(fault: FieldFault) -> str:
    if fault.field != "source":
        return f"--{fault.field}: {fault}"
    text, _, mark = str(getattr(fault, "caret", "")).partition("\n")
    return (
        tr("{function}, from '{rest}' on: {why}", function=text, rest=text[mark.index("^") :][:12], why=fault)
        if "^" in mark
        else str(fault)
    )
