"""Where to begin: at most ten questions, each chosen by what the answers before it have shown.

A lesson may mark one question that tells whether somebody can pass it over (`placement: true`), and names the lessons
it needs. Who answers that question right is taken to know what the lesson needs too; who does not, is taken not to know
what needs it. The next question is the one that decides most lessons either way, a little below the middle, so that a
beginner is not met by the hardest. Then what the suggestion stands on is asked itself, where it was only inferred.

It is a `ReviewSitting` whose plan grows; its answers are kept as any others, with their origin.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, tzinfo
from typing import NamedTuple

from tutor.lesson.model import Catalogue, Header
from tutor.messages import plural, tr
from tutor.progress.records import Origin
from tutor.progress.review import Item, Past, Picked
from tutor.review import ReviewSitting
from tutor.session import QuestionState

MOST = 10  # questions
SLIPS = 1  # wrong answers before the right one that still count as knowing it, without a hint
EASIER = 2  # how many times as much as the lessons above a question those below it count
FIRST = 4  # and before anything was asked: a beginner is not met by the hardest


class Stop(NamedTuple):
    """A lesson on the road: what must be known before it, near and far, and the question that decides it."""

    header: Header
    before: frozenset[str]
    item: Item | None = None

    @property
    def id(self) -> str:
        return self.header.id


class Road:
    """Lessons in their order, with everything that each needs."""

    def __init__(self, headers: Iterable[Header], items: Mapping[str, Item]) -> None:
        known = {header.id: header for header in headers}
        self.stops = {
            name: Stop(header, frozenset(_needed(name, known)), items.get(name)) for name, header in known.items()
        }

    @classmethod
    def of(cls, catalogue: Catalogue, past: Past) -> Road:
        """The lessons of a catalogue; `past` was made beside all of them."""
        headers = catalogue.lessons()
        found = (item for header in headers for item in past.skills.in_lesson(header.id) if item.placement)
        return cls(headers, {item.lesson: item for item in found})

    @property
    def asking(self) -> tuple[Stop, ...]:
        """Those that have a question."""
        return tuple(stop for stop in self.stops.values() if stop.item is not None)

    def behind(self, name: str) -> frozenset[str]:
        """What needs this lesson, near and far."""
        return frozenset(other for other, stop in self.stops.items() if name in stop.before)


def _needed(name: str, known: Mapping[str, Header]) -> set[str]:
    """What a lesson needs, near and far; lessons that need each other are no reason to go round for ever."""
    found: set[str] = set()
    open_ = list(known[name].needs)
    while open_:
        each = open_.pop()
        if each in known and each not in found and each != name:
            found.add(each)
            open_.extend(known[each].needs)
    return found


class Placed:
    """What is taken as known and as not known after some answers. `done`: lessons that were finished before."""

    def __init__(self, road: Road, done: Collection[str] = ()) -> None:
        self.road = road
        self.asked: dict[str, bool] = {}
        self._done = frozenset(done) & road.stops.keys()
        self.known, self.unknown = set(self._done), set[str]()

    def answered(self, name: str, knows: bool) -> None:
        self.asked[name] = knows
        self._infer()

    def _infer(self) -> None:
        """From every answer anew: what was asked itself stands above what follows from another answer."""
        known, unknown = set(self._done), set[str]()
        for name, knows in self.asked.items():
            if knows:
                known |= {name, *self.road.stops[name].before}
            else:
                unknown |= {name, *self.road.behind(name)}
        refused = {name for name, knows in self.asked.items() if not knows}
        shown = {name for name, knows in self.asked.items() if knows} | self._done
        self.unknown = (unknown - shown) | refused
        self.known = known - self.unknown

    @property
    def begin(self) -> Stop | None:
        """The first lesson on the road that is neither known nor left beside it; None where there is none."""
        left = {stop.id for stop in self._left}
        return next((each for each in self.road.stops.values() if not self._passes(each) and each.id not in left), None)

    @property
    def beside(self) -> tuple[Stop, ...]:
        """Lessons that were not asked about, before some that are known and do not need them: worth a look later."""
        return tuple(stop for stop in self._left if stop.item is not None)

    @property
    def _left(self) -> tuple[Stop, ...]:
        """What was decided neither way and stands before something that is known."""
        stops = list(self.road.stops.values())
        last = max((place for place, stop in enumerate(stops) if stop.id in self.known), default=0)
        return tuple(each for each in stops[:last] if not self._passes(each) and each.id not in self.unknown)

    def _passes(self, stop: Stop) -> bool:
        """A lesson without a question is passed over with what it needs; one that needs nothing, with anything."""
        if stop.item is not None or stop.id in self.known:
            return stop.id in self.known
        needs = [each for each in stop.header.needs if each in self.road.stops]
        return all(each in self.known for each in needs) if needs else bool(self.known)

    @property
    def passed(self) -> tuple[Header, ...]:
        """The lessons before the one to begin with that were not done: what the answers have shown to be known."""
        found: list[Header] = []
        begin = self.begin
        for stop in self.road.stops.values():
            if begin is not None and stop.id == begin.id:
                break
            if self._passes(stop) and stop.id not in self._done:
                found.append(stop.header)
        return tuple(found)

    def next(self) -> Stop | None:
        """The lesson whose question is to be asked now; None where the place is found."""
        if len(self.asked) >= MOST:
            return None
        decided = self.known | self.unknown
        open_ = [stop for stop in self.road.asking if stop.id not in decided]
        if open_:
            names = {stop.id for stop in open_}
            return max(open_, key=lambda stop: self._worth(stop, names))
        return self._unproved()

    def _worth(self, stop: Stop, among: Collection[str]) -> int:
        """How many lessons it decides at least, whichever way it is answered."""
        below, above = 1 + len(stop.before & set(among)), 1 + len(self.road.behind(stop.id) & set(among))
        return min((EASIER if self.asked else FIRST) * below, above)

    def _unproved(self) -> Stop | None:
        """Of what the lesson to begin with needs, one that was never asked itself; of all, where all are known."""
        begin = self.begin
        needs = begin.header.needs if begin is not None else ()
        for name in needs:
            stop = self.road.stops.get(name)
            if stop is not None and stop.item is not None and name not in self.asked and name not in self._done:
                return stop
        return None


def placement(catalogue: Catalogue, past: Past, done: Collection[str], zone: tzinfo = UTC) -> Placement | str:
    """The sitting, or what to say where there is nothing to ask. `past` was made beside all of the lessons."""
    sitting = Placement(past, Road.of(catalogue, past), done, zone)
    return sitting if sitting.plan else tr("There is nothing to ask: what has a question for it is done.")


class Placement(ReviewSitting):
    """The sitting: `go_on` takes what came of the question that stands there, and picks the next."""

    def __init__(self, past: Past, road: Road, done: Collection[str] = (), zone: tzinfo = UTC) -> None:
        super().__init__(past, (), origin=Origin.PLACEMENT, zone=zone)
        self.placed = Placed(road, done)
        self._add()

    def _add(self) -> None:
        stop = self.placed.next()
        if stop is not None and stop.item is not None:
            self.plan = (*self.plan, Picked(stop.item))
            self.states.append(QuestionState())

    @property
    def crumb(self) -> str:
        return tr("question {place} of {most} at most", place=self.place + 1, most=MOST)

    @property
    def why(self) -> tuple[str, ...]:
        return (tr("do you know this one? if not, go on without an answer: that tells as much"),)

    def go_on(self) -> Picked | None:
        current = self.current
        if current is not None and current.item.lesson not in self.placed.asked:
            self.placed.answered(current.item.lesson, knows(self.state))
            self._add()
        return super().go_on()


def knows(state: QuestionState) -> bool:
    """Right without a hint; a slip that was seen by oneself is forgiven."""
    return state.right and not state.hints and state.misses <= SLIPS


def told(placed: Placed, catalogue: Catalogue) -> tuple[str, ...]:
    """What came of it, in paragraphs of Markdown."""
    begin, passed = placed.begin, placed.passed
    if begin is None:
        return (tr("**You know all of it.** Every lesson is there to be looked up, and the lab is yours."),)
    course = next((each.title for each in catalogue.courses if begin.header in each.lessons), begin.header.course)
    found = [tr("**Begin with: {title}** ({course}).", title=begin.header.title, course=course), begin.header.about]
    if passed:
        found.append(
            plural(
                len(passed),
                "{count} lesson before it will count as done; it can be opened all the same, and u in the catalogue "
                "takes that back.",
                "{count} lessons before it will count as done; each can be opened all the same, and u in the catalogue "
                "takes that back.",
            )
        )
    if begin.id not in placed.unknown and len(placed.asked) >= MOST:
        found.append(tr("Ten questions could not ask about everything: s in the catalogue skips what you know too."))
    if placed.beside:
        titles = ", ".join(stop.header.title for stop in placed.beside)
        found.append(tr("Not asked about, and worth a look on the way: {titles}.", titles=titles))
    if not passed:
        found.append(tr("That is the beginning of the road: nothing is taken for known."))
    return tuple(each for each in found if each)
