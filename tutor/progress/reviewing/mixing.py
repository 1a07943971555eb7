"""Which questions are asked, and in which order: no two neighbours from one lesson wherever that can be.

Of everything that could be asked, each place takes the most urgent that leaves the rest as few equal neighbours as
can be. How few can be is known at once: among r places of which at most s can be given to other lessons, a lesson has
at least r - s, and s others part them into s + 1 groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tutor.progress.reviewing.due import Due
from tutor.progress.reviewing.skills import Item


class Picked(NamedTuple):
    """A question to ask, and everything due that it asks; nothing in a checkpoint."""

    item: Item
    dues: tuple[Due, ...] = ()


def pick(dues: Iterable[Due], most: int, asked: Mapping[tuple[str, str], int]) -> tuple[Picked, ...]:
    """At most `most` questions for what is due, mixed; see `serving`."""
    return mixed(serving(dues, asked), most)


def serving(dues: Iterable[Due], asked: Mapping[tuple[str, str], int]) -> tuple[Picked, ...]:
    """The questions that ask all of this, the most urgent first; one question serves all that it asks.

    What only one lesson asks is placed first; anything else goes to the lesson that has fewest then, and there to the
    question that was asked longest ago. `asked`: when each was asked last, as a number that grows.
    """
    ranked = list(enumerate(dues))
    plan: dict[tuple[str, str], list[int]] = {}  # for each question, the ranks of what it asks
    taken: Counter[str] = Counter()
    for rank, due in sorted(ranked, key=lambda each: (len({item.lesson for item in each[1].items}), each[0])):
        serves = next((item.key for item in due.items if item.key in plan), None)
        if serves is None:
            item = min(due.items, key=lambda each: (taken[each.lesson], asked.get(each.key, -1), each))
            taken[item.lesson] += 1
            serves = item.key
        plan.setdefault(serves, []).append(rank)
    urgent_first = sorted((sorted(ranks), key) for key, ranks in plan.items())
    return tuple(_picked(key, [ranked[rank][1] for rank in ranks]) for ranks, key in urgent_first)


def _picked(key: tuple[str, str], dues: Sequence[Due]) -> Picked:
    return Picked(next(item for item in dues[0].items if item.key == key), tuple(dues))


def mixed(candidates: Sequence[Picked], most: int) -> tuple[Picked, ...]:
    """`most` of them, or all there are; earlier ones are more urgent."""
    order = arranged([each.item.lesson for each in candidates], most)
    return tuple(candidates[place] for place in order)


def arranged(lessons: Sequence[str], most: int) -> list[int]:
    """The places of `most` of these, or of all, in an order with as few equal neighbours as there can be."""
    queues: dict[str, list[int]] = {}
    for place, lesson in enumerate(lessons):
        queues.setdefault(lesson, []).append(place)
    for queue in queues.values():
        queue.reverse()  # the most urgent at the end
    left = Counter(lessons)
    found: list[int] = []
    last: str | None = None
    for room in range(min(most, len(lessons)), 0, -1):
        last = _next(queues, left, last, room)
        found.append(queues[last].pop())
        left[last] -= 1
    return found


def _next(queues: Mapping[str, list[int]], left: Counter[str], last: str | None, room: int) -> str:
    """The lesson to take from: one that costs least, of those the one whose turn is most urgent."""

    def cost(lesson: str) -> int:
        left[lesson] -= 1
        after = unavoidable(left, lesson, room - 1)
        left[lesson] += 1
        return (lesson == last) + after

    return min((lesson for lesson in queues if queues[lesson]), key=lambda each: (cost(each), queues[each][-1]))


def unavoidable(left: Counter[str], last: str, room: int) -> int:
    """How many equal neighbours `room` places after `last` have at least, taken from what is left."""
    total, most = left.total(), 0
    for lesson, count in left.items():
        others = min(room, total - count)  # each parts two of this lesson
        most = max(most, room - 2 * others - (lesson != last))
    return most


def fresh_variant(seen: Sequence[int], count: int) -> int:
    """Which of `count` variants to ask: one never seen, else the one seen longest ago. `seen`: oldest first."""
    when = {variant % count: place for place, variant in enumerate(seen)}
    return min(range(count), key=lambda variant: (when.get(variant, -1), variant))
