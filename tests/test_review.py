"""Mastery, spacing and mixing: what is folded from a log of answers."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations
from pathlib import Path
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.histories import DAY, HOUR, MINUTE, NOW, answer, histories, item, items, log
from tests.stores import saved
from tutor.grading.given import AUTHOR
from tutor.grading.numbers import TOO_FEW
from tutor.lesson.catalogue import load_catalogue
from tutor.lesson.load import load_lesson
from tutor.lesson.model import Header, Lesson, Step
from tutor.places import shipped_lessons
from tutor.progress.records import Origin
from tutor.progress.review import Past, Result, Skills, Topic, coming, fresh_variant, why
from tutor.progress.reviewing.mixing import arranged
from tutor.progress.reviewing.timeline import timeline
from tutor.progress.reviewing.words import DONE, besides, first_sentence, slip, when
from tutor.review import past_of, reached, result_of, review
from tutor.rules import RULES
from tutor.session import QuestionState, Session
from tutor.verdict import Outcome, Verdict

A, B = item("slopes", "a", "power"), item("slopes", "b", "power")
GUESS = item("slopes", "guess", "power", guessable=True)
BOTH = item("chains", "both", "chain", "power")
PREDICTION = item("chains", "predict", "chain", graded=False)
FAR = item("chains", "far", "chain", step=9)
SOME = Skills([A, B, GUESS, BOTH, PREDICTION, FAR])
BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")


def results(*answers, skills=SOME) -> list[Result]:
    return [one.result for one in Past(log(*answers), skills, NOW + 9 * DAY).tries]


# --- tries ------------------------------------------------------------------------------------------------------------


def test_what_counts_as_right_hinted_and_again() -> None:
    wrong, slip, form, unreadable = Outcome.WRONG, Outcome.MISTAKE, Outcome.FORM, Outcome.UNREADABLE
    assert results(answer(A, NOW)) == [Result.RIGHT]
    assert results(answer(A, NOW, hints=1)) == [Result.HINTED]
    assert results(answer(A, NOW, wrong), answer(A, NOW)) == [Result.HINTED]
    assert results(answer(A, NOW, slip, "negated")) == [Result.AGAIN]
    assert results(answer(A, NOW, form), answer(A, NOW, unreadable), answer(A, NOW)) == [Result.RIGHT]
    assert results(answer(A, NOW, form)) == [] == results(answer(PREDICTION, NOW, wrong))
    misses = [answer(A, NOW, wrong, text=text) for text in ("1", "2", "2 ", "1")]
    assert results(*misses, answer(A, NOW)) == [Result.HINTED], "the same wrong answer twice is one miss"
    assert results(*misses, answer(A, NOW, wrong, text="3"), answer(A, NOW)) == [Result.AGAIN]


def test_a_question_is_put_anew_in_another_variant_in_review_and_on_another_day() -> None:
    right, again = Result.RIGHT, Result.AGAIN
    later, review_ = NOW + DAY, Origin.REVIEW
    assert results(answer(A, NOW), answer(A, later)) == [right], "in its lesson the solution stands there"
    assert results(answer(A, NOW), answer(A, NOW, Outcome.WRONG)) == [right], "what follows the right answer is play"
    assert results(answer(A, NOW), answer(A, NOW, variant=1)) == [right, right]
    assert results(answer(A, NOW), answer(A, NOW, origin=review_)) == [right, right]
    assert results(answer(A, NOW, origin=review_), answer(A, NOW + MINUTE, origin=review_)) == [right]
    assert results(answer(A, NOW, origin=review_), answer(A, NOW, Outcome.WRONG, origin=review_)) == [right]
    assert results(answer(A, NOW, origin=review_), answer(A, later, origin=review_)) == [right, right]
    assert results(answer(A, NOW, Outcome.WRONG), answer(A, later)) == [again, right]


# --- mastery ----------------------------------------------------------------------------------------------------------


def standing(*answers) -> tuple[int, int, bool]:
    found = Past(log(*answers), SOME, NOW).mastery["power"]
    return found[:3]


def rights(of, count: int, **more) -> list:
    return [answer(of, NOW, variant=n, **more) for n in range(count)]


def test_three_right_in_a_row_without_a_hint_are_mastery_and_four_where_guessing_is_easy() -> None:
    assert standing(*rights(A, 2)) == (2, 3, False)
    assert standing(*rights(A, 2), answer(BOTH, NOW)) == (3, 3, True)
    assert standing(*rights(GUESS, 1), *rights(A, 2)) == (3, 4, False)
    assert standing(*rights(GUESS, 1), *rights(A, 3)) == (4, 3, True), "the last three were no guesses"
    assert standing(*rights(GUESS, 4)) == (4, 4, True)
    assert standing(*rights(A, 5), answer(B, NOW, hints=1)) == (0, 3, False)
    assert standing(*rights(A, 5), answer(B, NOW, Outcome.WRONG), answer(B, NOW)) == (0, 3, False)
    assert standing(*rights(A, 2), answer(B, NOW, Outcome.FORM), answer(B, NOW)) == (3, 3, True)


def test_a_question_exercises_its_own_skill_else_those_of_its_lesson_else_the_lesson_itself() -> None:
    class Ask:
        def __init__(self, id: str, skill: str | None, **about) -> None:
            self.id, self.skill = id, skill
            self.before = self.placement = self.alone = False
            self.about = type("About", (), about)()

    steps = (Step(say="x"), Step(ask=Ask("own", "s")), Step(ask=Ask("all", None, choices=())))
    short, long = {"lines": "abc", "distractors": ()}, {"lines": "abcd", "distractors": ()}
    more = (Step(ask=Ask("short", None, **short)), Step(ask=Ask("long", None, **long)))
    made = Skills.of([Lesson(Header(Path("x"), "one", "One", "c", skills=("p", "q")), (*steps, *more))])
    assert [(each.question, each.skills, each.guessable, each.step) for each in made.items.values()] == [
        ("own", ("s",), False, 1),
        ("all", ("p", "q"), True, 2),
        ("short", ("p", "q"), True, 3),
        ("long", ("p", "q"), False, 4),
    ]
    bare = Skills.of([Lesson(Header(Path("x"), "two", "Two", "c"), (Step(ask=Ask("it", None)),))])
    assert bare.names == ("two",)


# --- spacing ----------------------------------------------------------------------------------------------------------

RATINGS = {Result.RIGHT: Rating.Good, Result.HINTED: Rating.Hard, Result.AGAIN: Rating.Again}
PACKAGE = Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=(), desired_retention=0.9)


def of_result(result: Result, at: datetime, variant: int):
    outcome = Outcome.WRONG if result is Result.AGAIN else Outcome.RIGHT
    return answer(A, at, outcome, hints=int(result is Result.HINTED), variant=variant)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(Result), st.integers(0, 400)), min_size=1, max_size=8))
def test_the_intervals_are_those_of_the_package(steps: list[tuple[Result, int]]) -> None:
    at, card, told = datetime(2020, 1, 1, tzinfo=UTC), Card(card_id=1), []
    for place, (result, hours) in enumerate(steps):
        card, _ = PACKAGE.review_card(card, RATINGS[result], at)
        told.append(of_result(result, at, place))
        at = card.due + timedelta(hours=hours)
    found = Past(log(*told), SOME, at).cards[Topic("power")]
    assert (found.due, found.stability, found.reviews) == (card.due, card.stability, len(steps))
    assert found.strength == PACKAGE.get_card_retrievability(card, at)


def test_right_hinted_and_again_come_back_later_and_sooner() -> None:
    days = [(Past(log(of_result(each, NOW, 0)), SOME, NOW).cards[Topic("power")].due - NOW).days for each in Result]
    assert days == [2, 1, 1]
    growing = [answer(A, NOW, variant=0)]
    for n in range(1, 5):
        due = Past(log(*growing), SOME, growing[-1].answered_at).cards[Topic("power")].due
        growing.append(answer(A, due, variant=n))
    gaps = [later.answered_at - one.answered_at for one, later in pairwise(growing)]
    assert gaps == sorted(gaps) and gaps[-1] > 40 * DAY


def test_a_day_that_begins_an_hour_earlier_is_still_the_next_day() -> None:
    """The package counts whole days of 24 hours: at 23 hours it would take a morning for the same evening."""
    late = log(answer(A, NOW, Outcome.WRONG), answer(A, NOW + DAY, variant=1))
    early = log(answer(A, NOW, Outcome.WRONG), answer(A, NOW + DAY - HOUR, variant=1))
    cards = [Past(each, SOME, NOW + DAY).cards[Topic("power")] for each in (late, early)]
    assert cards[0].due == cards[1].due and cards[0].stability == cards[1].stability
    twice = log(answer(A, NOW, Outcome.WRONG), *(answer(A, NOW + n * HOUR, variant=n) for n in (9, 10)))
    assert Past(twice, SOME, NOW + DAY).cards[Topic("power")].reviewed == NOW + DAY, "time never goes back"


def test_an_own_mistake_is_a_card_from_its_first_occurrence_and_right_where_it_could_be_made_is_good_for_it() -> None:
    slip = answer(A, NOW, Outcome.MISTAKE, "negated", message="The sign is not right. Look at x.")
    topic = Topic("power", "negated")
    then = NOW + 9 * DAY
    once = Past(log(slip), SOME, then).cards[topic]
    assert (once.due, once.times, once.places) == (NOW + DAY, 1, (A.key,)) and once.last.message == slip.message
    at_once = Past(log(slip, answer(A, NOW + MINUTE, variant=1)), SOME, then).cards[topic]
    assert at_once.due == once.due, "that it was not made again a minute later tells nothing"
    elsewhere = Past(log(slip, answer(B, NOW + DAY)), SOME, then).cards[topic]
    assert elsewhere.due == once.due, "where it was never made nobody knows that it can be"
    better = Past(log(slip, answer(A, NOW + DAY, variant=1)), SOME, then).cards[topic]
    card, _ = PACKAGE.review_card(Card(card_id=1), Rating.Again, NOW)
    assert better.due == PACKAGE.review_card(card, Rating.Good, NOW + DAY)[0].due > once.due
    both = answer(A, NOW, Outcome.MISTAKE, "negated+minus-lost")
    assert {Topic("power", "negated"), Topic("power", "minus-lost")} < set(Past(log(both), SOME, NOW).cards)
    digits = answer(A, NOW, Outcome.MISTAKE, TOO_FEW)
    assert set(Past(log(digits), SOME, NOW).cards) == {Topic("power")}, "too few digits are no misunderstanding"
    own = [answer(each, NOW, Outcome.MISTAKE, AUTHOR) for each in (A, B)]
    assert {Topic("power", "author:a"), Topic("power", "author:b")} < set(Past(log(*own), SOME, NOW).cards)


# --- clocks -----------------------------------------------------------------------------------------------------------

MOMENTS = st.lists(st.integers(0, 9).map(lambda n: NOW + n * DAY), max_size=9)


@given(MOMENTS, st.integers(0, 9))
def test_the_times_never_run_backwards_and_as_many_as_can_be_are_believed(moments: list[datetime], now: int) -> None:
    times, at = timeline(moments, NOW + now * DAY)
    told, found = [*moments, NOW + now * DAY], [*times, at]
    assert all(one <= other for one, other in pairwise(found)) and set(found) <= set(told)
    best = [1] * len(told)  # the longest rise that ends at each place
    for place, moment in enumerate(told):
        best[place] = 1 + max((best[i] for i in range(place) if told[i] <= moment), default=0)
    assert sum(one == other for one, other in zip(told, found, strict=True)) >= max(best)


def test_a_wrong_clock_moves_no_answer_but_its_own() -> None:
    honest = [NOW + n * DAY for n in range(6)]
    for wild in (datetime.min, datetime(1970, 1, 1), datetime(3000, 1, 1), datetime.max):
        wild = wild.replace(tzinfo=UTC)
        told = [*honest[:3], wild, *honest[3:]]
        assert timeline(told, honest[-1])[0] == [*honest[:3], honest[2], *honest[3:]]
        slips = log(*(answer(A, at, Outcome.MISTAKE, "author") for at in (NOW, wild)))
        past = Past(slips, SOME, NOW + DAY)
        assert [why(due.card, past.now, KOLKATA) for due in past.due(KOLKATA)] and past.heat(KOLKATA)
    back = Past(log(answer(A, NOW), answer(B, NOW + HOUR)), SOME, NOW - 900 * DAY)
    assert back.now == NOW + HOUR and back.due() == (), "the clock of today is the one that is wrong"


@settings(max_examples=25)
@given(histories(SOME, honest=False), st.sampled_from([UTC, BERLIN, KOLKATA]))
def test_nothing_breaks_whatever_the_clocks_said(history, zone) -> None:
    past = Past(history, SOME, NOW)
    assert all(0 <= card.strength <= 1 and card.due > past.tries[0].at for card in past.cards.values())
    plan = past.plan(zone)
    keys = [picked.item.key for picked in plan]
    assert len(set(keys)) == len(keys) and set(keys) <= {each.key[0:2] for each in SOME.items.values() if each.graded}
    assert {due.topic for picked in plan for due in picked.dues} == {due.topic for due in past.due(zone)}
    assert (past.headline(zone) is None) == (not plan)
    assert sum(count for _, count in past.heat(zone)) <= len(history)
    for picked in plan:
        assert all(why(due.card, past.now, zone) for due in picked.dues)


@settings(max_examples=30)
@given(histories(SOME))
def test_what_counts_for_nothing_changes_nothing(history) -> None:
    counted = tuple(each for each in history if each.outcome not in (Outcome.UNREADABLE, Outcome.FORM))
    assert Past(history, SOME, NOW).cards == Past(counted, SOME, NOW).cards
    assert Past(history, SOME, NOW).mastery == Past(counted, SOME, NOW).mastery


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_only_what_was_reached_is_asked() -> None:
    past = Past(log(answer(BOTH, NOW - 9 * DAY, Outcome.WRONG)), SOME, NOW)
    asked = {each.key for due in past.due() for each in due.items}
    assert asked == {BOTH.key}, "other questions of the skill stand in a lesson not begun, or further on"
    further = {each.key for due in past.due(reached={"chains": 9, "slopes": -1}) for each in due.items}
    assert further == {BOTH.key, FAR.key}
    assert PREDICTION.key not in further


def test_due_is_a_matter_of_the_learners_day_which_ends_at_four() -> None:
    evening = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)  # 22:00 in Berlin, whose clocks go forward that night
    history = log(answer(A, evening, Outcome.WRONG))
    until_four = Past(history, SOME, datetime(2026, 3, 29, 1, 59, tzinfo=UTC))
    assert until_four.due(BERLIN) == () and until_four.headline(BERLIN) is None
    morning = Past(history, SOME, datetime(2026, 3, 29, 2, 0, tzinfo=UTC))
    assert [due.topic for due in morning.due(BERLIN)] == [Topic("power")]
    assert morning.headline(BERLIN) == "1 due, about 1 minute"


def test_nearest_to_forgotten_comes_first_and_one_question_serves_all_that_it_asks() -> None:
    slip = answer(A, NOW - 20 * DAY, Outcome.MISTAKE, "negated")
    history = log(slip, answer(BOTH, NOW - 9 * DAY, Outcome.WRONG), answer(FAR, NOW - 3 * DAY))
    past = Past(history, SOME, NOW)
    strengths = [due.card.strength for due in past.due()]
    assert strengths == sorted(strengths) and past.due()[0].topic == Topic("power", "negated")
    served = [due.topic for picked in past.plan() for due in picked.dues]
    assert Counter(served) == Counter(due.topic for due in past.due())
    assert len(past.plan()) < len(past.due())


def test_a_skill_of_two_lessons_is_asked_where_less_is_asked_already() -> None:
    skills = Skills([item("a", "q0", "only-a"), item("a", "q1", "shared"), item("b", "q2", "shared")])
    history = log(
        *(answer(skills.items[key], NOW - 9 * DAY, Outcome.WRONG) for key in (("a", "q0"), ("a", "q1"))),
        answer(skills.items["b", "q2"], NOW - 8 * DAY, Outcome.WRONG),
    )
    assert [picked.item.key for picked in Past(history, skills, NOW).plan()] == [("b", "q2"), ("a", "q0")]


@settings(max_examples=25)
@given(st.lists(st.sampled_from("abc"), max_size=6), st.integers(0, 7))
def test_the_order_has_as_few_equal_neighbours_as_any_choice_can(lessons: list[str], most: int) -> None:
    def neighbours(order) -> int:
        return sum(lessons[one] == lessons[other] for one, other in pairwise(order))

    found = arranged(lessons, most)
    count = min(most, len(lessons))
    assert len(found) == len(set(found)) == count
    assert neighbours(found) == min(map(neighbours, permutations(range(len(lessons)), count)))
    for lesson in "abc":
        turns = [place for place in found if lessons[place] == lesson]
        assert turns == sorted(turns), "within a lesson the most urgent comes first"


def test_where_neighbours_cannot_clash_the_order_is_that_of_urgency() -> None:
    assert arranged(list("abcabc"), 6) == [0, 1, 2, 3, 4, 5]
    assert arranged(list("aaab"), 3) == [0, 3, 1]
    assert arranged(list("abbbb"), 9) == [1, 0, 2, 3, 4]


def test_a_fresh_variant_is_one_never_seen_else_the_one_seen_longest_ago() -> None:
    assert fresh_variant([], 4) == 0
    assert fresh_variant([0, 0, 2], 4) == 1
    assert fresh_variant([1, 0, 2, 3, 1], 4) == 0
    assert fresh_variant([7, 5], 4) == 0 and fresh_variant([3, 3], 1) == 0
    seen: list[int] = []
    for _ in range(12):
        seen.append(fresh_variant(seen, 4))
    assert all(set(seen[n : n + 4]) == {0, 1, 2, 3} for n in range(9))


# --- words and figures ------------------------------------------------------------------------------------------------


def test_a_mistake_is_told_with_its_day() -> None:
    def told(name: str, ago: timedelta, message: str = "") -> str:
        made = name.removesuffix(":a")
        past = Past(log(answer(A, NOW - ago, Outcome.MISTAKE, made, message=message)), SOME, NOW)
        return why(past.cards[Topic("power", name)], NOW, BERLIN)

    assert told("inner-derivative-missing", 2 * DAY) == "you forgot the inner derivative on Tuesday"
    assert told("minus-lost", DAY) == "you lost a minus sign yesterday"
    assert told("minus-lost|sum-minus-lost", DAY) == "you lost a minus sign yesterday"
    assert told("minus-lost|sum-term-lost", DAY) == "you lost a minus sign or left out a term yesterday"
    assert told("author:a", 20 * DAY, "That is f(2.5), not f'. At x: no.") == (
        "on 20 February you were told: That is f(2.5), not f'."
    )
    assert told("author:a", 200 * DAY, "x " * 90).startswith("on 24 August 2025 you were told: x x")
    assert when(NOW.replace(hour=2), NOW.replace(hour=1, day=13), UTC) == "yesterday", "until four it is the day before"
    assert [when(NOW - n * DAY, NOW, UTC) for n in (0, 6, 7)] == ["today", "on Friday", "on 5 March"]
    assert [coming(NOW + n * DAY, NOW, UTC) for n in (-1, 0, 1, 5)] == ["now", "now", "tomorrow", "in 5 days"]
    assert first_sentence("Two slips are in this. One. And: two.") == "One."
    both = answer(
        A, NOW, Outcome.MISTAKE, "minus-lost+chain-inner", message="Two slips are in this. One. At x. And: Two."
    )
    assert (slip("minus-lost", both), besides("minus-lost", both)) == ("you lost a minus sign", "One. At x.")
    assert (slip("chain-inner", both), besides("chain-inner", both)) == ("chain inner", "Two.")
    own = answer(A, NOW, Outcome.MISTAKE, "author", message="That is the rise. Divide it. And: look.")
    assert (slip("author:a", own), besides("author:a", own)) == ("That is the rise", "Divide it. And: look.")
    assert first_sentence("No end") == "No end" and len(first_sentence("y" * 500)) == 90
    assert set(DONE) <= {mistake.name for rule in RULES for mistake in rule.mistakes}, "a name of the rules' own"


def test_the_heat_map_has_whole_weeks_and_the_learners_days() -> None:
    late = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)  # a Sunday; in Kolkata Monday, at five
    heat = Past(log(answer(A, late), answer(A, late, Outcome.UNREADABLE), answer(B, NOW)), SOME, NOW).heat(KOLKATA)
    assert len(heat) == 182 and heat[0][0].weekday() == 0 and heat[-1][0].isoformat() == "2026-03-15"
    assert {day.isoformat(): count for day, count in heat if count} == {"2026-03-09": 1, "2026-03-12": 1}


def test_the_figures_add_up() -> None:
    def slip(of, days, name):
        return answer(of, NOW - days * DAY, Outcome.MISTAKE, name, seconds=200)

    history = log(
        slip(A, 9, "negated"), slip(B, 8, "negated"), slip(BOTH, 7, "minus-lost"),
        *(answer(of, NOW - DAY, seconds=seconds) for of, seconds in ((A, 20), (B, 40), (GUESS, 100))),
    )  # fmt: skip
    past = Past(history, SOME, NOW)
    assert [(each.mistake, each.skill, each.times) for each in past.mistake_figures()] == [
        ("negated", "power", 2),
        ("minus-lost", "chain", 1),
    ]
    assert past.mistake_figures()[0].last == history[1]
    assert [each[1:] for each in past.lesson_figures()] == [(3, 3, 3), (2, 1, 0)]
    assert [each.skill for each in past.skill_figures()] == ["chain", "power"]
    assert past.seconds_each == 150 and Past((), SOME, NOW).seconds_each == 50
    assert Past((), SOME, NOW).skill_figures()[0].due is None and Past((), SOME, NOW).headline() is None


# --- a sitting --------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(Outcome), st.sampled_from("123"), st.booleans()), max_size=6))
def test_a_sitting_and_the_log_say_the_same_of_a_question(answers: list[tuple[Outcome, str, bool]]) -> None:
    state, session, told = QuestionState(), Session(), []
    for outcome, text, hint in answers:
        text = f"{outcome.value} {text}"  # the same text has the same verdict
        if hint:
            session.hint(state, 3)
        session.judged(state, text, Verdict(outcome, ""))
        told.append(answer(A, NOW, outcome, hints=state.hints, text=text, origin=Origin.REVIEW))
        if outcome is Outcome.RIGHT:
            break
    assert results(*told) == [each for each in (result_of(state),) if each is not None]


def test_a_sitting_goes_through_what_is_due_and_sums_it_up() -> None:
    skills = items(a=2, b=2)
    history = log(*(answer(each, NOW - 9 * DAY, Outcome.WRONG) for each in skills.items.values()))
    sitting = review(Past(history, skills, NOW))
    assert [picked.item.lesson for picked in sitting.plan] in (["a", "b", "a", "b"], ["b", "a", "b", "a"])
    assert sitting.why == ("a q0, last asked on 3 March",) and sitting.crumb == "1 of 4"
    sitting.take("1", Verdict(Outcome.RIGHT, "Right."))
    sitting.go_on()
    sitting.take("2", Verdict(Outcome.WRONG, "No."))
    sitting.take("1", Verdict(Outcome.RIGHT, "Right."))
    sitting.go_on()
    sitting.take("2", Verdict(Outcome.WRONG, "No."))
    assert sitting.summary() == "1 right, 1 with a hint, 1 again tomorrow, 1 left for another time"
    assert sitting.go_on() is not None and sitting.go_on() is None and sitting.go_on() is None
    assert sitting.current is None and sitting.why == () and sitting.crumb == "4 of 4"


def test_what_was_answered_before_a_sitting_was_left_is_kept_and_the_rest_is_asked_again(tmp_path: Path) -> None:
    skills = items(a=2, b=2)
    with saved(tmp_path, lambda: NOW - 9 * DAY) as store:
        for lesson, question in skills.items:
            store.save_answer(lesson, question, "1", Verdict(Outcome.WRONG, "No."), 0, 0)
    with saved(tmp_path, lambda: NOW) as store:
        sitting = review(Past(store.history(), skills, NOW))
        for _ in range(2):
            assert sitting.current is not None
            sitting.take("2", Verdict(Outcome.RIGHT, "Right."))
            done = (*sitting.current.item.key, "2", sitting.state.attempts[-1].verdict, sitting.state.hints)
            store.save_answer(*done, sitting.state.variant, origin=sitting.origin, seconds=30)
            sitting.go_on()
    with saved(tmp_path, lambda: NOW) as store:
        past = Past(store.history(), skills, NOW + HOUR)
    asked = {picked.item.key for picked in review(past).plan}
    assert asked == {picked.item.key for picked in sitting.plan[2:]} and past.headline() == "2 due, about 2 minutes"


def test_over_the_shipped_lessons_each_question_comes_back_as_its_lesson_shows_it() -> None:
    catalogue = load_catalogue([shipped_lessons()])
    header = catalogue.lessons()[1]
    lesson = load_lesson(header.file)
    assert isinstance(lesson, Lesson)
    graded = [step for step in lesson.steps if step.ask is not None and not step.ask.before]
    told = [answer(item(header.id, step.ask.id), NOW - 30 * DAY, Outcome.WRONG) for step in graded if step.ask]
    past = past_of(catalogue, log(*told, answer(item("gone", "q"), NOW - DAY)), NOW)
    assert set(past.skills.names) == set(header.skills) and len(past.tries) == len(graded)
    sitting = review(past)
    while sitting.current is not None:
        step = sitting.step(lesson)
        assert step is not None and step.ask is not None
        ways = [each for one in graded for each in (one, *one.variants) if each.ask == step.ask]
        assert step in (ways[0]._replace(say=None, show=None) if step.ask.alone else ways[0], *ways[1:])
        assert sitting.step(lesson) == step, "it does not change while it is looked at"
        sitting.go_on()
    assert Counter(skill for picked in sitting.plan for skill in picked.item.skills).total() >= len(header.skills)
    session = Session()
    session.lesson(header.id).furthest = 4
    assert reached(session, [header.id, "other"]) == {header.id: 4}


def test_a_variant_that_was_seen_is_not_the_one_that_review_asks() -> None:
    ways = tuple(Step(ask=type("Ask", (), {"id": "q0", "alone": False})()) for _ in range(3))
    step = Step(ask=ways[0].ask, variants=ways)
    lesson = Lesson(Header(Path("x"), "a", "A", "c"), (step,))
    skills = items(a=1, b=1)
    other = answer(skills.in_lesson("b")[0], NOW - 9 * DAY, variant=1)
    history = log(other, answer(skills.in_lesson("a")[0], NOW - 9 * DAY, Outcome.WRONG, variant=0))
    sitting = review(Past(history, skills, NOW))
    assert sitting.step(lesson) is ways[0] and sitting.state.variant == 1
    assert sitting.step(Lesson(lesson.header, ())) is None, "the lesson no longer asks it"


def test_review_costs_a_start_of_the_tutor_nothing() -> None:
    heavy = "{'fsrs', 'numpy', 'sympy', 'yaml', 'textual', 'tutor.lesson.load'}"
    code = f"import sys, tutor.progress.review, tutor.review; print(sorted(set(sys.modules) & {heavy}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"
