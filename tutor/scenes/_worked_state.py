"""What is true of a worked example: which pass it is, which lines stand there, what was named and what was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tutor.messages import tr
from tutor.scenes._scene import Request
from tutor.scenes._worked_menu import Entry, answered_wrongly, menu_of
from tutor.scenes._worked_program import worked_program
from tutor.scenes._worked_words import in_line, stopped, worked_sentence

if TYPE_CHECKING:
    from tutor.scenes.worked import Line, Settings


def request(settings: Settings) -> Request | None:
    """None: nothing must be worked out."""
    return None


def scene(settings: Settings, found: object) -> WorkedScene:
    return WorkedScene(settings)


class Shown(NamedTuple):
    """A line on the screen; a blank one has no text, and waits to be named."""

    number: int
    text: str
    why: str
    blank: bool = False
    named: bool = False  # it was left out, and the learner named it


class WorkedScene:
    """A worked example on the screen: `shown` lines of the pass at `place` stand there, the problem always."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.restart()

    def restart(self) -> None:
        """From the beginning, with nothing named."""
        self.place, self.shown = 0, 1
        self.whole = False  # mastered: the example stands there, and nothing is asked
        self._solved: dict[tuple[int, int], bool] = {}  # (pass, line): was it named at the first try?
        self._tried: dict[tuple[int, int], set[int]] = {}
        self._left: set[tuple[int, int]] = set()  # shown without being named

    # where it stands

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.settings.passes[self.place].lines

    @property
    def done(self) -> bool:
        """Do all lines of this pass stand there?"""
        return self.shown == len(self.lines)

    @property
    def complete(self) -> bool:
        """Is it the last pass, too?"""
        return self.whole or (self.done and self.place == len(self.settings.passes) - 1)

    def _blank(self, line: int) -> bool:
        """Is the line (from 0) left out, and neither named nor given up?"""
        here = (self.place, line)
        return line in self.settings.passes[self.place].blanks and here not in self._solved and here not in self._left

    @property
    def waiting(self) -> bool:
        """Must the line that comes next be named?"""
        return not self.done and not self.whole and self._blank(self.shown)

    @property
    def asked(self) -> Line:
        """The line that comes next."""
        return self.lines[self.shown]

    @property
    def menu(self) -> tuple[Entry, ...]:
        """What can be named now; empty where nothing is left out."""
        return menu_of(self.settings.passes[self.place], self.shown) if self.waiting else ()

    @property
    def tried(self) -> frozenset[int]:
        """Entries of the menu that were picked and are wrong."""
        return frozenset(self._tried.get((self.place, self.shown), ()))

    @property
    def named_at_once(self) -> int:
        return sum(self._solved.values())

    @property
    def asked_in_all(self) -> int:
        """How many lines were named."""
        return len(self._solved)

    # what the learner does

    def next(self) -> bool:
        """The next line; in a pass that leaves lines out, all up to the next of them; at the end the next pass. False
        while a line must be named, and at the end of all."""
        if self.waiting or self.complete:
            return False
        if self.done:
            self.place, self.shown = self.place + 1, 1
        else:
            self.shown += 1
        while self.place and not self.done and not self.waiting:
            self.shown += 1
        return True

    def back(self) -> bool:
        """One line back; False at the beginning."""
        if self.whole:
            return False
        if self.shown > 1:
            self.shown -= 1
        elif self.place:
            self.place -= 1
            self.shown = len(self.lines)
        else:
            return False
        return True

    def name(self, choice: int, ascii: bool = False) -> tuple[bool, str]:
        """Picks entry `choice` of the menu, from 0. The right one shows its line, a wrong one costs nothing.

        ValueError where nothing is asked, or the menu has no such entry.
        """
        menu, here = self.menu, (self.place, self.shown)
        if not 0 <= choice < len(menu):
            raise ValueError(tr("the menu has no entry {entry}: it has {count}.", entry=choice + 1, count=len(menu)))
        entry = menu[choice]
        if not entry.right:
            self._tried.setdefault(here, set()).add(choice)
            return False, answered_wrongly(entry, self.shown, ascii)
        self._solved[here] = here not in self._tried
        self.shown += 1
        line = self.lines[self.shown - 1]
        words = in_line(line.why, ascii) if line.why else in_line(line.show, ascii).strip()
        return True, stopped(tr("Yes: {why}", why=words))

    def skip(self) -> bool:
        """Shows the line that is left out, unnamed; False where none is."""
        if not self.waiting:
            return False
        self._left.add((self.place, self.shown))
        self.shown += 1
        return True

    def all(self) -> bool:
        """The rest of this pass, without naming anything; False where it stands there already."""
        if self.done:
            return False
        while not self.done:
            if not self.skip():
                self.shown += 1
        return True

    def stand_whole(self) -> None:
        """For who has mastered it: all lines of the first pass, and nothing is asked."""
        self.restart()
        self.shown, self.whole = len(self.lines), True

    # what is seen

    def rows(self, ascii: bool = False) -> list[Shown]:
        """The lines that stand there, and the one that waits."""
        here = [
            Shown(i + 1, in_line(line.show, ascii), in_line(line.why, ascii), False, (self.place, i) in self._solved)
            for i, line in enumerate(self.lines[: self.shown])
        ]
        return [*here, Shown(self.shown + 1, "", "", True)] if self.waiting else here

    def table(self, ascii: bool = False) -> list[list[str]]:
        """The lines as rows: number, line, reason."""
        return [[str(each.number), each.text, each.why] for each in self.rows(ascii)]

    def sentence(self, ascii: bool = False) -> str:
        """`example 2 of 3, line 3 of 5, the power rule: f'(x) = 2x`"""
        return worked_sentence(self, ascii)

    def program(self) -> str:
        """The numbers of this pass, computed, and the lines so far."""
        return worked_program(self)


def prove(settings: Settings, found: object) -> tuple[str, ...]:
    """Goes through every pass and picks every entry of every menu: a sentence for each menu without a right one."""
    made = WorkedScene(settings)
    faults = []
    while not made.complete:
        if made.next():
            continue
        right = [choice for choice, entry in enumerate(made.menu) if entry.right]
        if len(right) != 1 or len({entry.shown() for entry in made.menu}) < len(made.menu):
            where = {"line": made.shown + 1, "place": made.place + 1}
            faults.append(tr("line {line} of pass {place}: two entries of its menu look alike", **where))
        for choice in (*(each for each in range(len(made.menu)) if each not in right), *right):
            made.name(choice)
    return tuple(faults)
