"""Why something is asked, and when things happened, as a learner is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo

from tutor.progress.history import Answered
from tutor.progress.reviewing.cards import Remembered
from tutor.progress.reviewing.due import day, on_the_wall
from tutor.progress.reviewing.tries import AUTHOR, Result, Try

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONG = 90  # characters of what was told then
# What is quickly said of a mistake, after "you". Any other is told in the words that its verdict had.
DONE = {
    "coefficient-dropped": "dropped the number in front",
    "coefficient-raised": "raised the number in front to the power as well",
    "constant-became-one": "took the derivative of a constant to be 1",
    "constant-factor-made-zero": "made a constant factor 0",
    "constant-kept": "kept a term that is constant",
    "exponential-exponent-lowered": "lowered the exponent of an exponential",
    "exponential-log-dropped": "forgot the ln of the base",
    "exponential-times-exponent": "brought down the exponent of an exponential",
    "function-of-the-derivative": "put the inner derivative inside",
    "inner-derivative-added": "added the inner derivative where it is a factor",
    "inner-derivative-missing": "forgot the inner derivative",
    "inner-derivative-twice": "multiplied by the inner derivative twice",
    "inner-sign-changed": "got the sign of the inner derivative wrong",
    "inside-in-place-of-its-derivative": "multiplied by the inside and not by its derivative",
    "inside-lost": "lost the inside",
    "left-undifferentiated": "left a part undifferentiated",
    "minus-lost": "lost a minus sign",
    "other-variable-dropped": "dropped the other variable",
    "outer-derivative-missing": "forgot the derivative of the outside",
    "power-exponent-not-brought-down": "did not bring the exponent down",
    "power-exponent-not-lowered": "did not lower the exponent",
    "power-exponent-raised": "raised the exponent where it goes down",
    "power-rule-on-an-exponential": "used the power rule on an exponential",
    "power-sign-lost": "lost the minus sign of an exponent",
    "product-minus": "subtracted the terms of the product rule",
    "product-of-derivatives": "multiplied the derivatives of the factors",
    "product-one-term": "used only part of the product rule",
    "quotient-bottom-not-squared": "did not square the bottom",
    "quotient-of-derivatives": "divided the derivative of the top by that of the bottom",
    "quotient-plus": "added the terms on top of a quotient",
    "quotient-swapped": "swapped the terms on top of a quotient",
    "sum-minus-lost": "lost a minus sign",
    "sum-term-lost": "left out a term",
}
# How a verdict on several mistakes begins: what follows tells more.
OPENINGS = ("More than one slip gives this. ", "Two slips are in this. ")
SECOND = " And: "  # what parts the words on one slip from those on the other


def when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`today`, `yesterday`, `on Tuesday`, `on 3 March`: the learner's days, by the clock on the wall."""
    ago = day(now, zone) - day(moment, zone)
    if ago <= 0:
        return "today"
    if ago == 1:
        return "yesterday"
    local = on_the_wall(moment, zone)
    if ago < 7:
        return f"on {DAYS[local.weekday()]}"
    year = "" if local.year == on_the_wall(now, zone).year else f" {local.year}"
    return f"on {local.day} {MONTHS[local.month - 1]}{year}"


def coming(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`now`, `tomorrow`, `in 5 days`: when something is asked again."""
    days = day(moment, zone) - day(now, zone)
    return "now" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def why(card: Remembered, now: datetime, zone: tzinfo) -> str:
    """Why a topic is asked now: `you forgot the inner derivative on Tuesday`."""
    if card.topic.mistake is None or card.last is None:
        return f"{named(card.topic.skill)}, last asked {when(card.reviewed, now, zone)}"
    at = when(card.last.answered_at, now, zone)
    done = done_in(card.topic.mistake)
    return f"you {done} {at}" if done else f"{at} you were told: {told_of(card)}"


def done_in(mistake: str) -> str:
    """What a mistake is called, after "you"; empty where only the words of its verdict tell."""
    done = [DONE.get(name, "") for name in mistake.split("|")]  # any one of them explains it
    return " or ".join(dict.fromkeys(done)) if all(done) else ""


def slip(mistake: str, last: Answered) -> str:
    """A mistake in words: `you forgot the inner derivative`, its name, or where only a lesson's author knows it what
    was told of it last."""
    if done := done_in(mistake):
        return f"you {done}"
    own = mistake.startswith(f"{AUTHOR}:")
    return first_sentence(said_of(mistake, last)).removesuffix(".") if own else named(mistake.replace("|", " or "))


def besides(mistake: str, last: Answered) -> str:
    """What was told of it, beyond what `slip` says."""
    told = " ".join(said_of(mistake, last).split())
    for opening in OPENINGS:
        told = told.removeprefix(opening)
    said = slip(mistake, last)
    return told.removeprefix(said).removeprefix(".").strip() if told.startswith(said) else told


def said_of(mistake: str, answer: Answered) -> str:
    """What was said of this one mistake, where an answer had two."""
    names, parts = (answer.mistake or "").split("+"), answer.message.split(SECOND)
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
    line = " ".join(message.partition("\n")[0].split())
    for opening in OPENINGS:
        line = line.removeprefix(opening)
    found = re.match(r".+?[.!?](?=\s|$)", line)
    text = found[0] if found else line
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…"


def named(skill: str) -> str:
    """A skill's id as words."""
    return skill.replace("-", " ").replace("_", " ")
