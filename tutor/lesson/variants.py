"""A step of a lesson with the numbers that it computes in their places, and its variants where it has `vary`.

`vary` stands under `ask`, or beside the three slots. Each variant is read like a step of its own, so that it is held to
the same rules, and computes numbers of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tutor.lesson import yamlnodes as y
from tutor.lesson.computed import worked_out
from tutor.lesson.faults import Fault
from tutor.lesson.kinds import BAD, At, Bad
from tutor.lesson.model import Step
from tutor.lesson.naming import read_numbers
from tutor.lesson.vary import VARY, Choice, Variation, filled, named, names_in
from tutor.messages import tr

Reader = Callable[[y.YamlNode, At], Step | Bad]


def read_varied(node: y.YamlNode, at: At, most: int, read: Reader) -> Step | Bad:
    """A step, with its variants, `most` of them; `read` reads one when its numbers and holes are filled."""
    if not isinstance(node, y.Mapping):
        return at.fault(
            node,
            tr("{written} stands where a step is needed: say, show and ask, one at least", written=y.describe(node)),
        )
    variation = _variation(node, at)
    if variation is None:
        return _read_chosen(node, {}, at, read)
    if isinstance(variation, Bad):
        return BAD
    first, *others = variation.choices(most)
    step = _read_chosen(node, first, at, read)
    if isinstance(step, Bad):
        return BAD
    variants = []
    for choice in others:
        variant = _read_variant(node, choice, at, read)
        if isinstance(variant, Bad):
            return BAD
        variants.append(variant)
    return Step(step.say, step.show, step.ask, step.place, tuple(variants))


def _variation(node: y.Mapping, at: At) -> Variation | Bad | None:
    ask = node.get("ask")
    inside = ask.get("vary") if isinstance(ask, y.Mapping) else None
    beside = node.get("vary")
    written = inside if inside is not None else beside
    if written is None:
        return None
    where = at.inside("ask").inside("vary") if inside is not None else at.inside("vary")
    if inside is not None and beside is not None:
        return where.fault(inside, tr("vary stands here and beside the step's slots; keep one"))
    values = VARY.read(written, where)
    if isinstance(values, Bad) or not isinstance(written, y.Mapping):
        return BAD
    used = names_in(node)
    unused = [key for key, _ in written.pairs if key.text not in used]
    for key in unused:
        where.inside(key.text).fault(
            key,
            tr("the step never uses {{{name}}}; write it where the value belongs, or remove the name", name=key.text),
        )
    return BAD if unused or not values else Variation(values)


def _read_variant(node: y.Mapping, choice: Choice, at: At, read: Reader) -> Step | Bad:
    """Another variant; its faults, which the first did not have, say which variant it is."""
    told: list[Fault] = []
    variant = _read_chosen(node, choice, replace(at, faults=told), read)
    at.faults.extend(
        Fault(each.place, each.path, tr("{what} (where {values})", what=each.what, values=named(choice)))
        for each in told
    )
    return variant


def _read_chosen(node: y.Mapping, choice: Choice, at: At, read: Reader) -> Step | Bad:
    """The step with its numbers worked out and its holes filled."""
    before = len(at.faults)
    own = node.get("numbers")
    if own is not None:
        at = replace(at, numbers=read_numbers(filled(own, choice), at.inside("numbers")))
        node = node._replace(pairs=tuple(pair for pair in node.pairs if pair[0].text != "numbers"))
    whole = worked_out(node, at, choice)
    step = read(filled(whole, choice) if choice else whole, at)
    return BAD if len(at.faults) > before else step
