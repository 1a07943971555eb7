"""What is wrong with a table's rows, told in a few sentences however many rows it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.messages import plural, tr

KINDS = 8  # different troubles that are told one by one


@dataclass(slots=True)
class Troubles:
    """Rows that are left out: for each kind of trouble its first line and how many have it."""

    left_out: int = 0
    _kinds: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # (column, kind) -> [line, count]
    _first: dict[tuple[str, str], str] = field(default_factory=dict)
    _others: int = 0

    def tell(self, line: int, column: str, kind: str, what: str) -> None:
        """The row that begins at this line is left out because of `what`, as `size is 'n/a', no number`."""
        self.left_out += 1
        known = self._kinds.get((column, kind))
        if known is not None:
            known[1] += 1
        elif len(self._kinds) < KINDS:
            self._kinds[column, kind] = [line, 1]
            self._first[column, kind] = what
        else:
            self._others += 1

    def sentences(self) -> tuple[str, ...]:
        """`line 17: price is 'n/a', no number; 12 rows like it are left out`, a few of them, in the order met."""
        told = []
        for key, (line, count) in self._kinds.items():
            rows = plural(count, "this row is left out", "{count:,} rows like it are left out")
            told.append(tr("line {line:,}: {first}; {rows}", line=line, first=self._first[key], rows=rows))
        if self._others:
            told.append(
                plural(
                    self._others,
                    "{count:,} more row left out for other such reasons",
                    "{count:,} more rows left out for other such reasons",
                )
            )
        return tuple(told)
