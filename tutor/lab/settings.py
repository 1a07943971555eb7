"""From what was typed to the settings of the scene `descend`, or the field that cannot be and why.

What stands in a field is read by the very readers that read a lesson, so the lab and a lesson speak one language. A
set-up for a file goes through `head_of`, `reading_of`, `parts_of` (which is iterated, for progress) and `settings_of`
with its table; `checked` says beforehand, without reading more than the file's start, what cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tutor.expression import Unreadable
from tutor.fields import FieldFault
from tutor.lab import typed
from tutor.lab.csvhead import Head, look
from tutor.lab.csvlines import Unusable
from tutor.lab.names import read_function
from tutor.lab.setup import ENDINGS, METHODS, MODELS, ROWS, STANDARDISE, Setup
from tutor.lesson import yamlnodes as y
from tutor.lesson.at import At, Bad
from tutor.lesson.faults import Fault, close_to
from tutor.lesson.losses import DataSet, classic_named
from tutor.lesson.shapes import Struct
from tutor.messages import speak, tr

if TYPE_CHECKING:
    from tutor.lab.table import Reading, Table
    from tutor.scenes.descend import Settings
    from tutor.tree import Node

STEPS = "10000"
KNOWN = (*METHODS, "sgd")  # on data: gd, one example at a time


class Misread(FieldFault):
    """A field whose text cannot be read; `caret` is two lines, the text and a mark under the place."""

    def __init__(self, field: str, fault: Unreadable) -> None:
        super().__init__(field, fault.what)
        self.caret = fault.caret()


def head_of(setup: Setup) -> Head:
    """The first look at the file of a set-up; FieldFault for a file that is no table."""
    try:
        return look(setup.path)
    except Unusable as fault:
        raise FieldFault("source", str(fault)) from None


def reading_of(setup: Setup, head: Head) -> Reading:
    """The reading of the columns that the set-up wants, to be gone through by `parts_of`. FieldFault for columns that
    cannot be."""
    from tutor.lab.table import Reading, column_of

    logistic = setup.model == "logistic"
    target = setup.target.strip() or head.target_for(setup.model)
    if not any(head.numeric):
        raise FieldFault(
            "source",
            tr("{name} has no column of numbers: {texts}", name=head.path.name, texts=head.texts()).rstrip(": "),
        )
    try:
        target = column_of(head, target, text=logistic)
    except Unusable as fault:
        raise FieldFault("target", str(fault)) from None
    named = [each.strip() for each in setup.features.split(",") if each.strip()]
    try:
        return Reading(head, target, named or head.features_for(target), classes=logistic)
    except Unusable as fault:
        raise FieldFault("features", str(fault)) from None


def parts_of(reading: Reading) -> Iterator[float]:
    """Reads all rows, piece by piece, and gives which part of the file is read; then the reading has its table.
    FieldFault for a file that cannot be read to its end."""
    try:
        yield from reading
    except Unusable as fault:
        raise FieldFault("source", str(fault)) from None


def settings_of(setup: Setup, table: Table | None = None) -> Settings:
    """The settings; `table` is what was read of the file, where the source is one. FieldFault where they cannot be."""
    if not setup.is_file:
        return _of_function(setup)
    _words(setup, ("model", MODELS), ("method", KNOWN), ("standardise", STANDARDISE), ("rows", ROWS))
    if table is None:
        raise FieldFault("source", tr("this file is not read yet"))
    from tutor.lab.dataset import data_of

    return _of_data(setup, data_of(setup, table))


def checked(setup: Setup) -> None:
    """FieldFault for what can be known to be wrong before a file is read to its end."""
    if not setup.is_file:
        _of_function(setup)
        return
    _words(setup, ("model", MODELS), ("method", KNOWN), ("standardise", STANDARDISE), ("rows", ROWS))
    reading = reading_of(setup, head_of(setup))
    unread = _Unread(len(reading.features) + 1)
    rate = setup.rate or "0.1"
    _read(setup, {"loss": _loss(setup)}, (), {"table": DataSet("table", ((1.0,),), (0.0,), problem=unread)}, rate)


class _Unread:
    """Stands for the loss on a file that has not been read: its parameters are known, its rows are not."""

    m = 10**9

    def __init__(self, n: int) -> None:
        self.names = tuple(f"theta{place}" for place in range(n))


def _words(setup: Setup, *fields: tuple[str, tuple[str, ...]]) -> None:
    """The fields that are one of a few words."""
    for field, known in fields:
        word = str(getattr(setup, field)).strip()
        if word not in known:
            raise FieldFault(
                field,
                tr(
                    "'{word}' is none of: {known}{meant}",
                    word=word[:40],
                    known=", ".join(known),
                    meant=close_to(word, known),
                ),
            )


def function_of(text: str) -> tuple[Node, tuple[str, ...]]:
    """The tree and the letters of a function as typed, or of a classic by its name. Raises `Unreadable`."""
    classic = classic_named(text)
    if classic is None:
        return read_function(text)
    from tutor.expression import parse

    return parse(classic.text, classic.symbols), classic.symbols


def _of_function(setup: Setup) -> Settings:
    from tutor.lab.defaults import has_value, rate_for_function, start_for

    if setup.method == "sgd":
        raise FieldFault("method", tr("sgd takes each step from one row of a file, and a function has none: take gd"))
    _words(setup, ("method", METHODS))
    setup = replace(setup, batch="", order="")  # of the file that stood there before
    text = setup.source.strip()
    if not setup.files and text.lower().endswith(ENDINGS):
        raise FieldFault("source", tr("files cannot be read here; type a function such as x^2 + y^2"))
    try:
        f, names = function_of(text)
    except Unreadable as fault:
        raise Misread("source", _perhaps_a_classic(fault)) from None
    if not names:
        raise FieldFault(
            "source", tr("'{text}' has no letter to move: it is a constant; type one such as x^2 + y^2", text=text[:40])
        )
    classic = classic_named(text)
    start = setup.start
    if not start.strip():
        found = classic.start if classic else start_for(f, names)
        if found is None:
            raise FieldFault(
                "start",
                tr("no place was found where it has a value; type one of your own: {places}", places=_places(names)),
            )
        start = ", ".join(map(repr, found))
    plain = _read(setup, {"f": typed.word(text)}, names, {}, setup.rate or "0.1", start)
    at = plain.runs[0].start or ()
    if not has_value(f, names, at):
        shown = ", ".join(f"{name}={each:g}" for name, each in zip(names, at, strict=True))
        raise FieldFault("start", tr("the function has no value at {shown}; type another start", shown=shown))
    if setup.rate.strip():
        return plain
    usual = classic is not None and setup.method == "gd" and not setup.start.strip()
    rate = classic.rate if classic and usual else rate_for_function(f, names, plain.method.make(), at)
    return _read(setup, {"f": typed.word(text)}, names, {}, f"{rate:g}", start)


def _perhaps_a_classic(fault: Unreadable) -> Unreadable:
    from tutor.descent.problems.classics import CLASSICS

    word = fault.text.strip().lower()
    meant = close_to(word, CLASSICS) if word.replace("-", "").isalpha() and len(word) > 3 else ""
    if not meant:
        return fault
    said = tr("'{word}' is no function{meant}.", word=word, meant=meant)
    return Unreadable(said, fault.start, fault.end, fault.text)


def _of_data(setup: Setup, data: DataSet) -> Settings:
    plain = _read(setup, {"loss": _loss(setup)}, (), {"table": data}, setup.rate or "0.1")
    if setup.rate.strip():
        return plain
    from tutor.lab.datarate import rate_for_data

    rate = rate_for_data(data, setup.model, plain)
    return _read(setup, {"loss": _loss(setup)}, (), {"table": data}, f"{rate:g}")


def _places(names: Sequence[str]) -> str:
    return ", ".join(f"{name}=..." for name in names)


# the nodes that a lesson's readers read


def _loss(setup: Setup) -> y.YamlNode:
    return typed.mapping({"data": typed.word("table"), "model": typed.word(setup.model)})


def _read(
    setup: Setup, goal: dict[str, y.YamlNode], names: tuple[str, ...], data: dict[str, Any], rate: str, start: str = ""
) -> Settings:
    from tutor.scenes.descend import Settings

    given = {
        **goal,
        "method": typed.method(setup),
        "rate": typed.word(rate.strip()),
        "start": typed.start(start or setup.start),
        "schedule": typed.schedule(setup.schedule),
        "batch": typed.word(setup.batch.strip()) if setup.batch.strip() else None,
        "order": typed.order(setup),
        "steps": typed.word(typed.whole(setup.steps) or STEPS),
    }
    node = typed.mapping({name: each for name, each in given.items() if each is not None})

    def read() -> tuple[Any, list[Fault]]:
        faults: list[Fault] = []
        return Struct(Settings).read(node, At(faults, symbols=names, data=data)), faults

    def read_in_english() -> list[Fault]:
        speak(None)
        return read()[1]

    found, faults = read()
    if isinstance(found, Bad) or faults:
        raise _first(faults[0], copy_context().run(read_in_english)[0].what)
    return found  # type: ignore[no-any-return]


def _first(fault: Fault, in_english: str) -> FieldFault:
    """A fault at the field where it can be mended, which the words of the English one tell where its path does not."""
    field = re.split(r"[.\[]", fault.path)[0]
    if field == "method" and "." in fault.path:
        field = "tuning"
    if field in ("", "loss", "f"):
        words = (("batch", "batch"), ("order", "batch"), ("start", "start"), ("target", "target"))
        field = next((name for word, name in words if word in in_english), "source")
    return FieldFault(field, re.sub(r"( is not a number): .*", r"\1", fault.what).rstrip("."))
