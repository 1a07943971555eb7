"""`python -m tests.messages`: collects what the program says into `tutor/locale/calc-tutor.pot`, for translators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "tutor"
POT = PACKAGE / "locale" / "calc-tutor.pot"
HEAD = "# What calc-tutor says. Copy to LANGUAGE/LC_MESSAGES/calc-tutor.po, translate, and compile with msgfmt."
KEYWORDS = {"tr": None, "N_": None, "plural": (2, 3)}


def collected() -> Catalog:
    """Every marked message, with the files that say it."""
    catalogue = Catalog(project="calc-tutor", header_comment=HEAD, charset="utf-8", fuzzy=False)
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",))
    for file, _, message, comments, _ in sorted(found, key=lambda each: each[:2]):
        catalogue.add(message, locations=[(f"tutor/{file}", None)], auto_comments=comments)
    return catalogue


def known() -> Catalog:
    """What stands in the file."""
    with POT.open("rb") as file:
        return read_po(file)


def ids(catalogue: Catalog) -> Iterator[tuple[str, ...]]:
    """The messages themselves, plurals as pairs."""
    for message in catalogue:
        if message.id:
            yield message.id if isinstance(message.id, tuple) else (message.id,)


def main() -> None:
    """Writes the file."""
    with POT.open("wb") as file:
        write_po(file, collected(), omit_header=False, include_lineno=False, sort_output=True, width=100)


if __name__ == "__main__":
    main()
