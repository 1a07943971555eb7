"""What is true of a derivation on the screen: which line stands last, which part is next, which rule was named.

`tutor.scenes._derivation` does the work; the state holds its values only.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from tutor.ascii import plain
from tutor.messages import plural, tr
from tutor.numeric import scalar
from tutor.scenes._derivation import Worked
from tutor.scenes._python import Dialect, code, program, python_names, sympy_symbols
from tutor.scenes._scene import Request
from tutor.tree import Deriv, Node
from tutor.typeset import line

if TYPE_CHECKING:
    from tutor.scenes.derive import Settings

PROBES = (0.7, 1.3, 2.1, -0.4, -1.6, 0.2)  # where `prove` holds a derivative against differences


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on the screen. `mark` is where in `math` the part stands that comes next, [start, end)."""

    math: str
    rule: str = ""
    note: str = ""
    mark: tuple[int, int] | None = None


def request(settings: Settings) -> Request | None:
    """The whole derivation, with respect to each symbol asked."""
    return Request("derivation", (settings.f, settings.wrt))


def scene(settings: Settings, found: tuple[Worked, ...]) -> DeriveScene:
    return DeriveScene(settings, found)


class DeriveScene:
    """A derivation on the screen: one symbol at a time, `shown` of its lines."""

    def __init__(self, settings: Settings, found: tuple[Worked, ...]) -> None:
        self.settings = settings
        self.works = found
        self.place = 0  # which of the symbols
        self.shown = 0
        self.named_at_once = 0  # rules named right at the first try
        self._tried: set[tuple[int, int]] = set()  # lines for which a rule was named

    @property
    def work(self) -> Worked:
        return self.works[self.place]

    @property
    def partial(self) -> bool:
        """Is this a partial derivative, of several symbols?"""
        return len(self.settings.f.symbols() | set(self.settings.wrt)) > 1

    @property
    def done(self) -> bool:
        """The derivative stands there."""
        return self.shown == len(self.work.lines)

    @property
    def complete(self) -> bool:
        """So do all of them."""
        return self.done and self.place == len(self.works) - 1

    @property
    def menu(self) -> tuple[str, ...]:
        """The rule names the learner chooses from now; empty where no rule is asked."""
        if not self.settings.ask_rule or self.done:
            return ()
        return tuple(tr(name) for name, _ in self.work.lines[self.shown].menu)

    @property
    def waiting(self) -> bool:
        """A rule must be named before the next line appears; after one wrong name `next` shows it as well."""
        return bool(self.menu) and (self.place, self.shown) not in self._tried

    # what the keys do

    def next(self) -> bool:
        """The next line, then the next symbol; False at the end and while a rule must be named."""
        if self.waiting or self.complete:
            return False
        if self.done:
            self.place, self.shown = self.place + 1, 0
        else:
            self.shown += 1
        return True

    def back(self) -> bool:
        """One line back; False at the beginning."""
        if self.shown:
            self.shown -= 1
        elif self.place:
            self.place -= 1
            self.shown = len(self.work.lines)
        else:
            return False
        return True

    def all(self) -> bool:
        """All lines of this symbol, then of the next; False at the end."""
        if self.complete:
            return False
        if self.done:
            self.place += 1
        self.shown = len(self.work.lines)
        return True

    def name(self, choice: int, ascii: bool = False) -> tuple[bool, str]:
        """Names the next rule: entry `choice` of `menu`, from 0. The right one shows its line.

        ValueError where no rule is asked or the menu has no such entry.
        """
        if not 0 <= choice < len(self.menu):
            raise ValueError(
                tr("the menu has no entry {entry}: it has {count}.", entry=choice + 1, count=len(self.menu))
            )
        step = self.work.lines[self.shown]
        name, formula = step.menu[choice]
        first_try = (self.place, self.shown) not in self._tried
        self._tried.add((self.place, self.shown))
        if name != step.rule:
            formula = plain(tr(formula)) if ascii else tr(formula)
            target = line(step.target, ascii=ascii)
            return False, tr(
                "not the {rule}: that one says {formula}. Look at {part} as a whole.",
                rule=tr(name),
                formula=formula,
                part=target,
            )
        self.named_at_once += first_try
        self.shown += 1
        return True, tr("yes, {rule}", rule=plain(step.note) if ascii else step.note)

    # what is seen

    def lines(self, ascii: bool = False) -> list[Shown]:
        """The lines so far; the first is the derivative that is asked."""
        work = self.work
        wholes: list[Node] = [Deriv(self.settings.f, work.wrt), *(step.whole for step in work.lines)]
        words = [("", ""), *((tr(step.rule), plain(step.note) if ascii else step.note) for step in work.lines)]
        return [
            Shown(self._math(whole, ascii), rule, note, self._mark(whole, ascii))
            for whole, (rule, note) in zip(wholes[: self.shown + 1], words[: self.shown + 1], strict=True)
        ]

    def table(self, ascii: bool = False) -> list[list[str]]:
        """The lines as rows: mathematics, rule, note."""
        return [[each.math, each.rule, each.note] for each in self.lines(ascii)]

    def _math(self, node: Node, ascii: bool) -> str:
        return line(node, ascii=ascii, partial=self.partial)

    def _mark(self, whole: Node, ascii: bool) -> tuple[int, int] | None:
        pending = next((each for each in whole.walk() if isinstance(each, Deriv)), None)
        if pending is None:
            return None
        part = self._math(pending, ascii)
        start = self._math(whole, ascii).find(part)
        return (start, start + len(part)) if start >= 0 else None

    def sentence(self, ascii: bool = False) -> str:
        """`step 2 of 4, the power rule on x³: bring the 3 down ...: 3x² − d/dx [5x] + d/dx [7]`."""
        total, now = len(self.work.lines), self.lines(ascii)[-1]
        if not self.shown:
            return plural(total, "{line}: {count} step to go", "{line}: {count} steps to go", line=now.math)
        start = self._math(Deriv(self.settings.f, self.work.wrt), ascii)
        if self.done:
            return tr(
                "step {step} of {total}, {rule}. Done: {start} = {line}",
                step=self.shown,
                total=total,
                rule=now.note,
                start=start,
                line=now.math,
            )
        return tr(
            "step {step} of {total}, {rule}. Now: {line}", step=self.shown, total=total, rule=now.note, line=now.math
        )

    def program(self) -> str:
        """SymPy's derivative of f, printed; for several symbols, each in turn."""
        names = python_names(sorted(self.settings.f.symbols() | set(self.settings.wrt)), ("sp", "f", "derivative"))
        define = [*sympy_symbols(names, [self.settings.f])]
        define.append(f"f = {code(self.settings.f, names, Dialect.SYMPY)}")
        if len(self.works) == 1:
            name = names[self.works[0].wrt]
            ask = [f"derivative = sp.diff(f, {name})"]
            tell = ['print("Function: ", f)', 'print("Derivative: ", derivative)']
        else:
            wrts = [(names[work.wrt], work.wrt) for work in self.works]
            ask = [f"grad_{name} = sp.diff(f, {name})" for name, _ in wrts]
            tell = ['print("Gradients:")', *(f'print("Grad {_title(wrt)}:", grad_{name})' for name, wrt in wrts)]
        return program(["import sympy as sp"], define, ask, tell)


def _title(wrt: str) -> str:
    name = plain(wrt)
    return name.upper() if len(name) == 1 else name


def prove(settings: Settings, found: tuple[Worked, ...]) -> tuple[str, ...]:
    """A sentence for each derivative that central differences of f contradict wherever they can be taken."""
    return tuple(
        tr(
            "d/d{wrt} does not agree with the slope of f measured nearby; report this as a fault of the tutor",
            wrt=work.wrt,
        )
        for work in found
        if _contradicted(settings.f, work)
    )


def _contradicted(f: Node, work: Worked) -> bool:
    names = sorted(f.symbols() | {work.wrt})
    height, place, h = scalar(f, names), names.index(work.wrt), 1e-5
    slope = scalar(work.lines[-1].whole if work.lines else f, names)
    agreed = []
    for i in range(len(PROBES)):
        point = [PROBES[(i + j) % len(PROBES)] for j in range(len(names))]
        ahead, behind = ([*point[:place], point[place] + side, *point[place + 1 :]] for side in (h, -h))
        measured, said = (height(ahead) - height(behind)) / (2 * h), slope(point)
        if isfinite(measured) and isfinite(said):
            agreed.append(abs(measured - said) <= 1e-3 * (1 + abs(said)))
    return bool(agreed) and not any(agreed)
