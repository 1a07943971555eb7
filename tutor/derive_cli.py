"""`calc-tutor derive`: a derivative worked out rule by rule, as text for a pipe or LaTeX for a handout.

Each line is a rule: its name and formula, where it is used, and how the whole then stands. What SymPy makes of the
result follows where it looks different. All of it ends within a few seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tutor.ascii import plain
from tutor.deadline import TookTooLong, within
from tutor.expression import Unreadable
from tutor.lab.settings import function_of
from tutor.letters import LOWERED_FROM, key, symbol
from tutor.messages import plural, tr
from tutor.rules.derivation import TIDY, RuleStep, TooLong, steps
from tutor.tree import Deriv, Div, Node, Num
from tutor.typeset import line
from tutor.typeset.latex import latex

SECONDS = 5.0  # for the rules
SIMPLER_SECONDS = 2.0  # for SymPy's simpler form, which is left out where it takes longer
MOST_TURNS = 6
STARTED = r"\begin{align*}"
ENDED = r"\end{align*}"


class Misused(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


class NotWorkedOut(Exception):
    """The derivative could not be worked out within the bounds; the message says why."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One differentiation: of `f`, by `wrt`, rule by rule."""

    f: Node
    wrt: str
    steps: tuple[RuleStep, ...]

    @property
    def result(self) -> Node:
        return self.steps[-1].whole if self.steps else self.f


def run(text: str, wrts: Sequence[str], *, as_latex: bool = False, ascii: bool = False) -> Iterator[str]:
    """The lines to print: f differentiated by each of `wrts` in turn. Raises Misused, NotWorkedOut."""
    f, names = _function(text)
    chosen = _chosen(wrts, names, text)
    try:
        with within(SECONDS):
            turns = _turns(f, chosen)
    except TooLong as fault:
        raise NotWorkedOut(str(fault)) from None
    except (TookTooLong, RecursionError):
        raise NotWorkedOut(tr("this takes too long to be worked out; take a smaller part of it")) from None
    partial = len(names) > 1
    yield from _as_latex(turns, partial) if as_latex else _as_text(turns, partial, ascii)


def _function(text: str) -> tuple[Node, tuple[str, ...]]:
    try:
        f, names = function_of(text)
    except Unreadable as fault:
        raise Misused(
            tr(
                "'{function}' cannot be read at character {place}: {why}",
                function=_short(text),
                place=fault.start + 1,
                why=fault.what,
            )
        ) from None
    if _divides_by_zero(f):
        raise Misused(tr("'{function}' has no value anywhere: it divides by 0", function=_short(text)))
    return f, names


def _divides_by_zero(node: Node) -> bool:
    zero = isinstance(node, Div) and isinstance(node.bottom, Num) and node.bottom.value == 0
    return zero or any(map(_divides_by_zero, node.children()))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _chosen(wrts: Sequence[str], names: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The letters to differentiate by, in turn; the only one where none is said."""
    if not wrts:
        if len(names) == 1:
            return names
        if not names:
            raise Misused(
                tr("'{function}' has no letter; say by --wrt x which one to differentiate by", function=_short(text))
            )
        raise Misused(
            plural(
                len(names),
                "'{function}' has {count} letter; say which one: --wrt {letter}",
                "'{function}' has {count} letters; say which one: --wrt {letter}",
                function=_short(text),
                letter=names[0],
            )
        )
    if len(wrts) > MOST_TURNS:
        raise Misused(
            plural(
                len(wrts),
                "--wrt stands there {count} time; {most} at most are worked out",
                "--wrt stands there {count} times; {most} at most are worked out",
                most=MOST_TURNS,
            )
        )
    known = {key(name): name for name in names}
    found = []
    for wrt in wrts:
        wanted = key(wrt.strip())
        if wanted not in known and (names or not wanted.isidentifier()):
            raise Misused(
                tr(
                    "there is no letter '{letter}' in '{function}'; it has: {letters}",
                    letter=wrt[:20],
                    function=_short(text),
                    letters=", ".join(names) or tr("none"),
                )
            )
        found.append(known.get(wanted, wanted))
    return tuple(found)


def _turns(f: Node, wrts: Sequence[str]) -> list[Turn]:
    turns: list[Turn] = []
    for wrt in wrts:
        turns.append(Turn(f, wrt, steps(f, wrt)))
        f = turns[-1].result
    return turns


def _simpler(node: Node) -> Node | None:
    """SymPy's form of the result; None where there is none in time, or it is no other."""
    from tutor.symbolic import CannotDo, simplified

    try:
        with within(SIMPLER_SECONDS):
            found = simplified(node)
    except (CannotDo, TookTooLong, RecursionError):
        return None
    return None if line(found) == line(node) else found


# as text


def _as_text(turns: Sequence[Turn], partial: bool, ascii: bool) -> Iterator[str]:
    yield f"f = {line(turns[0].f, ascii=ascii)}"
    for place, turn in enumerate(turns):
        yield ""
        yield line(Deriv(turn.f, turn.wrt), ascii=ascii, partial=partial)
        for number, step in enumerate(turn.steps, 1):
            yield from _step_lines(number, step, turn.wrt, partial, ascii)
        yield ""
        yield f"{_named(turns[: place + 1], partial, ascii)} = {line(turn.result, ascii=ascii)}"
    simpler = _simpler(turns[-1].result)  # last, since it may take seconds
    if simpler is not None:
        yield tr("simplified: {simpler}", simpler=line(simpler, ascii=ascii))


def _step_lines(number: int, step: RuleStep, wrt: str, partial: bool, ascii: bool) -> Iterator[str]:
    formula = step.rule.formula_for(step.target, wrt) if step.rule.formula_for else step.rule.formula
    name = tr(step.rule.name)
    note = step.note.removeprefix(tr("the {name}", name=name)).removeprefix(name).strip()
    yield from (_plain(each) if ascii else each for each in (f"{number}. {name}: {formula}", f"   {note}"))
    yield f"   = {line(step.whole, ascii=ascii, partial=partial)}"


def _plain(text: str) -> str:
    """In ASCII, an exponent of several signs in brackets: `x^(n-1)`."""
    raised = f"[{''.join(LOWERED_FROM)}]{{2,}}"
    return plain(re.sub(raised, lambda found: f"^({''.join(LOWERED_FROM[c] for c in found[0])})", text))


def _named(turns: Sequence[Turn], partial: bool, ascii: bool) -> str:
    """`df/dx`, `d²f/dx²`, `∂²f/∂y∂x`: the letter that came first stands last."""
    d = "∂" if partial and not ascii else "d"
    wrts = [symbol(turn.wrt, ascii) for turn in turns]
    below = ((wrt, _order(len(list(same)), ascii)) for wrt, same in groupby(reversed(wrts)))
    return f"{d}{_order(len(wrts), ascii)}f/{''.join(d + wrt + order for wrt, order in below)}"


def _order(times: int, ascii: bool) -> str:
    if times == 1:
        return ""
    return f"^{times}" if ascii else "⁰¹²³⁴⁵⁶⁷⁸⁹"[times]


# as LaTeX


def _as_latex(turns: Sequence[Turn], partial: bool) -> Iterator[str]:
    rows: list[str] = []
    for turn in turns:
        left = latex(Deriv(turn.f, turn.wrt), partial=partial) + " "
        for step in turn.steps:
            rows.append(rf"{left}&= {latex(step.whole, partial=partial)} && \text{{{_rule(step)}}}")
            left = ""
    simpler = _simpler(turns[-1].result)
    if simpler is not None:
        rows.append(rf"&= {latex(simpler)} && \text{{{tr('simplified')}}}")
    yield STARTED
    yield from (f"  {row} \\\\" for row in rows[:-1])
    yield f"  {rows[-1]}"
    yield ENDED


def _rule(step: RuleStep) -> str:
    if step.rule.id == TIDY.id:
        return tr("tidied up")
    return "".join(c for c in tr(step.rule.name) if c.isalnum() or c in " -/")
