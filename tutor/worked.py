"""A derivative worked rule by rule, as it is told on the screens and in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tutor.tree import Deriv
from tutor.typeset import line

SECONDS = 10.0  # that the helper process may take for it


class Worked(NamedTuple):
    """One derivation: what is differentiated (`d/dx [x^2]`), by what, and each rule's line with what it did."""

    start: str
    wrt: str
    rules: tuple[tuple[str, str], ...]


def told(f: Any, works: Iterable[Any], *, ascii: bool) -> Iterator[Worked]:
    """The derivatives of the function `f` that the helper's task `derivation` made."""
    partial = len(f.symbols()) > 1
    for work in works:
        rules = ((f"= {line(rule.whole, ascii=ascii, partial=partial)}", rule.note) for rule in work.lines)
        yield Worked(line(Deriv(f, work.wrt), ascii=ascii, partial=partial), work.wrt, tuple(rules))
