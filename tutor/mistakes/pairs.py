"""Two mistakes in one derivation: at two places side by side, one below the other, or both at one place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from tutor.mistakes.asked import Candidate, Slipped
from tutor.mistakes.ground import SMALL, TIGHT, Values, ordinary
from tutor.mistakes.places import Choice, Made, Path, Place, Working
from tutor.rules import Mistake
from tutor.rules.shape import RARE, SEEN
from tutor.tree import Node

MAX_MADE = 140  # mistakes paired with each other
MAX_NESTED = 3_000  # pairs worked out that stand one below the other

Finish = Callable[[Choice], Callable[[], Node]]


def candidates(working: Working, mades: Sequence[Made], theirs: Values, finish: Finish) -> Iterator[Candidate]:
    """Pairs of mistakes that give the answer's value at its first point; whoever asked looks at the others."""
    first = next(place for place, number in enumerate(theirs) if ordinary(number))
    yield from _both(working, finish)
    yield from _side_by_side(working, mades[:MAX_MADE], theirs, first, finish)
    yield from _nested(working, mades, theirs, first, finish)


def _both(working: Working, finish: Finish) -> Iterator[Candidate]:
    for place in working.places:
        for pair, form, values in working.both(place):
            slips = tuple(slipped(each, place) for each in (pair.first, pair.second))
            yield Candidate(slips, values, finish(_choosing({place.path: form})))


def _side_by_side(
    working: Working, mades: Sequence[Made], theirs: Values, first: int, finish: Finish
) -> Iterator[Candidate]:
    right = working.right
    changes = [made.whole[first] - right[first] for made in mades]
    wanted = theirs[first] - right[first]
    grain = 1e-7 * max(abs(theirs[first]), abs(right[first]), 1e-6)
    for i, one in enumerate(mades):
        missing = wanted - changes[i]
        for j in range(i + 1, len(mades)):
            if not abs(changes[j] - missing) <= grain or _above(one.place.path, mades[j].place.path):
                continue
            other = mades[j]
            values = tuple(a + b - c for a, b, c in zip(one.whole, other.whole, right, strict=True))
            choice = _choosing({one.place.path: one.form, other.place.path: other.form})
            yield Candidate((of(one), of(other)), values, finish(choice))


def _above(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _nested(working: Working, mades: Sequence[Made], theirs: Values, first: int, finish: Finish) -> Iterator[Candidate]:
    below: dict[tuple[Node, str], Working] = {}
    tried = 0
    for made in mades:
        slots = working.slots(made.part)
        for number, slot in enumerate(made.part.slots):
            key = (slot.arg, slot.wrt)
            if key not in below:
                below[key] = Working(working.ground, slot.arg, slot.wrt, working)
            for inner in below[key].made:
                if inner.mistake.common > SEEN:
                    continue
                tried += 1
                if tried > MAX_NESTED:
                    return
                values = _values(working, made, slots, number, inner, first, theirs[first])
                if values is not None:
                    under = (*made.place.path, number, *inner.place.path)
                    choice = _choosing({made.place.path: made.form, under: inner.form})
                    yield Candidate((of(made), of(inner)), values, finish(choice))


def _values(
    working: Working, made: Made, slots: list[Values], number: int, inner: Made, first: int, wanted: float
) -> Values | None:
    """The whole's values with the inner mistake in the outer one, unless its first is not the one that is wanted."""
    at = working.ground.at[first]
    filled = [inner.whole[first] if i == number else slot[first] for i, slot in enumerate(slots)]
    here = made.part.value((*at, *filled))
    place = made.place
    whole = here if not place.path else working.right[first] + place.sensitivity[first] * (here - place.values[first])
    if not math.isfinite(whole) or abs(whole - wanted) > 10 * TIGHT * max(
        abs(whole), abs(wanted), abs(working.right[first]) * SMALL
    ):
        return None
    replaced = [inner.whole if i == number else slot for i, slot in enumerate(slots)]
    return working.lifted(place, working.ground.values(made.part, replaced))


def _choosing(forms: dict[Path, Node]) -> Choice:
    return lambda path, node, wrt: forms.get(path)


def slipped(mistake: Mistake, place: Place, node: Node | None = None) -> Slipped:
    """The mistake at the place, about the part of it that is given. Inside of something, terms are seldom lost."""
    family = mistake.family or mistake.name
    about = place.node if node is None else node
    common = min(RARE, mistake.common + (family == "lost" and bool(place.path)))
    return Slipped(mistake.name, mistake.told(), about, place.rule, place.wrt, common, family, place.path)


def of(made: Made) -> Slipped:
    return slipped(made.mistake, made.place, made.node)
