"""The passages of many lessons, kept for as long as the tutor runs: read a few lessons at a time, and no more of them
than a bound allows; where that is reached, of further lessons only what says most is kept. A file that has changed on
the disk is read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tutor.lesson.model import Catalogue, Header
from tutor.lookup import KINDS, Passage, of_header

MOST = 3_000_000  # characters of Markdown: of a shipped lesson some 6,000
ALWAYS = KINDS[: KINDS.index("question")]  # kinds that are kept of every lesson
Stamp = tuple[int, int]


class Library:
    """Of one catalogue, which may grow. A lesson's header is known at once, the rest of it once it is `put` there."""

    def __init__(self, most: int = MOST) -> None:
        self.headers: tuple[Header, ...] = ()
        self._most, self._size = most, 0
        self._cut: set[Path] = set()
        self._heads: dict[Header, dict[str, list[Passage]]] = {}
        self._rest: dict[Path, tuple[Stamp, dict[str, list[Passage]]]] = {}
        self._ranked: list[Passage] | None = None  # all of them, until there are more

    def of(self, catalogue: Catalogue) -> Iterator[None]:
        """Goes on with these lessons: first their headers, and after each of them a moment to look at the keys."""
        self.headers, self._ranked = catalogue.lessons(), None
        for header in self.headers:
            if header not in self._heads:
                self._heads[header] = _by_kind(of_header(header))
                self._ranked = None
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
        if file in self._rest:
            self._size -= sum(len(each.text) for kind in self._rest.pop(file)[1].values() for each in kind)
        room = self._size < self._most
        kept = passages if room else [each for each in passages if each.kind in ALWAYS]
        (self._cut.discard if room else self._cut.add)(file)
        self._size += sum(len(each.text) for each in kept)
        self._rest[file] = _stamp(file), _by_kind(kept)
        self._ranked = None

    def names(self) -> Iterator[str]:
        """Of lessons and terms, as they are searched."""
        return (each.heard for each in self.passages() if each.kind in ("title", "term"))

    @property
    def cut(self) -> int:
        """Lessons of which only titles, terms, skills and goals are kept."""
        return len(self._cut)

    def passages(self) -> Sequence[Passage]:
        """All that is known so far: those that tell most first, each kind in the order of the road. The same list until
        there is more."""
        if self._ranked is None:
            of_kind: dict[str, list[Passage]] = {kind: [] for kind in KINDS}
            nothing: tuple[Stamp, dict[str, list[Passage]]] = (0, 0), {}
            for header in self.headers:
                for known in (self._heads.get(header, {}), self._rest.get(header.file, nothing)[1]):
                    for kind, some in known.items():
                        of_kind[kind] += some
            self._ranked = [each for kind in KINDS for each in of_kind[kind]]
        return self._ranked


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
