"""A step as it is said: where one is, its words, its scene, its question; and its scene as it is moved."""

from __future__ import annotations

from tutor.asked import locks
from tutor.lesson.model import Step
from tutor.messages import tr
from tutor.phrases import sentence
from tutor.plain.asking import Asking
from tutor.plain.prose import prose
from tutor.plain.scene import LOCKED
from tutor.plain.stepping import Stepping
from tutor.plain.tutoring import Tutor
from tutor.plain.typed import ON_KEYS, Word, say_help, usage
from tutor.scenes._acts import Act, CannotAct
from tutor.session import QuestionState


class StandingStep:
    """A step that one stands at; `scene` is its own, or what stands in its place."""

    def __init__(self, tutor: Tutor, whole: Stepping, step: Step, state: QuestionState | None) -> None:
        self.tutor, self.whole, self.step = tutor, whole, step
        self.console = tutor.console
        self.asking = Asking(tutor, step.ask, state) if step.ask is not None and state is not None else None
        self.own = whole.scene(step.show) if step.show is not None else None
        self.scene = self.own

    def tell(self, *, anew: bool = True) -> None:
        """All of the step, in the order of reading; what one can do is said where it was not said before, or `anew`."""
        console = self.console
        console.lines([""])
        console.say(self.whole.where)
        if self.whole.above:
            console.say(self.whole.above)
        if self.step.say:
            console.lines(["", *prose(self.step.say, console.width, ascii=console.ascii)])
        if self.scene is not None:
            console.lines([""])
            self.tell_scene(anew=anew)
        if self.asking is not None:
            console.lines([""])
            self.asking.tell(anew=anew)
        self.tutor.advise(tr(ON_KEYS))
        self.say_what_next(anew=anew)

    def tell_scene(self, *, anew: bool = True) -> None:
        """The scene, and what can be typed for it."""
        if self.scene is None:
            self.console.say(tr("There is no scene here."))
            return
        self.scene.tell(locked=self.locked, again=anew)
        if not self.locked:
            self.say_acts(anew=anew)

    def say_acts(self, *, anew: bool = True) -> None:
        acts = self.acts()
        if acts:
            self._say(tr("For the scene type: {acts}.", acts=", ".join(map(usage, acts))), anew)

    def say_what_next(self, *, anew: bool = True) -> None:
        """What to do now."""
        asking = self.asking
        if asking is None or asking.done:
            self._say(self.whole.on_done, anew)
        elif asking.waiting_to_reveal:
            self._say(tr("An empty line says how your prediction fared."), anew)
        else:
            self._say(asking.way(), anew)
            self._say(tr("hint helps, next leaves it for later, help says what else can be typed."), anew)

    def _say(self, advice: str, anew: bool) -> None:
        if anew:
            self.console.say(advice)
        else:
            self.tutor.advise(advice)

    @property
    def open(self) -> bool:
        return self.asking is not None and self.asking.unanswered

    @property
    def locked(self) -> bool:
        return self.asking is not None and locks(self.asking.question, self.asking.state)

    def acts(self) -> tuple[Act, ...]:
        return self.scene.acts() if self.scene is not None and not self.locked else ()

    # --- the scene --------------------------------------------------------------------------------------------------

    def act(self, words: list[str]) -> None:
        if self.scene is None:
            self.console.say(tr("There is no scene here."))
        elif self.locked:
            self.console.say(tr(LOCKED))
        elif words:
            try:
                self.scene.act(words)
            except CannotAct as why:
                self.console.say(sentence(str(why)))
        else:
            self.say_acts()

    def code(self) -> None:
        program = self.scene.program() if self.scene is not None else None
        if program is None:
            self.console.say(tr("There is no scene here to show in Python."))
        else:
            self.console.lines(["", *program.rstrip("\n").split("\n"), ""])

    # --- help -------------------------------------------------------------------------------------------------------

    def help(self) -> None:
        first = [tr("An empty line goes on.")]
        if self.open and self.asking is not None:
            first = [
                tr("{way} Anything else you type is judged as an answer, too.", way=self.asking.way()),
                tr("An empty line goes on once the question is answered; next leaves it for later."),
            ]
            if not self.console.interactive:
                first.append(
                    tr("Until it is right every line that comes is an answer to it; a script goes on with next.")
                )
        first.append(tr(ON_KEYS))
        words = [word for word in Word if self._makes_sense(word)]
        say_help(self.console, first, words, self.acts())

    def _makes_sense(self, word: Word) -> bool:
        """Would this word do something here?"""
        asking = self.asking
        match word:
            case Word.HINT:
                return asking is not None and bool(asking.question.hints)
            case Word.BACK:
                return self.whole.goes_back
            case Word.SCENE | Word.CODE:
                return self.scene is not None
            case Word.WORKED:
                return asking is not None and asking.derivation is not None
            case Word.BESIDE:
                return asking is not None and asking.mistaken_update is not None
        return True
