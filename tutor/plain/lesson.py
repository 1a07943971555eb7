"""A lesson in lines, step by step, with its checkpoints; where one stands is kept at every step."""

from __future__ import annotations

from tutor.kept_names import scene_name
from tutor.lesson.model import Lesson, Scene
from tutor.messages import tr
from tutor.outcomes import ANOTHER
from tutor.plain.asking import Asking
from tutor.plain.scene import ShownScene
from tutor.plain.sitting import open_checkpoint
from tutor.plain.step import StepTalk
from tutor.plain.stepping import Stepping
from tutor.plain.tutoring import Tutor, Way
from tutor.review import ReviewSitting
from tutor.session import LessonState, Session
from tutor.sitting import waits, with_checkpoint


class LessonTalk(Stepping):
    """One lesson, from where it was left."""

    def __init__(self, tutor: Tutor, lesson: Lesson, course: str) -> None:
        self.tutor, self.lesson, self.course = tutor, lesson, course
        self._scenes: dict[int, ShownScene] = {}
        self._passed: dict[int, ReviewSitting] = {}  # the checkpoints gone through here, by the step they stand at

    def through(self) -> Way:
        """All that is typed in the lesson. NEXT: it is finished; LIST, REVIEW, QUIT: it was left."""
        self.tutor.kept.settle(self.session, self.lesson)
        if self.course:
            self.tutor.console.lines([""])
            self.tutor.console.say(tr("The course: {course}.", course=self.course))
        position, announced = self.session.begins_at(self.lesson), ""
        while True:
            self._stand_at(position)
            step = with_checkpoint(self.session.step(self.lesson), self._passed.get(position), self.tutor.catalogue)
            way = StepTalk(self.tutor, self, step, self.session.asked(self.lesson)).through(announced)
            announced = ""
            if way is Way.NEXT:
                position += 1
                if position >= len(self.lesson.steps):
                    self._stand_at(position)
                    return way
            elif way is Way.BACK:
                position -= 1
            elif way is Way.ANOTHER:
                self._another()
                announced = tr(ANOTHER)
            elif way is Way.CHECKPOINT:
                left = self._checkpoint()
                if left is not None:
                    return left
            else:
                return way

    # --- where one stands -------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        return self.tutor.kept.session

    @property
    def state(self) -> LessonState:
        return self.session.lesson(self.lesson.header.id)

    @property
    def lesson_id(self) -> str:
        return self.lesson.header.id

    @property
    def where(self) -> str:
        place, count = self.state.position + 1, len(self.lesson.steps)
        return tr("{title}, step {place} of {count}.", title=self.lesson.header.title, place=place, count=count)

    @property
    def goes_back(self) -> bool:  # type: ignore[override]
        return self.state.position > 0

    @property
    def waits(self) -> bool:  # type: ignore[override]
        return waits(self.lesson.steps[self.state.position], self._passed.get(self.state.position))

    @property
    def on_done(self) -> str:
        if self.waits:
            begun = self._passed.get(self.state.position) is not None
            if begun:
                return tr("An empty line goes on with the checkpoint; next leaves it for later.")
            return tr("An empty line begins the checkpoint; next leaves it for later.")
        if self.state.position + 1 == len(self.lesson.steps):
            return tr("An empty line finishes the lesson.")
        return tr("An empty line goes to the next step.")

    def _stand_at(self, position: int) -> None:
        self.session.go(self.lesson, position)
        self.tutor.kept.position(self.session, self.lesson)

    # --- what belongs to the step -----------------------------------------------------------------------------------

    def scene(self, spec: Scene) -> ShownScene:
        place = self.state.position
        if place not in self._scenes:
            name = scene_name(self.lesson, place, self.session.variant(self.lesson, place))
            self._scenes[place] = ShownScene(self.tutor, spec, (self.lesson_id, name))
        return self._scenes[place]

    def changed(self, asking: Asking) -> None:
        self.tutor.kept.question(self.lesson_id, asking.question.id, asking.state)

    def _another(self) -> None:
        """The same question with other numbers; its scene begins anew."""
        ask, state = self.lesson.steps[self.state.position].ask, self.session.asked(self.lesson)
        assert ask is not None and state is not None
        self.session.sibling(state)
        self.tutor.kept.question(self.lesson_id, ask.id, state)
        self._scenes.pop(self.state.position, None)

    def _checkpoint(self) -> Way | None:
        """The questions of a checkpoint; the lesson goes on where it stood, unless that was left too."""
        place, wanted = self.state.position, self.lesson.steps[self.state.position].checkpoint
        assert wanted is not None
        found = open_checkpoint(self.tutor, wanted)
        if isinstance(found, str):
            self.tutor.console.say(found)
            return None
        way = found.through()
        if found.sitting.results:
            self._passed[place] = found.sitting
        return way if way is Way.QUIT else None
