"""What the catalogue tells of the lit lesson: its goals, what comes before it, how long it takes; or its fault."""

from __future__ import annotations

from textual.content import Content

from tutor.lesson.model import Broken, Catalogue, Header
from tutor.messages import plural, tr


def about_lesson(lesson: Header, catalogue: Catalogue, *, ascii: bool) -> Content:
    """A lesson that can be taken."""
    parts: list[Content | str | tuple[str, str]] = []
    if lesson.about:
        parts.append(lesson.about + "\n\n")
    if lesson.goals:
        parts.append((tr("When it is done you can") + "\n", "bold"))
        parts.extend(f"{'-' if ascii else '•'} {goal}\n" for goal in lesson.goals)
    titles = [(found.title if (found := catalogue.find(need)) else need) for need in lesson.needs]
    if titles:
        parts.append("\n" + tr("Best after: {lessons}", lessons=", ".join(titles)) + "\n")
    if lesson.minutes:
        parts.append("\n" + plural(lesson.minutes, "About {count} minutes.", "About {count} minutes."))
    return Content.assemble(*parts)


def about_broken(lesson: Broken, *, visited: bool) -> Content:
    """One that cannot: its first fault, which a visitor of somebody's server need not know."""
    if visited:
        from tutor.ui.screens.broken import NOT_HERE

        return Content(tr(NOT_HERE))
    first = lesson.faults[0]
    where = tr(
        "{file}, line {line}, column {column}:",
        file=first.file.name,
        line=first.place.line,
        column=first.place.column,
    )
    path = f"{first.path}: " if first.path else ""
    parts = [tr("This lesson cannot be opened."), f"{where}\n{path}{first.what}"]
    if len(lesson.faults) > 1:
        parts.append(tr("and {count} more", count=len(lesson.faults) - 1))
    return Content("\n\n".join([*parts, tr("Enter shows every fault.")]))
