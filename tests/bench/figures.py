"""One measured row: ours and what it is held against, both in rounds that took turns, with medians and spreads.

A ratio is taken of the two medians (or other quantiles) over all rounds; its spread is what it would be had the rounds
fallen otherwise: from p10 to p90 of ratios over rounds drawn again and again from those measured (the bootstrap, with
ours and theirs of one round drawn together, so that a moment when the machine was slow slows both).
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

DRAWS = 300
Rounds = Sequence[Sequence[float]]  # what each round measured: one number, or many


@dataclass(frozen=True, slots=True)
class Figure:
    """A row. `limit` bounds the ratio where there is something beside it, else the value itself; `least`: it is the
    least that will do."""

    name: str
    ours: Rounds
    unit: str
    beside: Rounds = ()
    limit: float | None = None
    q: float = field(default=0.5, kw_only=True)  # which quantile is meant: the median, or another
    least: bool = field(default=False, kw_only=True)
    note: str = field(default="", kw_only=True)

    @property
    def value(self) -> float:
        return quantile(_all(self.ours), self.q)

    @property
    def ratio(self) -> float | None:
        if not self.beside:
            return None
        held = quantile(_all(self.beside), self.q)
        return self.value / held if held else None

    @property
    def ratio_spread(self) -> tuple[float, float] | None:
        """From p10 to p90, as far as the rounds tell."""
        if self.ratio is None or len(self.ours) != len(self.beside) or len(self.ours) < 2:
            return None
        draw, ratios = random.Random(0), []
        for _ in range(DRAWS):
            rounds = draw.choices(range(len(self.ours)), k=len(self.ours))
            held = quantile([each for i in rounds for each in self.beside[i]], self.q)
            if held:
                ratios.append(quantile([each for i in rounds for each in self.ours[i]], self.q) / held)
        return spread(ratios)

    @property
    def kept(self) -> bool | None:
        """Is the limit kept? None where there is none."""
        if self.limit is None or (self.beside and self.ratio is None):
            return None
        held = self.value if self.ratio is None else self.ratio
        return held >= self.limit if self.least else held <= self.limit

    def told(self) -> dict[str, object]:
        """The row for a program."""
        return {
            "name": self.name, "unit": self.unit, "quantile": self.q, "note": self.note,
            "value": self.value if self.ours else None, "spread": spread(_all(self.ours)),
            "beside": quantile(_all(self.beside), self.q) if self.beside else None,
            "beside_spread": spread(_all(self.beside)) if self.beside else None,
            "ratio": self.ratio, "ratio_spread": self.ratio_spread,
            "limit": self.limit, "at": "least" if self.least else "most", "kept": self.kept,
        }  # fmt: skip

    def line(self) -> str:
        """The row for people."""
        beside = _short(quantile(_all(self.beside), self.q), _all(self.beside)) if self.beside else ""
        ratio, around = self.ratio, self.ratio_spread
        told = "" if ratio is None else f"{ratio:.3g}" + (f" ({around[0]:.3g}..{around[1]:.3g})" if around else "")
        bound = "" if self.limit is None else f"{'>=' if self.least else '<='} {self.limit:g}"
        word = {True: "kept", False: "BROKEN", None: ""}[self.kept]
        ours = f"{_short(self.value, _all(self.ours))} {self.unit}" if self.ours else ""
        return f"{self.name:<46} {ours:<26} {beside:<22} {told:<22} {bound:<8} {word:<6} {self.note}".rstrip()


HEADING = f"{'':<46} {'ours (p10..p90)':<26} {'beside (p10..p90)':<22} {'ratio (p10..p90)':<22} limit"


def each(values: Iterable[float]) -> Rounds:
    """Rounds that measured one number each."""
    return [(value,) for value in values]


def quantile(values: Sequence[float], q: float) -> float:
    """Between the two nearest, as the median is; nan of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def spread(values: Sequence[float]) -> tuple[float, float] | None:
    """From p10 to p90; None of a single value."""
    return (quantile(values, 0.1), quantile(values, 0.9)) if len(values) > 1 else None


def as_json(figures: Iterable[Figure]) -> str:
    return json.dumps([figure.told() for figure in figures], indent=2)


def _all(rounds: Rounds) -> list[float]:
    return [value for values in rounds for value in values]


def _short(value: float, values: Sequence[float]) -> str:
    around = spread(values)
    return f"{value:.4g}" + (f" ({around[0]:.4g}..{around[1]:.4g})" if around else "")
