"""How the parts of a formula stand beside each other: blanks, scripts, limits, fractions made of a slash.

Only boxes and their roles: what was written, plain or LaTeX, is no matter here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor import letters
from tutor.mathtext.commands import Role
from tutor.typeset.boxes import Box, beside, centred, flush_left, fraction, raise_over, row, stacked

_TALLEST = 9  # rows of what a slash may still put over a bar
_LOWERED = {**letters.SUBSCRIPT, "+": "₊", "-": "₋", "−": "₋"}
_RAISED = set(letters.LOWERED_FROM)
_INDEX = "0123456789" + "".join(letters.FROM_SUBSCRIPT)
_NAME = re.compile(r"[^\W\d]\w*")
_GAPS = (Role.BINARY, Role.RELATION)


@dataclass(slots=True)
class Atom:
    """A part of a formula; `inner` is what stands in its brackets, `spaced` whether blanks came before it, `gap` how
    many of them are wanted at least. Brackets are `needless` where they only hold together what a bar also does."""

    box: Box
    role: Role = Role.OPERAND
    inner: Box | None = None
    spaced: bool = False
    number: bool = False
    gap: int = 0
    needless: bool = False


def compose(atoms: list[Atom], ascii: bool, stack: bool) -> Box:
    """One box of all of them; slashes become bars when `stack` and it is plain what they divide."""
    atoms = _clung(atoms)
    return _join(_divided(atoms, ascii) if stack else atoms, ascii)


def _clung(atoms: list[Atom]) -> list[Atom]:
    """`∂` and `∇` with what they stand before, as one atom."""
    found: list[Atom] = []
    for atom in atoms:
        if found and found[-1].role is Role.PREFIX and atom.role is Role.OPERAND:
            found[-1] = Atom(beside(found[-1].box, atom.box), spaced=found[-1].spaced, gap=found[-1].gap)
        else:
            found.append(atom)
    return found


def _join(atoms: list[Atom], ascii: bool) -> Box:
    boxes: list[Box] = []
    before: Atom | None = None
    for atom in atoms:
        gap = _gap(before, atom, ascii)
        boxes += [row(gap if before is None else gap.ljust(atom.gap)), atom.box]
        if atom.role in _GAPS and not _operand(before) and atom.role is Role.BINARY:
            atom = Atom(atom.box, Role.PREFIX)  # a sign, no operator
        before = atom
    return beside(*boxes)


def _gap(left: Atom | None, right: Atom, ascii: bool) -> str:
    if left is None:
        return ""
    if right.role is Role.RELATION or left.role in _GAPS:
        return " "
    if right.role is Role.BINARY:
        return " " if _operand(left) or right.spaced else ""
    if Role.DOT in (left.role, right.role) or Role.SLASH in (left.role, right.role) or left.role is Role.PREFIX:
        return ""
    if left.role is Role.PUNCTUATION:
        return " "
    if right.role is Role.PUNCTUATION:
        return ""
    opened = right.inner is not None
    if left.role is Role.WORD or (left.role is Role.BIG and not right.spaced):
        return "" if opened and not right.spaced and not left.box.tall else " "
    if right.role is Role.WORD and not right.spaced:
        return " " if left.box.text[-1:].isalpha() else ""
    return " " if right.spaced or _runs_together(left, right, ascii) else ""


def _runs_together(left: Atom, right: Atom, ascii: bool) -> bool:
    """Would the letters of two neighbours read as one word? In ASCII `X theta` must not become `Xtheta`."""
    tail, head = re.search(r"[^\W\d_]*\Z", left.box.text), re.match(r"[^\W\d_]*", right.box.text)
    ends, starts = (tail[0] if tail else ""), (head[0] if head else "")
    if left.number and ascii:
        return len(starts) > 1
    return bool(ends and starts) and letters.is_letter(ends[-1]) and len(ends + starts) > 2


def _divided(atoms: list[Atom], ascii: bool) -> list[Atom]:
    """`a/b` -> a over b, where it is plain what stands on each side."""
    found: list[Atom] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        if atom.role is not Role.SLASH:
            found.append(atom)
            index += 1
            continue
        below = _run(atoms, index + 1)
        start = _run_start(found)
        clear = len(below) == 1 or (len(below) == 2 and below[1].inner is not None and not below[0].number)
        clear = clear and max(each.box.height for each in (*found[start:], *below)) <= _TALLEST
        if not clear or start == len(found):
            found.append(atom)
            index += 1
            continue
        above = found[start:]
        spaced, gap = above[0].spaced, above[0].gap
        made = Atom(fraction(_bare(above, ascii), _bare(below, ascii), ascii), spaced=spaced, gap=gap)
        found[start:] = [made]
        index += 1 + len(below)
    return found


def _run_start(atoms: list[Atom]) -> int:
    """Where the last operands begin that no blank parts."""
    start = len(atoms)
    while start and atoms[start - 1].role in (Role.OPERAND, Role.PREFIX):
        if start < len(atoms) and atoms[start].spaced:
            break
        start -= 1
    return start


def _bare(atoms: list[Atom], ascii: bool) -> Box:
    """Atoms without the brackets that a fraction's bar makes needless."""
    if len(atoms) == 1 and atoms[0].inner is not None and atoms[0].needless:
        return atoms[0].inner
    atoms[0].spaced = False
    return _join(atoms, ascii)


def only_hold_together(left: str, right: str, inner: Box) -> bool:
    """Are these brackets around one value? Those of a list, a point or an interval are part of what it means."""
    return (left, right) == ("(", ")") and "," not in without_round(inner.text)


def without_round(text: str) -> str:
    """`text` with whatever stands in round brackets taken out: `f(x + 1)` -> `f()`."""
    before = None
    while before != text:
        before, text = text, re.sub(r"\([^()]+\)", "()", text)
    return text


def lower(box: Box, low: str, ascii: bool) -> Box:
    """`box` with a subscript, in lowered characters where they exist, else behind `_`."""
    spelled = "".join(letters.SPELLED.get(each, each) for each in low)
    if not low:
        return box
    small = None if ascii else "".join(_LOWERED.get(each, "\0") for each in low)
    if small and "\0" not in small:
        tail = small
    elif ascii and spelled.isdigit():
        tail = spelled
    else:
        tail = "_" + (low if re.fullmatch(r"\w*", low) and not set(low) & _RAISED else f"({low})")
    return beside(box, row(tail))


def lift(box: Box, high: str, ascii: bool, stack: bool) -> Box:
    """`box` with an exponent: raised characters, else a row higher when `stack`, else behind `^`."""
    if not ascii and high in ("T", "ᵀ", "⊤"):
        return beside(box, row("ᵀ"))
    if set(high) <= set("′'*°†"):
        return beside(box, row(high))
    small = None if ascii else letters.raised(high)
    if small:
        return raise_over(box, row(small)) if box.tall else beside(box, row(small))
    if stack and high and not (ascii and high.isalnum()):
        return raise_over(box, row(high))
    return beside(box, row("^" + (high if not high or _is_one(high) else f"({high})")))


def _is_one(high: str) -> bool:
    """Does an exponent end where it ends, without brackets? One number or name does; `x²` and `xy` do not."""
    name = high.partition("_")[0].rstrip(_INDEX)
    known = len(name) == 1 or name in letters.GREEK
    return bool(re.fullmatch(r"[0-9.]+", high)) or (known and bool(_NAME.fullmatch(high)) and not set(high) & _RAISED)


def limits(atom: Atom, low: str | None, high: str | None, ascii: bool, stack: bool) -> Atom:
    """Under and over a big sign, or behind it on one line: `Σ(i=1…m)`."""
    low, high = low or "", high or ""
    pretty = re.sub(r"\s*(->|<=|[→≤<∈])\s*", r" \1 ", low)
    if stack:
        parts = [row(high), atom.box, row(pretty)] if high else [atom.box, row(pretty)]
        return Atom(stacked(parts, 1 if high else 0), Role.BIG)
    dots = "..." if ascii else "…"
    return Atom(beside(atom.box, row(f"({pretty}{dots + high if high else ''})")), Role.WORD)


def _operand(atom: Atom | None) -> bool:
    return atom is not None and atom.role in (Role.OPERAND, Role.BREAK)


def _run(atoms: list[Atom], start: int) -> list[Atom]:
    """The operands from `start` on that no blank parts."""
    end = start
    while (
        end < len(atoms) and atoms[end].role in (Role.OPERAND, Role.PREFIX) and (end == start or not atoms[end].spaced)
    ):
        end += 1
    return atoms[start:end]


def grid(rows: list[list[Box]], centre: bool) -> Box:
    """Cells in columns, two blanks apart; centred in a matrix, flush left elsewhere."""
    count = max(len(cells) for cells in rows)
    rows = [cells + [row("")] * (count - len(cells)) for cells in rows]
    widths = [max(cells[column].width for cells in rows) for column in range(count)]
    place = centred if centre else flush_left
    gap = row("  ")
    lines: list[Box] = []
    for cells in rows:
        parts: list[Box] = []
        for column, cell in enumerate(cells):
            parts += [*([gap] if column else []), place(cell, widths[column])]
        if lines and any(cell.tall for each in rows for cell in each):
            lines.append(row(""))
        lines.append(beside(*parts))
    widest = max(each.width for each in lines)
    pad = " " if centre else ""
    found = tuple(f"{pad}{each}{pad}" for line in lines for each in flush_left(line, widest).rows)
    return Box(found, (len(found) - 1) // 2 if len(found) % 2 else len(found) // 2)
