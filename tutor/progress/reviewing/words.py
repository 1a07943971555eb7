"""Why something is asked, and when things happened, as a learner is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from tutor.messages import N_, plural, tr
from tutor.progress.history import Answered
from tutor.progress.reviewing.cards import Remembered
from tutor.progress.reviewing.due import day, on_the_wall
from tutor.progress.reviewing.tries import AUTHOR, Result, Try

DAYS = (
    N_("on Monday"), N_("on Tuesday"), N_("on Wednesday"), N_("on Thursday"), N_("on Friday"), N_("on Saturday"),
    N_("on Sunday"),
)  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
LONG = 90  # characters of what was told then
# What is quickly said of a mistake, after "you". Any other is told in the words that its verdict had.
DONE = {
    "coefficient-dropped": N_("dropped the number in front"),
    "coefficient-raised": N_("raised the number in front to the power as well"),
    "constant-became-one": N_("took the derivative of a constant to be 1"),
    "constant-factor-made-zero": N_("made a constant factor 0"),
    "constant-kept": N_("kept a term that is constant"),
    "exponential-exponent-lowered": N_("lowered the exponent of an exponential"),
    "exponential-log-dropped": N_("forgot the ln of the base"),
    "exponential-times-exponent": N_("brought down the exponent of an exponential"),
    "function-of-the-derivative": N_("put the inner derivative inside"),
    "inner-derivative-added": N_("added the inner derivative where it is a factor"),
    "inner-derivative-missing": N_("forgot the inner derivative"),
    "inner-derivative-twice": N_("multiplied by the inner derivative twice"),
    "inner-sign-changed": N_("got the sign of the inner derivative wrong"),
    "inside-in-place-of-its-derivative": N_("multiplied by the inside and not by its derivative"),
    "inside-lost": N_("lost the inside"),
    "left-undifferentiated": N_("left a part undifferentiated"),
    "minus-lost": N_("lost a minus sign"),
    "other-variable-dropped": N_("dropped the other variable"),
    "outer-derivative-missing": N_("forgot the derivative of the outside"),
    "power-exponent-not-brought-down": N_("did not bring the exponent down"),
    "power-exponent-not-lowered": N_("did not lower the exponent"),
    "power-exponent-raised": N_("raised the exponent where it goes down"),
    "power-rule-on-an-exponential": N_("used the power rule on an exponential"),
    "power-sign-lost": N_("lost the minus sign of an exponent"),
    "product-minus": N_("subtracted the terms of the product rule"),
    "product-of-derivatives": N_("multiplied the derivatives of the factors"),
    "product-one-term": N_("used only part of the product rule"),
    "quotient-bottom-not-squared": N_("did not square the bottom"),
    "quotient-of-derivatives": N_("divided the derivative of the top by that of the bottom"),
    "quotient-plus": N_("added the terms on top of a quotient"),
    "quotient-swapped": N_("swapped the terms on top of a quotient"),
    "sum-minus-lost": N_("lost a minus sign"),
    "sum-term-lost": N_("left out a term"),
}
# How a verdict on several mistakes begins: what follows the opening tells more. The verdicts of `tutor.mistakes`.
OPENINGS = (
    N_("More than one slip gives this. {ways} {look}"),
    N_("Two slips are in this. {say} {look} And: {say2} {look2}"),
)
SECOND = " And: "  # what parts the words on one slip from those on the other


def when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`today`, `yesterday`, `on Tuesday`, `on 3 March`: the learner's days, by the clock on the wall."""
    ago = day(now, zone) - day(moment, zone)
    if ago <= 0:
        return tr("today")
    if ago == 1:
        return tr("yesterday")
    local = on_the_wall(moment, zone)
    if ago < 7:
        return tr(DAYS[local.weekday()])
    month = tr(MONTHS[local.month - 1])
    if local.year == on_the_wall(now, zone).year:
        return tr("on {day} {month}", day=local.day, month=month)
    return tr("on {day} {month} {year}", day=local.day, month=month, year=local.year)


def coming(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`now`, `tomorrow`, `in 5 days`: when something is asked again."""
    days = day(moment, zone) - day(now, zone)
    if days <= 0:
        return tr("now")
    return tr("tomorrow") if days == 1 else plural(days, "in {count} day", "in {count} days")


def why(card: Remembered, now: datetime, zone: tzinfo) -> str:
    """Why a topic is asked now: `you forgot the inner derivative on Tuesday`."""
    if card.topic.mistake is None or card.last is None:
        return tr("{skill}, last asked {when}", skill=named(card.topic.skill), when=when(card.reviewed, now, zone))
    at = when(card.last.answered_at, now, zone)
    done = done_in(card.topic.mistake)
    if done:
        return tr("you {done} {when}", done=done, when=at)
    return tr("{when} you were told: {told}", when=at, told=told_of(card))


def done_in(mistake: str) -> str:
    """What a mistake is called, after "you"; empty where only the words of its verdict tell."""
    done = [DONE.get(name, "") for name in mistake.split("|")]  # any one of them explains it
    return tr(" or ").join(map(tr, dict.fromkeys(done))) if all(done) else ""


def slip(mistake: str, last: Answered) -> str:
    """A mistake in words: `you forgot the inner derivative`, its name, or where only a lesson's author knows it what
    was told of it last."""
    if done := done_in(mistake):
        return tr("you {done}", done=done)
    own = mistake.startswith(f"{AUTHOR}:")
    if own:
        return first_sentence(said_of(mistake, last)).removesuffix(".")
    return tr(" or ").join(map(named, mistake.split("|")))


def besides(mistake: str, last: Answered) -> str:
    """What was told of it, beyond what `slip` says."""
    told = _after_the_opening(" ".join(said_of(mistake, last).split()))
    said = slip(mistake, last)
    return told.removeprefix(said).removeprefix(".").strip() if told.startswith(said) else told


def said_of(mistake: str, answer: Answered) -> str:
    """What was said of this one mistake, where an answer had two."""
    names = (answer.mistake or "").split("+")
    parts = answer.message.split(SECOND if SECOND in answer.message else _second())
    return parts[names.index(mistake)] if len(names) == len(parts) > 1 and mistake in names else answer.message


def missed(tries: Iterable[Try]) -> frozenset[str]:
    """The skills whose last question was not got right: the moment after, they are remembered, and yet not known."""
    last = {skill: one.result for one in tries for skill in one.item.skills}
    return frozenset(skill for skill, result in last.items() if result is Result.AGAIN)


def told_of(card: Remembered) -> str:
    """What was said of a mistake the last time, its first sentence; nothing of a skill."""
    if card.last is None or card.topic.mistake is None:
        return ""
    return first_sentence(said_of(card.topic.mistake, card.last))


def first_sentence(message: str) -> str:
    """The first sentence of a verdict, cut where it is long."""
    line = _after_the_opening(" ".join(message.partition("\n")[0].split()))
    found = re.match(r".+?[.!?](?=\s|$)", line)
    text = found[0] if found else line
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…"


def named(skill: str) -> str:
    """A skill's id as words."""
    return skill.replace("-", " ").replace("_", " ")


def _after_the_opening(message: str) -> str:
    """The verdict without the sentence that it has several mistakes to tell of, in the language it was kept in."""
    for template in OPENINGS:
        for said in (template, tr(template)):
            message = message.removeprefix(said.partition("{")[0])
    return message


def _second() -> str:
    """SECOND as a translation has it; SECOND itself where it puts the values in another order."""
    found = re.search(r"\{look\}([^{}]*\w[^{}]*)\{say2\}", tr(OPENINGS[1]))
    return found[1] if found else SECOND
