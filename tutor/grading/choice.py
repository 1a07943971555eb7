"""A choice: the answer is the option's number from 1, its letter from a, or its text."""

from __future__ import annotations

from tutor.expression.unreadable import Unreadable
from tutor.grading.given import AUTHOR, TRY_AGAIN, Given, Judge, clean
from tutor.lesson.questions import Choice, Question
from tutor.messages import tr
from tutor.verdict import Verdict


def read(question: Question, text: str) -> Given:
    """The option meant; raises Unreadable."""
    about = _about(question)
    typed = _plain(text)
    texts = [_plain(option.text) for option in about.choices]
    places = [str(place + 1) for place in range(len(texts))]
    letters = [chr(ord("a") + place) for place in range(len(texts))]
    for names in (texts, places, letters):  # an option may itself be called '2'
        for candidate in (typed, typed.rstrip(".)").lstrip("(")):
            if candidate in names:
                place = names.index(candidate)
                return Given(text, clean(about.choices[place].text), place=place)
    what = tr(
        "That is none of the choices. Type a number from 1 to {count}, a letter, or the text of a choice.",
        count=len(texts),
    )
    raise Unreadable(what, 0, len(text), text)


def right(question: Question, given: Given) -> Verdict | None:
    """The right choice may say why it is right."""
    option = _about(question).choices[given.place]
    if not option.ok:
        return None
    return given.right()._replace(message=f"{tr('Right.')} {clean(option.say)}") if option.say else given.right()


def nearness(question: Question, given: Given, wrong: Given) -> float | None:
    return 0.0 if given.place == wrong.place else None


def remark(question: Question, given: Given) -> Verdict:
    """A wrong choice explains itself."""
    say = _about(question).choices[given.place].say
    return given.mistaken(AUTHOR, say) if say else given.wrong(tr("Not this one. {try_again}", try_again=tr(TRY_AGAIN)))


def own(question: Question) -> str:
    return str(next(place for place, option in enumerate(_about(question).choices, 1) if option.ok))


def _about(question: Question) -> Choice:
    assert isinstance(question.about, Choice)
    return question.about


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


JUDGE = Judge(read, right, nearness, remark, own)
