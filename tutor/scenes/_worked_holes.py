"""Holes of a worked example that nothing fills: each is told with its place, since it would be shown as it stands.

Braces are LaTeX's own where they group in a formula (`x^{n}`, `\\sqrt{a}`), and Python's in `code`; others are holes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tutor.lesson import yamlnodes as y
from tutor.lesson.faults import close_to
from tutor.lesson.kinds import At
from tutor.messages import tr

HOLE = re.compile(r"\{([A-Za-z]\w*)\}")
ARGUMENT = re.compile(r"(\\[A-Za-z]+|\})\Z")  # behind it braces hold an argument: \frac{a}{2}
_CODE = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")


def tell_unfilled(node: y.YamlNode, known: Collection[str], at: At) -> bool:
    """A fault for each hole of the lines and distractors that has none of the `known` names; were there any?"""
    before = len(at.faults)
    for text, where in _texts(node, at):
        for hole in _unfilled(text.text, known):
            name = hole[1]
            where.fault(
                text,
                tr(
                    "there is no {{{name}}}{meant}; known: {known}",
                    name=name,
                    meant=close_to(name, known),
                    known=", ".join(sorted(known)),
                ),
                offset=hole.start(),
            )
    return len(at.faults) > before


def _unfilled(text: str, known: Collection[str]) -> Iterator[re.Match[str]]:
    code = [found.span() for found in _CODE.finditer(text)]
    for hole in HOLE.finditer(text):
        before = text[: hole.start()]
        if hole[1] in known or any(start < hole.start() < end for start, end in code):
            continue
        groups = before.rstrip().endswith(("^", "_")) or ARGUMENT.search(before)
        if not (before.count("$") % 2 and groups):
            yield hole


def _texts(node: y.YamlNode, at: At) -> Iterator[tuple[y.Scalar, At]]:
    """Every text that is filled, and where it stands; of a line or a distractor that is one text, that."""
    for name in ("lines", "distractors"):
        listed = node.get(name) if isinstance(node, y.Mapping) else None
        yield from _below(listed, at.inside(name))


def _below(node: y.YamlNode | None, at: At) -> Iterator[tuple[y.Scalar, At]]:
    if isinstance(node, y.Scalar):
        yield node, at
    elif isinstance(node, y.Sequence):
        for place, item in enumerate(node.items):
            yield from _below(item, at.inside(place))
    elif node is not None:
        for key, value in node.pairs:
            yield from _below(value, at.inside(key.text))
