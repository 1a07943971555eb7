"""What a descent says of itself in a line or two: the run in focus, and in a race how the others stand to it."""

from __future__ import annotations

import re

import numpy as np

from tutor.descent.player import Player, State
from tutor.descent.words import number, sentence
from tutor.messages import plural, tr
from tutor.scenes._descend_race import Race
from tutor.scenes._problem import shown_names

MOST = 156  # columns of what is said in a race: two lines of a screen, three of a pane beside its words


class Words(Race):
    """The part of a DescendScene that speaks."""

    log: bool
    asked_log: bool

    @property
    def uses_log(self) -> bool:
        raise NotImplementedError

    def sentence(self, ascii: bool = False) -> str:
        """What the run in focus has done; in a race also which run stands lowest, and why a log scale is refused."""
        pair = self._right_and_mistaken()
        if pair is not None:
            words = self._what_differs(*pair, ascii)
        else:
            with np.errstate(all="ignore"):  # a warning would be printed across the screen
                words = self._of_a_race(ascii) if self.race else sentence(self.player, ascii=ascii)
        if self.asked_log and not self.uses_log:
            words += f"; {tr('a loss of 0 or less has no logarithm, so the scale is linear')}"
        return words if ascii else re.sub(r"-(?=\d)", "−", words)

    def _of_a_race(self, ascii: bool) -> str:
        """The run in focus and which stands lowest, in MOST columns: the lowest without its name, if need be, and the
        run without its reasons."""
        label = self.label(self.focus, ascii)
        words = ""
        for lowest in (self.lowest(ascii), self.lowest(ascii, named=False)):
            room = MOST - len(f"{label}: ; {lowest}")
            words = f"{label}: {sentence(self.player, ascii=ascii, most=room)}; {lowest}"
            if "; " in words[: -len(lowest) - 2]:
                break  # with a reason
        return words

    def _right_and_mistaken(self) -> tuple[int, int] | None:
        """The places of a right run and of one with a mistake, where these two are all there are."""
        wrong = [place for place, each in enumerate(self._live) if each.mistake]
        return (1 - wrong[0], wrong[0]) if len(wrong) == 1 and len(self._live) == 2 else None

    def _what_differs(self, right: int, wrong: int, ascii: bool) -> str:
        """`after 3 steps: A (right) theta = (0.9, 1.1), J = 0.03; B ("no 1/m") ...`."""
        first, second = self.players[right], self.players[wrong]
        named = f'{self.letters[wrong]} ("{self._live[wrong].mistake}")'
        if first.k == second.k == 0:
            return tr(
                "both stand at the start: {right} is right, {wrong} makes the mistake",
                right=self.letters[right],
                wrong=named,
            )
        same = first.k == second.k and bool(np.array_equal(first.theta, second.theta))
        if same:
            return plural(
                first.k,
                "after {count} step {right} (right) and {wrong} stand at the same theta",
                "after {count} steps {right} (right) and {wrong} stand at the same theta",
                right=self.letters[right],
                wrong=named,
            )
        return (
            plural(
                first.k,
                "after {count} step: {right} (right) {at}; {wrong} {there}",
                "after {count} steps: {right} (right) {at}; {wrong} {there}",
                right=self.letters[right],
                at=self._where(first, ascii),
                wrong=named,
                there=self._where(second, ascii),
            )
            + ("" if first.k == second.k else tr(", after {k}", k=second.k))
            + (tr(", and diverged there") if second.state is State.DIVERGED else "")
        )

    def _where(self, player: Player, ascii: bool) -> str:
        names, letter = shown_names(self.settings.names, ascii), "J" if self._on_data else "f"
        values = ", ".join(number(each) for each in player.theta[:3].tolist())
        more = ", ..." if len(names) > 3 else ""
        return f"({values}{more}), {letter} = {number(player.loss)}"
