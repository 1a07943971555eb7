"""A review or a checkpoint, beside its questions: what it asks about, what was left half done, how it ends.

The screens and the lines go through a `tutor.review.ReviewSitting` each in its own way; all that is decided or said
alike stands here. What is kept is handed in and given back, never read or written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tutor.lesson.model import Catalogue, Lesson, Step
from tutor.messages import tr

if TYPE_CHECKING:
    from datetime import tzinfo

    from tutor.lesson.checkpoint import Checkpoint
    from tutor.progress.review import Past, Picked
    from tutor.review import ReviewSitting
    from tutor.session import QuestionState


# --- in a lesson ------------------------------------------------------------------------------------------------------


def complete(sitting: ReviewSitting) -> bool:
    """Was every question of it answered?"""
    return len(sitting.results) >= len(sitting.earlier) + len(sitting.plan)


def waits(step: Step, passed: ReviewSitting | None) -> bool:
    """Does a checkpoint stand at this step that was not gone through yet?"""
    return step.checkpoint is not None and (passed is None or not complete(passed))


def with_checkpoint(step: Step, passed: ReviewSitting | None, catalogue: Catalogue) -> Step:
    """A step that has a checkpoint, with words that say what it is, or how it went; any other as it is."""
    wanted = step.checkpoint
    if wanted is None:
        return step
    if passed is None or not passed.results:
        titles = [found.title if (found := catalogue.find(each)) else each for each in wanted.lessons]
        words = tr(
            "**Checkpoint.** Up to {most} questions, mixed, from: {titles}.",
            most=wanted.items,
            titles=", ".join(titles),
        )
    elif complete(passed):
        words = tr("**The checkpoint is done: {summary}.**", summary=passed.summary())
    else:
        words = tr("**The checkpoint so far: {summary}.**", summary=passed.summary())
    return step._replace(say=f"{step.say}\n\n{words}" if step.say else words)


def checkpoint_of(past: Past, wanted: Checkpoint, zone: tzinfo) -> ReviewSitting | None:
    """The questions of a checkpoint; None where its lessons have none. One that was left lately is gone on with; one
    that was gone through lately begins anew."""
    from tutor.review import checkpoint  # late: it brings all that a review is made of

    sitting = checkpoint(past, wanted.lessons, wanted.items, zone)
    if not sitting.plan:
        sitting = checkpoint(past, wanted.lessons, wanted.items, zone, afresh=True)
    return sitting if sitting.plan else None


# --- what it asks about -----------------------------------------------------------------------------------------------


def lessons_of(sitting: ReviewSitting, catalogue: Catalogue) -> dict[str, Lesson]:
    """The lessons that are asked about, read from their files; without those that are gone or broken."""
    from tutor.lesson.load import load_lesson

    found: dict[str, Lesson] = {}
    for name in {picked.item.lesson for picked in sitting.plan}:
        header = catalogue.find(name)
        lesson = load_lesson(header.file) if header is not None else None
        if isinstance(lesson, Lesson):
            found[name] = lesson
    return found


class AsAsked(Mapping[str, Lesson]):
    """The lessons of a catalogue, each read from its file when it is first asked for; without those gone or broken."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._files = {header.id: header.file for header in catalogue.lessons()}
        self._read: dict[str, Lesson] = {}

    def __getitem__(self, name: str) -> Lesson:
        from tutor.lesson.load import load_lesson

        if name not in self._read:
            lesson = load_lesson(self._files[name])
            if not isinstance(lesson, Lesson):
                raise KeyError(name)
            self._read[name] = lesson
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def next_step(sitting: ReviewSitting, lessons: Mapping[str, Lesson]) -> Step | None:
    """The step of the question that is next, passing those that a lesson no longer asks; None at the end."""
    while (current := sitting.current) is not None:
        lesson = lessons.get(current.item.lesson)
        step = sitting.step(lesson) if lesson is not None else None
        if step is not None:
            return step
        sitting.go_on()
    return None


def title_of(picked: Picked, lessons: Mapping[str, Lesson]) -> str:
    """The lesson that a question is of."""
    lesson = lessons.get(picked.item.lesson)
    return lesson.header.title if lesson is not None else picked.item.lesson


# --- what was left half done ------------------------------------------------------------------------------------------


def _times(sitting: ReviewSitting) -> int:
    """How often the question that stands there was put before this sitting."""
    current = sitting.current
    return sum(current is not None and one.item.key == current.item.key for one in sitting.past.tries)


def half_done(sitting: ReviewSitting, state: QuestionState) -> dict[str, Any]:
    """What is kept of a question while it stands there: what is typed and not handed in, the hints that are open."""
    return {
        "variant": state.variant,
        "times": _times(sitting),
        "draft": "" if state.right else state.draft,
        "hints": 0 if state.right else state.hints,
    }


def take_up(sitting: ReviewSitting, kept: Mapping[str, Any] | None) -> None:
    """Puts what was kept into the question that stands there; only of the very same question, and not where it was
    answered since."""
    state = sitting.state
    if kept is None or state.attempts or (kept.get("variant"), kept.get("times")) != (state.variant, _times(sitting)):
        return
    draft, hints = kept.get("draft"), kept.get("hints")
    state.draft = draft if isinstance(draft, str) else ""
    state.hints = hints if isinstance(hints, int) and not isinstance(hints, bool) and hints > 0 else 0


# --- what comes after -------------------------------------------------------------------------------------------------


def nothing_due(past: Past, zone: tzinfo) -> str:
    """What is said where there is nothing to review."""
    from tutor.progress.review import coming

    following = past.next_due()
    if following is None:
        return tr("Nothing to review yet: what you answer comes back here some days later.")
    when = coming(following, past.now, zone)
    return tr("Nothing is due now; the next question is due {when}.", when=when)


def what_follows(past: Past, zone: tzinfo, reached: dict[str, int], still: str) -> str:
    """When something is due again, once the answers just given are counted; empty where nothing will be. `still` is the
    message for what is due even now, `{headline}`."""
    from tutor.progress.review import coming

    headline, following = past.headline(zone, reached), past.next_due()
    if headline is not None:
        return tr(still, headline=headline)
    if following is not None:
        return tr("The next question is due {when}.", when=coming(following, past.now, zone))
    return ""
