"""The glossary and the search in lines of text: for the tutor without a screen and for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.library import Library
from tutor.lookup import Entry, Passage, around, found, glossary, hunt, listened, passages, read_out, words_of
from tutor.messages import plural, tr
from tutor.misspelt import nothing_found
from tutor.plain.console import Console

if TYPE_CHECKING:
    from tutor.lesson.model import Catalogue

MOST = 40  # places that are told; nobody listens to more
LONG = 240  # characters of each
SOME = 5  # lessons that are read before anybody wonders


def tell_glossary(console: Console, catalogue: Catalogue, typed: str) -> bool:
    """Every term in which all words stand, all terms without any; False where there is none."""
    words = words_of(typed)
    known = [listened(each) for each in glossary(catalogue)]
    terms = found(known, words)
    for each in terms:
        _tell_term(console, each)
    if not terms:
        said = nothing_found(words, (each.term for each in known))
        console.say(said if words else tr("No lesson here says which terms it introduces."))
    return bool(terms)


def _tell_term(console: Console, entry: Entry) -> None:
    """A term is a paragraph: what it is called, what it means, where it comes from."""
    name = f"{entry.term}, {entry.sign}" if entry.sign else entry.term
    means = read_out(entry.means, ascii=console.ascii)
    where = tr("Introduced in: {lesson} ({id}).", lesson=entry.title, id=entry.lesson)
    console.say(f"{name}: {means} {where}", hang="  ")


def tell_places(console: Console, catalogue: Catalogue, library: Library, typed: str) -> bool:
    """Where all words stand in the lessons, what tells most first; False where they stand nowhere."""
    words = words_of(typed)
    _read(console, library, catalogue)
    places = [each for some in hunt(library.passages(), words) for each in some]
    titles = {header.id: header.title for header in library.headers}
    for each in places[:MOST]:
        console.say(_told(each, titles.get(each.lesson, each.lesson), words), hang="  ")
    if not places:
        console.say(nothing_found(words, library.names()))
    elif len(places) > MOST:
        more = len(places) - MOST
        told = plural(more, "And {count} place more.", "And {count} places more.")
        console.say(f"{told} {tr('More words find fewer.')}")
    return bool(places)


def _read(console: Console, library: Library, catalogue: Catalogue) -> None:
    """Reads what was not read yet, which takes some seconds the first time."""
    for _ in library.of(catalogue):
        pass
    files = library.unread()
    if console.interactive and len(files) > SOME:
        console.say(tr("reading the lessons ..."))
    for file in files:
        library.put(file, *passages([file]))


def _told(place: Passage, title: str, words: Sequence[str]) -> str:
    if place.kind == "title":
        return f"{title} ({place.lesson})"
    line = around(place.line, words)
    line = line if len(line) <= LONG else f"{line[:LONG].rstrip()} ..."
    return f"{title} ({place.lesson}), {place.where}: {line}"
