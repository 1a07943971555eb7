"""YAML text to nodes with their places, or every fault: the only place where PyYAML is used, and loaded when it is.

Only events are taken from PyYAML, never its values, so `1e-3`, `on` and `010` stay as they were written and no tag
makes anything. Bounded before and while reading: bytes, depth, nodes (aliases counted as what they stand for); nothing
recurses.
What YAML would accept in silence and nobody means is refused: a name given twice, tags, merge keys, several documents.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any, NamedTuple

from tutor.lesson.faults import Fault
from tutor.lesson.plainly import read_plainly
from tutor.lesson.yamlnodes import Mapping, Place, Scalar, Sequence, YamlNode
from tutor.messages import tr

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 20_000
MAX_FAULTS = 50
# What a terminal would obey, or YAML would take for a line's end where an editor shows none; compiled when needed.
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]"


class Parsed(NamedTuple):
    """The text's node, as far as it could be read, and its faults; `node` is None where nothing could be."""

    node: YamlNode | None
    faults: tuple[Fault, ...] = ()


def refused(what: str, place: Place | None = None) -> Parsed:
    """Nothing could be read."""
    return Parsed(None, (Fault(place or Place(1, 1), "", what),))


def read_text(file: Path, *, most: int = MAX_BYTES) -> str | Parsed:
    """The file's text; never more than `most` bytes are read, and only from a regular file."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            return refused(tr("this is not a file with text in it; name a regular file"))
        if found.st_size > most:
            return refused(
                tr(
                    "the file has {size:,} bytes; {most:,} at most are read: split it in two",
                    size=found.st_size,
                    most=most,
                )
            )
        with file.open("rb") as stream:
            content = stream.read(most + 1)[:most]
    except FileNotFoundError:
        return refused(tr("there is no such file"))
    except (OSError, ValueError) as problem:
        return refused(tr("the file cannot be read: {why}", why=getattr(problem, "strerror", None) or problem))
    return decode(content)


def decode(content: bytes) -> str | Parsed:
    """UTF-8, with or without its mark at the start."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return refused(tr("the file is saved as UTF-16; save it as UTF-8"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = content[: problem.start].decode("utf-8", "replace")
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return refused(tr("a character here is not UTF-8; save the file as UTF-8"), place)


def parse_head(text: str, *, passing: tuple[str, ...] = ()) -> Parsed:
    """As `parse_yaml`, and at once where the text is written plainly; see `tutor.lesson.plainly` for `passing`."""
    node = read_plainly(text, passing=passing)
    return parse_yaml(text) if node is None else Parsed(node)


def parse_yaml(text: str) -> Parsed:
    """The one document of `text`. Faults are many where reading can go on after them, one where it cannot."""
    control = re.search(CONTROL, text)
    if control:
        before = text[: control.start()]
        place = Place(before.count("\n") + 1, control.start() - before.rfind("\n"))
        name = f"U+{ord(control[0]):04X}"
        return refused(
            tr("a control character ({name}) stands here, which nobody can see; remove it", name=name), place
        )
    import yaml

    builder = _Builder(text)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if not builder.take(event):
                break
    except yaml.YAMLError as problem:
        from tutor.lesson.syntax import explain

        place, what = explain(problem, text.splitlines())
        builder.tell(place, what)
        builder.root = None
    return Parsed(builder.root, tuple(builder.faults))


def _column(raw: str, value: str) -> int:
    """In which column the lines of a text below `|` begin; `raw` is the text with its mark, `value` without it."""
    first = next((line for line in value.split("\n") if line.strip()), "")
    written = next((line for line in raw.split("\n")[1:] if line.strip()), "")
    return len(written) - len(first) + 1


def _latex_escape(raw: str) -> str | None:
    from tutor.lesson.syntax import latex_escape

    return latex_escape(raw)


class _Open:
    """A list or mapping that is being read."""

    def __init__(self, place: Place, anchor: str | None, mapping: bool) -> None:
        self.place, self.anchor, self.mapping = place, anchor, mapping
        self.items: list[YamlNode] = []
        self.pairs: dict[str, tuple[Scalar, YamlNode]] = {}
        self.key: Scalar | None = None  # waits for its value
        self.ignored = False  # the value that comes belongs to a name that was refused
        self.size = 1  # nodes below, aliases counted as what they stand for
        self.height = 1


class _Builder:
    """Takes events one by one; keeps its own stack, so that depth costs nothing but a number."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: YamlNode | None = None
        self.faults: list[Fault] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[YamlNode, int, int]] = {}
        self.documents = 0
        self.size = 0

    def tell(self, place: Place, what: str) -> None:
        if len(self.faults) < MAX_FAULTS and all(fault.place != place for fault in self.faults):
            self.faults.append(Fault(place, "", what))

    def take(self, event: Any) -> bool:
        """One event; False ends the reading, with the fault told."""
        mark = event.start_mark
        place = Place(mark.line + 1, mark.column + 1)
        if getattr(event, "tag", None) is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.tell(place, tr("the tag '{tag}' is not allowed: a lesson is plain YAML; remove the tag", tag=tag[:60]))
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.tell(place, tr("a second document starts here; one file is one lesson: remove the '---'"))
                return False
        elif kind == "ScalarEvent":
            return self._put(self._scalar(event, place), 1, 0, event.anchor)
        elif kind == "AliasEvent":
            return self._alias(event.anchor, place)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            self.stack.append(_Open(place, event.anchor, kind == "MappingStartEvent"))
            if len(self.stack) > MAX_DEPTH:
                self.tell(place, tr("this is nested more than {most} deep; a lesson never needs that", most=MAX_DEPTH))
                return False
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            done = self.stack.pop()
            node: YamlNode = (
                Mapping(tuple(done.pairs.values()), done.place)
                if done.mapping
                else Sequence(tuple(done.items), done.place)
            )
            return self._put(node, done.size, done.height, done.anchor)
        return True

    def _scalar(self, event: Any, place: Place) -> Scalar:
        start, end = event.start_mark, event.end_mark
        quoted = bool(event.style)
        value = event.value
        if event.style == '"':
            raw = self.text[start.index : end.index]
            meant = _latex_escape(raw) if "\\" in raw else None
            if meant:
                self.tell(
                    place,
                    tr(
                        "in double quotes the \\{letter} of \\{command} stands for an invisible character: "
                        "use single quotes, or no quotes",
                        letter=meant[0],
                        command=meant,
                    ),
                )
            elif re.search(CONTROL, value):
                self.tell(place, tr("the text has a control character, written with a backslash; remove it"))
        value = re.sub(CONTROL, "", value).replace("\t", "    ")
        inline = start.line == end.line and end.index - start.index == len(value) + 2 * quoted
        block = _column(self.text[start.index : end.index], value) if event.style == "|" else 0
        return Scalar(value, place, quoted, inline and not block, block)

    def _alias(self, name: str, place: Place) -> bool:
        if name in self.anchors:
            node, size, height = self.anchors[name]
            return self._put(node, size, height, None)
        self.tell(
            place,
            tr(
                "YAML reads '*{name}' as a reference to something named &{name}, and there is none; "
                "if a text is meant, put it in quotes: '*{name}'",
                name=name[:40],
            ),
        )
        return self._put(Scalar(f"*{name}", place, quoted=True, inline=False), 1, 0, None)

    def _put(self, node: YamlNode, size: int, height: int, anchor: str | None) -> bool:
        """Hand a finished node to the list, name or document that it belongs to."""
        if anchor is not None:
            self.anchors[anchor] = (node, size, height)
        total = self.size = self.size + 1
        if not self.stack:
            self.root = node
            return True
        top = self.stack[-1]
        top.size += size
        top.height = max(top.height, height + 1)
        if total > MAX_NODES or top.size > MAX_NODES:
            self.tell(
                node.place,
                tr("there are more than {most:,} values (aliases counted); split the lesson", most=MAX_NODES),
            )
            self.root = None
            return False
        if len(self.stack) + height > MAX_DEPTH:
            self.tell(node.place, tr("this is nested more than {most} deep; a lesson never needs that", most=MAX_DEPTH))
            self.root = None
            return False
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = self._key(node, top)
        else:
            if not top.ignored:
                top.pairs[top.key.text] = (top.key, node)
            top.key, top.ignored = None, False
        return True

    def _key(self, node: YamlNode, top: _Open) -> Scalar:
        """The name before a colon; a refused one is told, and its value ignored."""
        what = None
        if not isinstance(node, Scalar):
            what = tr("a list or settings stand where a name is needed; a text with braces or brackets needs quotes")
        elif node.text == "<<" and not node.quoted:
            what = tr("the merge key '<<' is not allowed; write the settings out")
        elif not node.text.strip():
            what = tr("a name is missing before the colon")
        elif node.text in top.pairs:
            first = top.pairs[node.text][0].place
            what = tr(
                "'{name}' stands here a second time (the first is in line {line}); remove one",
                name=node.text[:40],
                line=first.line,
            )
        if what is None:
            assert isinstance(node, Scalar)
            return node
        self.tell(node.place, what)
        top.ignored = True
        return Scalar("?", node.place)
