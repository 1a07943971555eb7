"""A lesson's header: what stands above `steps:`, read without reading the rest.

The catalogue opens on headers, so this module is lean: of each file a bounded beginning, and neither expressions nor
scenes are loaded. `HEADER` is the one list of what may stand there; the JSON Schema is made of it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tutor.lesson.faults import Fault, unknown_name
from tutor.lesson.model import ID, ID_LIKE, Broken, FileFault, Header
from tutor.lesson.parse import MAX_BYTES, Parsed, decode, parse_head, parse_yaml, read_text
from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, YamlNode, describe
from tutor.messages import N_, plural, tr

FORMAT = 1
MAX_HEAD = 64_000  # bytes of a file that are searched for `steps:`
SYMBOL = r"[^\W\d_]\w*"
# What no symbol may be called: the functions of `tutor.expression`, which is not loaded for a header; a test compares.
FUNCTIONS = frozenset({
    "exp", "log", "ln", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "arcsin", "arccos", "arctan",
    "sinh", "cosh", "tanh", "sigmoid", "relu", "abs", "sign", "sgn", "step", "heaviside", "min", "max",
})  # fmt: skip
_STEPS = re.compile(rb"^(?:steps|'steps'|\"steps\")[ \t]*:", re.MULTILINE)

_text = {"type": ["string", "number", "boolean"], "maxLength": 200, "pattern": r"\S"}
_id = {"type": ["string", "number"], "maxLength": 64, "pattern": f"^(?:{ID})$"}


def _many(item: dict[str, Any], most: int) -> dict[str, Any]:
    return {"anyOf": [{"type": "array", "items": item, "minItems": 0, "maxItems": most}, item]}


# name -> (what it means, its JSON Schema); `terms`, `data`, `numbers`, `steps` are described by their own modules.
HEADER: dict[str, tuple[str, dict[str, Any]]] = {
    "format": (N_("the version of the lesson format: 1"), {"const": FORMAT}),
    "id": (N_("a name that never changes: the learner's record hangs on it"), _id),
    "title": (N_("what the catalogue shows"), _text),
    "about": (N_("one line more about it"), _text),
    "course": (N_("the course it belongs to; the folder says it too"), _text),
    "needs": (N_("ids of lessons that come first; a suggestion, never a lock"), _many(_id, 20)),
    "skills": (N_("what it exercises; spaced review schedules them"), _many(_id, 40)),
    "goals": (N_("what the learner can do afterwards"), _many({**_text, "maxLength": 400}, 12)),
    "symbols": (
        N_("the names a learner may type; x and y where it is left out"),
        _many({"type": "string", "maxLength": 20, "pattern": f"^(?:{SYMBOL})$"}, 20),
    ),
    "minutes": (N_("how long it takes"), {"type": "integer", "minimum": 1, "maximum": 600}),
    "terms": (N_("the words and symbols it introduces: {term, sign, means}; the glossary is made of them"), {}),
    "data": (N_("data sets by name"), {}),
    "numbers": (N_("numbers by name, which the texts say: {= name : 4}"), {}),
    "steps": (N_("the steps, in order"), {}),
}
PASSED = ("terms", "data", "numbers")  # what is not read for a header
NEEDED = ("format", "id", "title", "steps")


def read_header(file: Path) -> Header | Broken:
    """The header, or every fault in it. Cheap: reads no further than `steps:` where that is possible."""
    head = head_of(file)
    if head is not None:
        header = header_of(parse_head(head, passing=PASSED), file, [], whole=False)
        if header is not None:
            return header
    text = read_text(file)
    parsed = text if isinstance(text, Parsed) else parse_yaml(text)
    faults: list[Fault] = []
    header = header_of(parsed, file, faults)
    if header is not None and not faults:
        return header
    return broken(file, parsed.faults, faults, title_in(parsed.node))


def broken(file: Path, refused: tuple[Fault, ...], faults: Iterable[Fault], title: str | None) -> Broken:
    """A lesson that cannot be used; its faults in the order of the file, each told once.

    `refused` was told of the YAML itself: what else is wrong with a value at such a place follows from it.
    """
    places = {fault.place for fault in refused}
    rest = (fault for fault in faults if fault.place not in places)
    once = dict.fromkeys((*refused, *rest))
    ordered = sorted(once, key=lambda fault: (fault.place.line, fault.place.column))
    told = tuple(FileFault(file, fault.place, fault.path, fault.what) for fault in ordered)
    return Broken(file, told, title or file.name)


def title_in(node: YamlNode | None) -> str | None:
    title = node.get("title") if isinstance(node, Mapping) else None
    return title.text[:200] if isinstance(title, Scalar) and not title.missing else None


def mentions(file: Path, word: str) -> bool:
    """Does this word stand in the beginning of the file?"""
    content = _beginning(file)
    return content is not None and word.encode("utf-8", "replace") in content


def _beginning(file: Path) -> bytes | None:
    """As much of the file as is searched for `steps:`; None where it is none that is read."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            return None
        with open(file, "rb", buffering=0) as stream:
            return stream.read(MAX_HEAD)
    except (OSError, ValueError):
        return None


def head_of(file: Path) -> str | None:
    """The text above `steps:`, or None where it cannot be had so simply."""
    content = _beginning(file)
    found = _STEPS.search(content) if content is not None else None
    head = decode(content[: found.start()]) if content is not None and found else None
    return head if isinstance(head, str) else None


def header_of(parsed: Parsed, file: Path, faults: list[Fault], *, whole: bool = True) -> Header | None:
    """The header in a parsed text, or None with the faults told; not `whole`: nothing below `steps:` was parsed."""
    root = parsed.node
    if not isinstance(root, Mapping):
        if not parsed.faults:
            faults.append(_no_lesson(root))
        return None
    told: list[Fault] = list(parsed.faults)
    for key, _ in root.pairs:
        if key.text not in HEADER:
            told.append(Fault(key.place, "", unknown_name(key, HEADER)))
    for name in NEEDED:
        if root.get(name) is None and (whole or name != "steps"):
            told.append(
                Fault(root.place, "", tr("'{name}' is missing: {meaning}", name=name, meaning=tr(HEADER[name][0])))
            )
    header = _Reader(root, told).header(file)
    faults.extend(told[len(parsed.faults) :])
    return None if told else header


def _no_lesson(root: YamlNode | None) -> Fault:
    if root is None or (isinstance(root, Scalar) and root.missing):
        return Fault(Place(1, 1), "", tr("the file is empty; a lesson starts with `format: 1`"))
    what = tr("{written} stands where a lesson is needed; a lesson starts with `format: 1`", written=describe(root))
    return Fault(root.place, "", what)


class _Reader:
    """Reads the settings of a header one by one, telling the faults of each."""

    def __init__(self, root: Mapping, faults: list[Fault]) -> None:
        self.root = root
        self.faults = faults

    def header(self, file: Path) -> Header:
        self._format()
        minutes = self._one("minutes", r"[1-9]\d?|[1-5]\d\d|600", N_("a whole number of minutes, 1 to 600"), 3)
        return Header(
            file=file,
            id=self._one("id", ID, ID_LIKE, 64) or "",
            title=self._one("title") or "",
            course=self._one("course") or Path(os.path.abspath(file)).parent.name,
            goals=self._list("goals", most=12, longest=400),
            needs=self._list("needs", ID, ID_LIKE, most=20, longest=64),
            skills=self._list("skills", ID, ID_LIKE, most=40, longest=64),
            symbols=self._symbols(),
            minutes=int(minutes) if minutes else None,
            about=self._one("about") or "",
        )

    def _tell(self, node: YamlNode, path: str, what: str) -> None:
        self.faults.append(Fault(node.place, path, what))

    def _format(self) -> None:
        node = self.root.get("format")
        if node is not None and not (isinstance(node, Scalar) and node.text == str(FORMAT) and not node.quoted):
            self._tell(
                node,
                "format",
                tr("{written} is no format that this version reads; write format: 1", written=describe(node)),
            )

    def _one(
        self, name: str, pattern: str = r"(?s).*\S.*", like: str = N_("write a text"), longest: int = 200
    ) -> str | None:
        node = self.root.get(name)
        return None if node is None else self._read(node, name, pattern, like, longest)

    def _list(
        self, name: str, pattern: str = r"(?s).*\S.*", like: str = N_("write a text"), *, most: int, longest: int
    ) -> tuple[str, ...]:
        node = self.root.get(name)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            one = self._read(node, name, pattern, like, longest)
            return () if one is None else (one,)
        if len(node.items) > most:
            self._tell(
                node,
                name,
                plural(
                    len(node.items),
                    "the list has {count} item; {most} at most fit here",
                    "the list has {count} items; {most} at most fit here",
                    most=most,
                ),
            )
            return ()
        read = [self._read(e, f"{name}[{i}]", pattern, like, longest) for i, e in enumerate(node.items, 1)]
        return tuple(each for each in read if each is not None)

    def _read(self, node: YamlNode, path: str, pattern: str, like: str, longest: int) -> str | None:
        if not isinstance(node, Scalar) or node.missing:
            self._tell(
                node, path, tr("{written} stands where a text is needed; {like}", written=describe(node), like=tr(like))
            )
        elif not re.fullmatch(pattern, node.text):
            self._tell(node, path, tr("{written} does not fit: {like}", written=describe(node), like=tr(like)))
        elif len(node.text) > longest:
            self._tell(
                node,
                path,
                plural(
                    len(node.text),
                    "the text has {count} character; {most} at most fit here",
                    "the text has {count} characters; {most} at most fit here",
                    most=longest,
                ),
            )
        else:
            return " ".join(node.text.split())
        return None

    def _symbols(self) -> tuple[str, ...]:
        node = self.root.get("symbols")
        like = N_("a symbol is a letter, then letters, digits and '_', such as x or theta0")
        names = self._list("symbols", SYMBOL, like, most=20, longest=20)
        if node is None:
            return ("x", "y")
        if isinstance(node, Sequence) and not node.items:
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        seen: set[str] = set()
        for item in items:
            name = item.text if isinstance(item, Scalar) else ""
            if name in FUNCTIONS:
                self._tell(item, "symbols", tr("'{name}' is the name of a function; choose another symbol", name=name))
            elif name in ("pi", "e", "π"):
                self._tell(item, "symbols", tr("'{name}' is a constant here; choose another symbol", name=name))
            elif name and name in seen:
                self._tell(item, "symbols", tr("'{name}' is declared twice; remove one", name=name))
            seen.add(name)
        return names
