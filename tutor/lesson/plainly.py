"""YAML that is written as plainly as most headers are, read line by line and without PyYAML.

PyYAML takes longer to load than all the rest that the catalogue needs before its first picture. So the lines that
headers are made of, `name: text`, `name: [a, b]`, `name:` with `- text` below, are read here. `read_plainly` gives the
very nodes that `tutor.lesson.parse` would, or None for anything else at all: a tab, a comment behind a value, a colon
inside a text, a name that stands twice, braces. A property test holds the two together.
"""

from __future__ import annotations

from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, YamlNode

MOST_LINES = 2000  # of a text that is looked at


def read_plainly(text: str, *, passing: tuple[str, ...] = ()) -> Mapping | None:
    """The settings in `text`, or None where they are not written plainly.

    What stands indented below the names `passing` is passed over unread, as what stands below `steps:` is: their value
    is an empty mapping.
    """
    lines = text.split("\n")
    if len(lines) > MOST_LINES or not all(line.isprintable() for line in lines):
        return None
    pairs: dict[str, tuple[Scalar, YamlNode]] = {}
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        if not line or line.startswith("#"):
            continue
        name, colon, after = line.partition(":")
        raw = after.lstrip(" ")
        if not (colon and name.isascii() and name.isalpha()) or name in pairs or (raw and raw == after):
            return None
        place = Place(at, 1)
        value: YamlNode | None
        if name in passing:
            value, below = Mapping((), place), _below(lines, at)
            if raw or below == at:
                return None
            at = below
        elif raw:
            value = _value(raw, Place(at, len(line) - len(raw) + 1))
        else:
            value, at = _items(lines, at)
        if value is None:
            return None
        pairs[name] = (Scalar(name, place), value)
    return Mapping(tuple(pairs.values()), next(iter(pairs.values()))[0].place) if pairs else None


def _below(lines: list[str], at: int) -> int:
    """Where the lines end that stand indented, or empty, from `at` on."""
    while at < len(lines) and (not lines[at] or lines[at][0] == " "):
        at += 1
    return at


def _items(lines: list[str], at: int) -> tuple[Sequence | None, int]:
    """The list whose `- text` lines start at `at`, all at one depth, and where it ends."""
    items: list[Scalar] = []
    indent, first = -1, Place(at + 1, 1)
    while at < len(lines) and (line := lines[at]):
        item = line.lstrip(" ")
        if not item.startswith("- "):
            break
        raw = item[2:].lstrip(" ")
        if indent < 0:
            indent = len(line) - len(item)
            first = Place(at + 1, indent + 1)
        read = _text(raw, Place(at + 1, len(line) - len(raw) + 1))
        if read is None or len(line) - len(item) != indent:
            return None, at
        items.append(read)
        at += 1
    if not items or (at < len(lines) and lines[at].startswith(" ")):  # nothing there, or the last text goes on
        return None, at
    return Sequence(tuple(items), first), at


def _value(raw: str, place: Place) -> YamlNode | None:
    if raw[0] != "[":
        return _text(raw, place)
    if raw[-1] != "]":
        return None
    items: list[Scalar] = []
    column = place.column + 1
    for part in raw[1:-1].split(","):
        word = part.strip(" ")
        if not word or not word[0].isalnum() or not word.replace("-", "").replace("_", "").replace(".", "").isalnum():
            return None
        items.append(Scalar(word, Place(place.line, column + part.index(word))))
        column += len(part) + 1
    return Sequence(tuple(items), place)


def _text(raw: str, place: Place) -> Scalar | None:
    """A text on one line: in quotes with neither quotes nor backslashes inside, or bare with nothing special in it."""
    if not raw or raw[-1] == " ":
        return None
    if raw[0] in "\"'":
        inside = raw[1:-1]
        whole = len(raw) > 1 and raw[-1] == raw[0] and raw[0] not in inside and "\\" not in inside
        return Scalar(inside, place, quoted=True) if whole else None
    bare = raw[0].isalnum() and ":" not in raw and "#" not in raw
    return Scalar(raw, place) if bare else None
