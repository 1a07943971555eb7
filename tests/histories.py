"""Logs of answers for the tests of review: made by hand, or of anything at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tutor.progress.history import Answered
from tutor.progress.records import Origin
from tutor.progress.review import Item, Skills
from tutor.verdict import Outcome

NOW = datetime(2026, 3, 12, 18, 0, tzinfo=UTC)  # a Thursday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def item(lesson: str, question: str, *skills: str, guessable: bool = False, graded: bool = True, step: int = 0) -> Item:
    return Item(lesson, question, skills or (f"{lesson}-{question}",), guessable, graded, step)


def items(**counts: int) -> Skills:
    """So many questions a lesson, each with a skill of its own."""
    return Skills(item(lesson, f"q{n}", step=n) for lesson, count in counts.items() for n in range(count))


def answer(
    of: Item,
    at: datetime,
    outcome: Outcome = Outcome.RIGHT,
    mistake: str | None = None,
    *,
    hints: int = 0,
    variant: int = 0,
    origin: Origin = Origin.LESSON,
    text: str = "1",
    message: str = "",
    seconds: int | None = None,
) -> Answered:
    """An answer without a uid; `log` names it."""
    told = (text, outcome, message, mistake, None, None)
    return Answered("", of.lesson, of.question, variant, *told, hints, at, origin, seconds)


def log(*answers: Answered) -> tuple[Answered, ...]:
    return tuple(each._replace(uid=f"{place:032x}") for place, each in enumerate(answers))


def histories(skills: Skills, *, honest: bool = True, most: int = 40) -> st.SearchStrategy[tuple[Answered, ...]]:
    """Logs over these items, ending before NOW; not `honest`: with clocks that jump anywhere."""
    gaps = st.sampled_from([MINUTE, HOUR, 7 * HOUR, DAY, 3 * DAY, 20 * DAY])
    jumps = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))
    times = gaps if honest else st.one_of(gaps, gaps, jumps)
    one = st.builds(
        lambda of, gap, outcome, mistake, hints, variant, origin, text: (
            gap,
            answer(of, NOW, outcome, mistake if outcome is Outcome.MISTAKE else None, hints=hints, variant=variant,
                   origin=origin, text=text),
        ),
        st.sampled_from(list(skills.items.values())), times, st.sampled_from(Outcome),
        st.sampled_from(["minus-lost", "negated", "minus-lost+negated"]), st.integers(0, 2), st.integers(0, 2),
        st.sampled_from(Origin), st.sampled_from(["1", "2", "3", "4"]),
    )  # fmt: skip
    return st.lists(one, max_size=most).map(_dated)


def _dated(told: list[tuple[timedelta | datetime, Answered]]) -> tuple[Answered, ...]:
    """Backwards from NOW, so that an honest log ends before it."""
    at, found = NOW, []
    for gap, each in reversed(told):
        at = at - gap if isinstance(gap, timedelta) else at
        found.append(each._replace(answered_at=gap if isinstance(gap, datetime) else at))
    return log(*reversed(found))
