"""How far one is, in sentences: lessons, skills, mistakes. The figures are those of the progress screen."""

from __future__ import annotations

from tutor.lesson.model import Header
from tutor.messages import plural, tr
from tutor.phrases import one_line
from tutor.plain.tutoring import Tutor
from tutor.progress.review import LessonFigure, Past, coming, first_sentence, named, when
from tutor.progress.reviewing.words import besides, missed, slip

MISTAKES = 10  # of which it tells


def tell_progress(tutor: Tutor) -> None:
    """Answers so far, what is due, each lesson, each skill that was asked, and the most frequent mistakes."""
    kept, console = tutor.kept, tutor.console
    past = kept.past([header.id for header in tutor.catalogue.lessons()])
    count = len(past.history)
    console.lines([""])
    console.say(plural(count, "{count} answer so far.", "{count} answers so far."))
    console.say(due_sentence(tutor, past))
    _tell_lessons(tutor, {each.lesson: each for each in past.lesson_figures()})
    _tell_skills(tutor, past)
    _tell_mistakes(tutor, past)


def due_sentence(tutor: Tutor, past: Past) -> str:
    """What is due, or when something will be."""
    headline = past.headline(tutor.kept.zone, tutor.kept.reached)
    if headline is not None:
        return tr("{headline}: review asks them.", headline=headline)
    following = past.next_due()
    if following is None:
        return tr("Nothing is due.")
    return tr("Nothing is due; the next is {when}.", when=coming(following, past.now, tutor.kept.zone))


def _tell_lessons(tutor: Tutor, figures: dict[str, LessonFigure]) -> None:
    for course in tutor.catalogue.courses:
        tutor.console.lines([""])
        tutor.console.say(course.title)
        for header in course.own:
            if not isinstance(header, Header):
                continue
            figure = figures.get(header.id, LessonFigure(header.id, 0, 0, 0))
            told = [header.title]
            if figure.questions:
                told.append(tr("{right} of {count} right", right=figure.right, count=figure.questions))
            told.append(standing(tutor, header))
            tutor.console.say(", ".join(told), lead="- ")


def standing(tutor: Tutor, header: Header) -> str:
    """How far a lesson is, in a word or two."""
    session = tutor.kept.session
    if tutor.kept.finished(header.id):
        return tr("done")
    if session.started(header.id):
        return tr("begun, at step {place}", place=session.lesson(header.id).position + 1)
    return tr("not begun")


def _tell_skills(tutor: Tutor, past: Past) -> None:
    known = missed(past.tries)
    rows = [each for each in past.skill_figures() if each.due is not None]
    if rows:
        tutor.console.lines(["", tr("Skills")])
    for each in rows:
        in_row = tr("{right} of {needed} in a row", right=each.mastery.right_in_row, needed=each.mastery.needed)
        told = [named(each.skill), tr("mastered") if each.mastery.mastered else in_row]
        remembered = tr("{percent} percent remembered", percent=round(100 * each.mastery.strength))
        told.append(tr("missed") if each.skill in known else remembered)
        if each.due is not None:
            told.append(tr("due {when}", when=coming(each.due, past.now, tutor.kept.zone)))
        tutor.console.say(", ".join(told), lead="- ")


def _tell_mistakes(tutor: Tutor, past: Past) -> None:
    figures = past.mistake_figures()[:MISTAKES]
    if figures:
        tutor.console.lines(["", tr("Your most frequent mistakes")])
    for each in figures:
        times = plural(each.times, "once", "{count} times")
        last = when(each.last.answered_at, past.now, tutor.kept.zone)
        answer = one_line(each.last.text, ascii=tutor.console.ascii)
        more = first_sentence(besides(each.mistake, each.last))
        said = tr(
            "{slip} ({skill}): {times}, last {when}. You answered: {answer}. {more}",
            slip=slip(each.mistake, each.last),
            skill=named(each.skill),
            times=times,
            when=last,
            answer=answer,
            more=more,
        )
        tutor.console.say(one_line(said, ascii=tutor.console.ascii) if "$" in said else said, lead="- ")
