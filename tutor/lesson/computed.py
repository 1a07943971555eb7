"""`{= EXPRESSION}` and `{= EXPRESSION : DIGITS}` in the texts and settings of a step: worked out before it is read.

    say: Where the slope is 0, $x$ is {= best : 4}, and the first step leads to {= first : 6}.
    start: "{= best}"

DIGITS are decimals (`4`), significant digits and a power of ten (`e3`), or `frac`. In a text a number without them has
at most six significant digits; in a setting it has all. A hole `{a}` of `vary` inside is filled first. Code between
backticks, and in fences, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.lesson import yamlnodes as y
from tutor.lesson.amounts import Amount, Digits, in_full, written
from tutor.lesson.kinds import At, Bad
from tutor.lesson.numbers import Said, evaluated
from tutor.lesson.reckoning import Value
from tutor.lesson.vary import NAMES, Choice, beside, beside_text, fill_expression, is_text
from tutor.messages import tr

OPEN = "{="
MOST_TEXT = 20_000  # characters; no text that a lesson may have is longer
_COMPUTED = re.compile(r"\{=((?:[^{}]|\{[A-Za-z]\w*\})*)\}")
_BEGUN = re.compile(r"\{=(?!\})")  # {=} is LaTeX's
_FENCE = re.compile(r"[ >]*(```+|~~~+)")
_TICKS = re.compile(r"`+")
_DOLLARS = re.compile(r"\\.|\$\$?")
Span = tuple[int, int]


def worked_out(node: y.YamlNode, at: At, choice: Choice | None = None, *, text: bool = False) -> y.YamlNode:
    """The node with its numbers in their places; of one that cannot be worked out the fault is told.

    `choice` fills the holes of `vary` inside; `text`: for people, not a setting.
    """
    if not _holds_any(node):
        return node
    match node:
        case y.Scalar():
            return _scalar(node, at, choice or {}, text)
        case y.Sequence():
            items = tuple(worked_out(item, at.inside(i), choice, text=text) for i, item in enumerate(node.items))
            return node._replace(items=items)
        case y.Mapping():
            pairs = tuple(
                (
                    _scalar(key, at, choice or {}, True) if OPEN in key.text else key,
                    value if key.text in NAMES else _below(key, value, at, choice, text),
                )
                for key, value in node.pairs
            )
            return node._replace(pairs=pairs)


def _holds_any(node: y.YamlNode) -> bool:
    match node:
        case y.Scalar():
            return OPEN in node.text and len(node.text) <= MOST_TEXT
        case y.Sequence():
            return any(map(_holds_any, node.items))
        case y.Mapping():
            return any(OPEN in key.text or _holds_any(value) for key, value in node.pairs)


def _below(key: y.Scalar, value: y.YamlNode, at: At, choice: Choice | None, text: bool) -> y.YamlNode:
    return worked_out(value, at.inside(key.text[:40]), choice, text=is_text(key.text, value, text))


def _scalar(node: y.Scalar, at: At, choice: Choice, text: bool) -> y.Scalar:
    code = list(_code(node.text)) if text else []
    made, done = "", 0
    for begun in _BEGUN.finditer(node.text):
        if any(start <= begun.start() < end for start, end in code):
            continue
        found = _COMPUTED.match(node.text, begun.start())
        if found is None:
            what = tr("a number begins here and never ends: {= 1/3 : 4}, without braces inside but those of vary")
            at.fault(node, what, offset=begun.start())
            continue
        before = made + node.text[done : found.start()]
        made = before + _put(found, before, node, at, choice, text)
        done = found.end()
    return node._replace(text=made + node.text[done:], inline=False, block=0) if done else node


def _put(found: re.Match[str], before: str, node: y.Scalar, at: At, choice: Choice, text: bool) -> str:
    """What stands in the place of one `{= ...}`; `1` where its fault was told."""
    inside, colon, after = found[1].partition(":")
    source = fill_expression(inside, choice) if choice else inside
    digits = Digits.read(after.strip()) if colon else None
    if colon and digits is None:
        what = tr(
            "{written} says no digits: write a number of decimals as 4, e3 for three significant digits, or frac",
            written=repr(after.strip()[:20]),
        )
        at.fault(node, what, offset=found.start(1) + len(inside) + 1)
        return "1"
    if not inside.strip():
        at.fault(node, tr("nothing stands here; write a number as {= 1/3 : 4}"), offset=found.start())
        return "1"
    value = evaluated(node, source, found.start(1), at)
    if isinstance(value, Bad):
        return "1"
    formula = text and _in_formula(before)
    shown = _shown(value, digits, formula, text)
    if shown is None:
        what = tr(
            "{written} is no fraction with a small denominator; say decimals instead", written=source.strip()[:60]
        )
        at.fault(node, what, offset=found.start(1))
        return "1"
    place = node.place_of(found.start())
    at.numbers.ledger.said.append(Said(source.strip(), value, at.numbers, place, at.path, digits, shown))
    if not text:
        return shown if shown.startswith("[") else beside(before, shown, node.text[found.end() :])
    return beside_text(before, shown)


def _shown(value: Value, digits: Digits | None, formula: bool, text: bool, row: bool = False) -> str | None:
    """A number; a vector as `(a, b)` in a text and `[a, b]` in a setting, as it is typed; a matrix by its rows."""
    if isinstance(value, Amount):
        return in_full(value) if digits is None and not text else written(value, digits, formula=formula)
    matrix = not all(isinstance(each, Amount) for each in value)
    inside = [_shown(each, digits, formula, text, matrix) for each in value]
    if any(each is None for each in inside):
        return None
    opening, closing = "()" if text and not matrix and not row else "[]"
    return f"{opening}{', '.join(map(str, inside))}{closing}"


def _in_formula(before: str) -> bool:
    """Is a formula open at the end of this text? By the rules of `tutor.mathtext`, which tell it from a price."""
    paragraph = before.rpartition("\n\n")[2]
    bare = "".join(paragraph[end:start] for end, start in _gaps(list(_code(paragraph)), len(paragraph)))
    opened = ""
    for each in _DOLLARS.finditer(bare):
        last, following = bare[: each.start()][-1:], bare[each.end() : each.end() + 1]
        if each[0].startswith("\\"):
            continue
        closes = each[0] == opened and (opened == "$$" or not (last.isspace() or following.isdigit()))
        opens = each[0] == "$$" or not following.isspace()  # one that does not close may open, and that before did not
        opened = each[0] if opens and not closes else ""
    return bool(opened)


def _gaps(spans: list[Span], length: int) -> Iterator[Span]:
    end = 0
    for span in spans:
        yield end, span[0]
        end = span[1]
    yield end, length


def _code(text: str) -> Iterator[Span]:
    """The stretches of the text that are code: fenced blocks, and what stands between backticks."""
    at = 0
    while at < len(text):
        line_end = text.find("\n", at) + 1 or len(text)
        fence = _FENCE.match(text, at, line_end)
        if fence and (not at or text[at - 1] == "\n"):
            end = _fence_end(text, line_end, fence[1])
            yield at, end
            at = end
            continue
        ticks = _TICKS.search(text, at, line_end)
        if ticks is None:
            at = line_end
            continue
        closing = next((each for each in _TICKS.finditer(text, ticks.end()) if each[0] == ticks[0]), None)
        if closing is not None and "\n\n" not in text[ticks.end() : closing.start()]:
            yield ticks.start(), closing.end()
            at = closing.end()
        else:
            at = ticks.end()


def _fence_end(text: str, at: int, mark: str) -> int:
    while at < len(text):
        line_end = text.find("\n", at) + 1 or len(text)
        closed = _FENCE.match(text, at, line_end)
        at = line_end
        if closed and closed[1].startswith(mark) and not text[closed.end() : line_end].strip("`~ \n"):
            break
    return at
