"""One measured figure, held against its limit, and how many of them are printed."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured; `beside` is the same of what it is held against, and `limit` bounds `value / beside` where
    there is one, else `value`. `least`: the limit is the least that will do."""

    name: str
    value: float
    unit: str
    beside: float | None = None
    limit: float | None = None
    spread: tuple[float, float] | None = None  # the quarters of `value`
    least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.beside if self.beside else None

    @property
    def kept(self) -> bool | None:
        """Is the limit kept? None where there is none."""
        if self.limit is None:
            return None
        held = self.value if self.ratio is None else self.ratio
        return held >= self.limit if self.least else held <= self.limit

    def told(self) -> dict[str, object]:
        spread = list(self.spread) if self.spread else None
        return {
            "name": self.name, "value": self.value, "unit": self.unit, "beside": self.beside, "ratio": self.ratio,
            "limit": self.limit, "at": "least" if self.least else "most", "kept": self.kept, "spread": spread,
            "note": self.note,
        }  # fmt: skip

    def line(self) -> str:
        spread = f"({self.spread[0]:.4g}-{self.spread[1]:.4g})" if self.spread else ""
        beside = f"{self.beside:.4g}" if self.beside is not None else ""
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        bound = "" if self.limit is None else f"{'>=' if self.least else '<='} {self.limit:g}"
        word = {True: "kept", False: "BROKEN", None: ""}[self.kept]
        value = f"{self.value:.4g} {self.unit}"
        return f"{self.name:<43} {value:>16} {spread:<15} {beside:>9} {ratio:>8} {bound:>8} {word:<6} {self.note}"


HEADING = f"{'':<43} {'median':>16} {'(quarters)':<15} {'beside':>9} {'ratio':>8} {'limit':>8}"  # as `line` writes them


def quantile(values: Sequence[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def figure(
    name: str,
    values: Sequence[float],
    unit: str,
    beside: Sequence[float] = (),
    limit: float | None = None,
    *,
    q: float = 0.5,
    note: str = "",
    least: bool = False,
) -> Figure:
    """The figure of many measurements: their median, or another quantile."""
    middle = statistics.median if q == 0.5 else lambda numbers: quantile(numbers, q)
    spread = (quantile(values, 0.25), quantile(values, 0.75)) if q == 0.5 and len(values) > 3 else None
    held = middle(beside) if beside else None
    return Figure(name, middle(values), unit, held, limit, spread, least, note)


def as_json(figures: Iterable[Figure]) -> str:
    return json.dumps([each.told() for each in figures], indent=2)
