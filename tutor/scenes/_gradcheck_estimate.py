"""One difference, how far it is off, and which of its two errors is to blame."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from tutor.descent.gradcheck import Reading

CLEARLY = 10  # times as large as the other: it rules


class Ruler(enum.Enum):
    """Which error of a difference is the larger one by far."""

    TRUNCATION = "truncation"
    ROUNDING = "rounding"
    BOTH = "both"  # they are alike
    CLAIM = "claim"  # neither: the slope that it is held against is another one
    NEITHER = "neither"  # it is right to the last digit
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A difference at one h. `error` is how far it is off; nan where there is no value."""

    formula: str
    h: float
    value: float
    error: float
    relative: float
    truncation: float | None = None  # None: not known
    rounding: float | None = None
    apart: float = 0.0  # the true slope less the one that the difference is held against

    @property
    def ruler(self) -> Ruler:
        if self.error == 0:
            return Ruler.NEITHER
        if self.truncation is None or self.rounding is None or math.isnan(self.error):
            return Ruler.UNKNOWN
        if abs(self.apart) > CLEARLY * (abs(self.truncation) + abs(self.rounding)):
            return Ruler.CLAIM
        left_out, rounded = abs(self.truncation), abs(self.rounding)
        if left_out > CLEARLY * rounded:
            return Ruler.TRUNCATION
        return Ruler.ROUNDING if rounded > CLEARLY * left_out else Ruler.BOTH

    @property
    def reading(self) -> Reading:
        return Reading.of(self.relative)
