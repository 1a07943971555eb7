"""The passages of many lessons, kept for as long as the tutor runs: read a few lessons at a time, and no more of them
than a bound allows; where that is reached, of further lessons only what says most is kept. A file that has changed on
the disk is read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tutor.lesson.model import Catalogue, Header
from tutor.lookup import KINDS, Passage, of_header

MOST = 6_000_000  # characters of Markdown: of the shipped lessons some 15,000 each, and about four bytes for each
ALWAYS = KINDS[: KINDS.index("question")]  # kinds that are kept of every lesson
Stamp = tuple[int, int]


class Library:
    """Of one catalogue, which may grow. A lesson's header is known at once, the rest of it once it is `put` there."""

    def __init__(self, most: int = MOST) -> None:
        self.headers: tuple[Header, ...] = ()
        self.cut = 0  # lessons of which only titles, terms and goals are kept
        self._most, self._size = most, 0
        self._heads: dict[Header, dict[str, list[Passage]]] = {}
        self._rest: dict[Path, tuple[Stamp, dict[str, list[Passage]]]] = {}

    def of(self, catalogue: Catalogue) -> Iterator[None]:
        """Goes on with these lessons: first their headers, and after each of them a moment to look at the keys."""
        self.headers = catalogue.lessons()
        for header in self.headers:
            if header not in self._heads:
                self._heads[header] = _by_kind(of_header(header))
                yield

    def unread(self) -> list[Path]:
        """The lessons that are still to be read, or to be read again, in the order of the road."""
        return [
            header.file
            for header in self.headers
            if header.file not in self._rest or self._rest[header.file][0] != _stamp(header.file)
        ]

    def put(self, file: Path, passages: Sequence[Passage]) -> None:
        """What was found in a lesson below its header."""
        room = self._size < self._most
        kept = passages if room else [each for each in passages if each.kind in ALWAYS]
        self.cut += not room
        self._size += sum(len(each.text) for each in kept)
        self._rest[file] = _stamp(file), _by_kind(kept)

    def passages(self) -> Iterator[Passage]:
        """All that is known so far: those that tell most first, each kind in the order of the road."""
        for kind in KINDS:
            for header in self.headers:
                yield from self._heads.get(header, {}).get(kind, ())
                if header.file in self._rest:
                    yield from self._rest[header.file][1].get(kind, ())


def _by_kind(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for each in passages:
        found.setdefault(each.kind, []).append(each)
    return found


def _stamp(file: Path) -> Stamp:
    """Another one once the file is written anew; the same for all that cannot be read."""
    try:
        told = file.stat()
    except (OSError, ValueError):
        return 0, 0
    return told.st_mtime_ns, told.st_size
