"""The gears of a scene that plays: how many steps a frame of it takes."""

from __future__ import annotations

from tutor.messages import tr

GEARS = (1, 2, 5, 10, 50, 200, 1000, None)  # steps a frame; None: as many as the screen can take


class Geared:
    """What has a gear, from 0."""

    gear: int

    @property
    def steps_a_frame(self) -> int | None:
        return GEARS[self.gear]

    @property
    def gear_name(self) -> str:
        """`x10`, `full speed`."""
        steps = self.steps_a_frame
        return tr("full speed") if steps is None else f"x{steps}"

    def shift(self, by: int) -> bool:
        """A faster gear or a slower one; False at the last."""
        before, self.gear = self.gear, max(0, min(len(GEARS) - 1, self.gear + by))
        return self.gear != before
