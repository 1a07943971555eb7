"""The record of each run as arrays, made once for every place where the run stands: a frame asks several times."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from tutor.descent.player import Player
from tutor.scenes._descend_runs import Runs
from tutor.scenes._problem import Array

Record = tuple[Array, Array, Array]  # ks (p,), thetas (p, n), losses (p,)


class Traces(Runs):
    """The part of a DescendScene that others read the records from."""

    def _traces_begin(self) -> None:
        self._records: WeakKeyDictionary[Player, tuple[object, Record]] = WeakKeyDictionary()

    def _trace(self, place: int) -> Record:
        """ks, thetas and losses of a run."""
        player = self.players[place]
        stands = (player.k, player.legs)
        kept = self._records.get(player)
        if kept is None or kept[0] != stands:
            ks, thetas, losses = player.trace.points()
            kept = self._records[player] = (stands, (ks.astype(float), thetas, losses))
        return kept[1]
