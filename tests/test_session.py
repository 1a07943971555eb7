"""Where the learner is: what counts as an attempt, what a hint costs, what survives a change of variant."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tutor.lesson.model import Header, Lesson, Step
from tutor.session import QuestionState, Session
from tutor.verdict import Outcome, Verdict

OUTCOMES = st.sampled_from(list(Outcome))
TEXTS = st.text("2x+1 ", min_size=1, max_size=5)


def lesson(steps: int) -> Lesson:
    return Lesson(Header(Path("a.yaml"), "a", "A", "c"), tuple(Step(say=str(i)) for i in range(steps)))


@given(st.lists(st.tuples(TEXTS, OUTCOMES), max_size=20))
def test_only_different_readable_answers_count(answers):
    session, state = Session(), QuestionState()
    for text, outcome in answers:
        session.judged(state, text, Verdict(outcome, ""))
    readable = {" ".join(text.split()) for text, outcome in answers if outcome is not Outcome.UNREADABLE}
    assert len(state.attempts) == len(readable)
    assert state.misses <= len(readable)
    assert all(attempt.verdict.outcome is not Outcome.UNREADABLE for attempt in state.attempts)


@given(st.lists(OUTCOMES.filter(lambda o: o is not Outcome.UNREADABLE), max_size=8))
def test_unexplained_counts_the_misses_at_the_end_that_nothing_explained(outcomes):
    session, state = Session(), QuestionState()
    for i, outcome in enumerate(outcomes):
        session.judged(state, str(i), Verdict(outcome, ""))
    expected = 0
    for outcome in reversed(outcomes):
        if outcome is not Outcome.WRONG:
            break
        expected += 1
    assert state.unexplained == expected


@given(st.integers(1, 9), st.lists(st.integers(-3, 12), max_size=10))
def test_one_stands_at_a_step_that_there_is_and_past_the_last_is_done(steps, moves):
    session = Session()
    for move in moves:
        step = session.go(lesson(steps), move)
        assert step is not None
        state = session.lesson("a")
        assert 0 <= state.position < steps
        assert state.furthest >= state.position
    assert not moves or session.lesson("a").finished == any(move >= steps for move in moves)


def test_hints_open_one_by_one_as_far_as_there_are_any():
    session, state = Session(), QuestionState()
    assert [session.hint(state, 2) for _ in range(3)] == [True, True, False]


def test_another_variant_begins_anew_and_keeps_what_was_answered():
    session, state = Session(), QuestionState(draft="2x", worked=True)
    session.judged(state, "2x", Verdict(Outcome.WRONG, ""))
    session.sibling(state)
    assert (state.attempts, state.hints, state.draft, state.worked, state.variant) == ([], 0, "", False, 1)
    assert [attempt.text for attempt in state.past[0]] == ["2x"]
