"""The runs of a descent: made from settings, told apart, forked, dropped, and a known mistake run beside a right one.

Each has a letter, A to F, that it keeps as long as it is there; a fork takes the first that is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tutor.ascii import plain
from tutor.descent.legs import Leg
from tutor.descent.methods import mistakes_of
from tutor.descent.player import Player
from tutor.descent.problem import Problem
from tutor.fields import Field, FieldFault
from tutor.messages import tr
from tutor.scenes._descend_making import mistaken_method, player_of
from tutor.scenes._descend_tell import mistake_in, told_apart
from tutor.scenes._descend_typed import changes_of, fields_of

if TYPE_CHECKING:
    from tutor.scenes.descend import Run, Settings

LETTERS = "ABCDEF"
FIELDS = {"batches": "batch", "theta": "start"}  # what a change of a player is called in the form
NEAR = 20_000  # steps that a run which begins beside the others is brought up at once


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """A run on the screen: its player, and what it was made of."""

    letter: str
    run: Run
    player: Player
    forked: tuple[str, int] | None = None  # of which run, at which step
    mistake: str | None = None
    begun: tuple[Leg, ...] = ()  # the legs that the settings gave it


class Runs:
    """The part of a DescendScene that knows its runs."""

    settings: Settings
    problem: Problem
    focus: int
    playing: bool
    players: tuple[Player, ...]

    def _runs_begin(self) -> None:
        """The runs of the settings, at their starts. ValueError for one that cannot be."""
        self.focus = 0
        self._set([self._made(letter, run) for letter, run in zip(LETTERS, self.settings.runs, strict=False)])

    def _set(self, live: list[Live]) -> None:
        self._live = live
        self.players = tuple(each.player for each in live)
        self._labels: tuple[object, list[str]] = (None, [])

    def _made(self, letter: str, run: Run) -> Live:
        player = player_of(self.problem, run, self.settings)
        return Live(letter, run, player, mistake=run.mistake, begun=player.legs)

    # which there are

    @property
    def player(self) -> Player:
        """The run in focus."""
        return self.players[self.focus]

    @property
    def race(self) -> bool:
        return len(self.players) > 1

    @property
    def letters(self) -> tuple[str, ...]:
        """A to F, one a run, in their order."""
        return tuple(each.letter for each in self._live)

    @property
    def styles(self) -> tuple[int, ...]:
        """0 to 5, one a run: which line it has. It keeps it when others are dropped."""
        return tuple(LETTERS.index(each.letter) for each in self._live)

    def label(self, place: int, ascii: bool = False) -> str:
        """What a run is called: the teacher's name, else what tells it from the others."""
        own = self._live[place].run.label
        if own:
            return plain(own) if ascii else own
        key = (ascii, *(player.leg for player in self.players))
        if self._labels[0] != key:  # a frame asks many times
            self._labels = key, told_apart(self._live, self.settings, ascii)
        return self._labels[1][place]

    def focus_next(self, by: int = 1) -> int:
        """The next run in focus; says which."""
        self.focus = (self.focus + by) % len(self.players)
        return self.focus

    # forks

    def fork_fields(self) -> tuple[Field, ...]:
        """What a fork of the run in focus may change, as it is now."""
        return fields_of(self.problem, self.player)

    def fork(self, given: Mapping[str, str]) -> int:
        """The run in focus goes on twice: as it is, and with these changes from here on. Says the place of the new
        one, which gets the focus. FieldFault where that cannot be."""
        self.playing = False
        letter = self._free_letter()
        parent = self._live[self.focus]
        changes = changes_of(given, self.problem, parent.player)
        try:
            player = parent.player.fork(**changes)
        except ValueError as fault:
            raise FieldFault(FIELDS.get(name := next(iter(changes)), name), str(fault)) from fault
        run = replace(parent.run, label=None)
        made = mistake_in(player.leg.method)
        return self._join(Live(letter, run, player, (parent.letter, parent.player.k), made))

    def drop(self) -> bool:
        """Takes the run in focus away; False where it is the only one."""
        if not self.race:
            return False
        self._set([each for place, each in enumerate(self._live) if place != self.focus])
        self.focus = max(0, self.focus - 1)
        return True

    def _free_letter(self) -> str:
        taken = set(self.letters)
        letter = next((each for each in LETTERS if each not in taken), None)
        if letter is None:
            what = tr(
                "there are {count} runs already, as many as fit: drop one (x) before another begins", count=len(LETTERS)
            )
            raise FieldFault("rate", what)
        return letter

    def _join(self, live: Live) -> int:
        """In the order of the letters."""
        self._set(sorted([*self._live, live], key=lambda each: each.letter))
        self.focus = self._live.index(live)
        return self.focus

    # mistakes

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """(name, sentence) of each known mistake that the run in focus could be stepped with."""
        if self._live[self.focus].mistake is not None:
            return ()
        leg = self.player.leg
        known = mistakes_of(leg.method, self.problem, leg.schedule, leg.batches)
        return tuple((each.name, tr(each.say)) for each in known)

    def run_mistake(self, name: str) -> int:
        """A run beside the one in focus, with its settings, that makes this mistake from the start, or from where
        these settings began; says its place. ValueError where there is no such mistake here, or no room."""
        self.playing = False
        letter = self._free_letter()
        parent = self._live[self.focus]
        if name not in dict(self.mistakes()):
            raise ValueError(tr("'{name}' is no known mistake of this method here.", name=name))
        live = self._mistaken(letter, name, parent)
        if parent.player.k - live.player.k > NEAR:
            for each in (*self.players, live.player):
                each.to_start()
        live.player.step(parent.player.k - live.player.k)
        return self._join(live)

    def _mistaken(self, letter: str, name: str, parent: Live) -> Live:
        """A run with that mistake where it begins to make it: at the start, or where what it is a mistake in began."""
        player, run = parent.player, replace(parent.run, label=None)
        if player.legs == parent.begun[:1]:
            return self._made(letter, replace(run, mistake=name))
        leg = player.leg
        wrong = mistaken_method(name, leg.method, self.problem, leg.schedule, leg.batches)
        twin = player.fork()
        twin.back(twin.k - leg.k)
        return Live(letter, run, twin.fork(method=wrong), (parent.letter, leg.k) if leg.k else None, name)
