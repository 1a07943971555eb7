"""What the catalogue tells of the lit lesson: its goals, what it needs and leads to, how long it takes; its fault."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from tutor.lesson.model import Broken, Catalogue, Header
from tutor.messages import plural, tr


def about_lesson(lesson: Header, catalogue: Catalogue, done: Callable[[Header], bool], *, ascii: bool) -> Content:
    """A lesson that can be taken. `done`: was a lesson finished?"""
    parts: list[Content | str | tuple[str, str]] = []
    if lesson.about:
        parts.append(lesson.about + "\n\n")
    if lesson.goals:
        parts.append((tr("When it is done you can") + "\n", "bold"))
        parts.extend(f"{'-' if ascii else '•'} {goal}\n" for goal in lesson.goals)
    needs = [catalogue.find(need) for need in lesson.needs]
    before = [each for each in needs if each is not None]
    after = [each for each in catalogue.lessons() if lesson.id in each.needs]
    if before:
        parts.append("\n" + tr("Best after: {lessons}", lessons=_listed(before, done, ascii=ascii)) + "\n")
    if after:
        parts.append("\n" + tr("Leads to: {lessons}", lessons=_listed(after, done, ascii=ascii)) + "\n")
    if lesson.minutes:
        parts.append("\n" + plural(lesson.minutes, "About {count} minutes.", "About {count} minutes."))
    return Content.assemble(*parts)


def _listed(lessons: list[Header], done: Callable[[Header], bool], *, ascii: bool) -> str:
    """Their titles, those that are done with a mark."""
    mark = "v" if ascii else "✓"
    return ", ".join(f"{each.title} {mark}" if done(each) else each.title for each in lessons)


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
