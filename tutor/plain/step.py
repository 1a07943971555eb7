"""A step in lines: where one is, its words, its scene, its question, and then what is typed, line by line.

A lesson stands at its steps so, a review and a checkpoint at theirs. An empty line goes on, as enter does on the
screens: from a prediction to how it fared, from what is done to the next step. Each line costs one line: nothing is
asked for twice, so that a pipe always comes to its end.
"""

from __future__ import annotations

from collections.abc import Callable

from tutor.lesson.model import Scene, Step
from tutor.messages import tr
from tutor.plain.asking import Asking
from tutor.plain.meant import is_answer, is_word
from tutor.plain.scene import ShownScene
from tutor.plain.standing import StandingStep
from tutor.plain.stepping import Stepping
from tutor.plain.tutoring import Tutor, Way
from tutor.plain.typed import GOES_ON, KEYS, OTHERS, SCENE, Word, looked_up, word_of
from tutor.plain.worked import tell_worked
from tutor.scenes._acts import CannotAct
from tutor.scenes._typed_keys import key_of
from tutor.session import QuestionState
from tutor.verdict import Outcome, Verdict

LEAVES = {
    Word.NEXT: Way.NEXT,
    Word.BACK: Way.BACK,
    Word.LIST: Way.LIST,
    Word.REVIEW: Way.REVIEW,
    Word.BEGIN: Way.BEGIN,
    Word.LAB: Way.LAB,
}
MANY = 5  # wrong answers of a script to one question, after which it is told how to go on


class StepTalk(StandingStep):
    """One step, until one leaves it."""

    def __init__(self, tutor: Tutor, whole: Stepping, step: Step, state: QuestionState | None) -> None:
        super().__init__(tutor, whole, step, state)
        self._wrong = self._waited = 0  # wrong answers given, and empty lines typed, while the question waits
        self._words: dict[Word, Callable[[], Way | None]] = {
            Word.HELP: self.help,
            Word.HINT: self._hint,
            Word.AGAIN: self.tell,
            Word.SCENE: self.tell_scene,
            Word.CODE: self.code,
            Word.WORKED: self._worked,
            Word.BESIDE: self._beside,
            Word.PROGRESS: self._progress,
        }

    def through(self, announced: str = "") -> Way:
        """Says the step and does what is typed, until a way leads on. Raises Gone at the end of the input."""
        self.tell(anew=False)
        if announced:
            self.console.say(announced)
        while True:
            way = self._does(self.tutor.ask(tr("answer") if self.open else tr("go on")))
            if way is not None:
                return way

    # --- what is typed ----------------------------------------------------------------------------------------------

    def _does(self, typed: str) -> Way | None:
        """What one line does; None where one stays."""
        key = self._key(typed)
        if not typed or key == GOES_ON:
            return self._go_on()
        looked = looked_up(typed)
        if looked is not None:
            self.tutor.look_up(*looked)
            return None
        word = word_of(typed) or KEYS.get(key)
        if key == "escape" and self.scene is not self.own:
            word = Word.BESIDE
        if word is Word.QUIT:
            return Way.QUIT
        if word is not None and word in LEAVES:
            return self._leave(word)
        if word is not None:
            return self._words[word]()
        if typed.startswith(SCENE):
            self.act(typed.removeprefix(SCENE).split())
        elif key in OTHERS and self.scene is None:
            self.console.say(tr("The key {key} does nothing here.", key=key))
            self.say_what_next()
        elif key:
            self.act([key])
        elif self.asking is not None and self.asking.unanswered:
            self._answer_or_act(typed)
        elif self.scene is not None:
            self.act(typed.split())
        else:
            done = self.asking is not None
            self.console.say(tr("This one is done.") if done else tr("Nothing is asked here."))
            self.say_what_next()
        return None

    def _key(self, typed: str) -> str:
        """The key that was typed by its name; empty where it is none, or may be an answer."""
        key = key_of(typed.split())
        if self.asking is not None and self.asking.unanswered and is_answer(self.asking.question, typed):
            return ""
        return key if key in KEYS or key in OTHERS or key == GOES_ON else ""

    def _go_on(self) -> Way | None:
        asking = self.asking
        if self.whole.waits:
            return Way.CHECKPOINT
        if asking is None or asking.done:
            return Way.NEXT
        if asking.waiting_to_reveal:
            asking.state.revealed = True
            self.whole.changed(asking)
            if asking.state.last is not None:
                asking.say_verdict(asking.state.last)
            self._offer_beside()
            self.say_what_next(anew=False)
        elif self._waited:
            self.console.say(tr("The question waits for an answer; next leaves it for later."))
        else:
            self._waited += 1
            self.say_what_next()
        return None

    def _leave(self, word: Word) -> Way | None:
        if word is Word.BACK and not self.whole.goes_back:
            self.console.say(tr("There is no step before this one."))
            return None
        return LEAVES[word]

    def _answer_or_act(self, typed: str) -> None:
        """A word that the scene knows is for the scene, unless it is written with the question's own symbols."""
        asking, words = self.asking, typed.split()
        assert asking is not None
        letter = len(typed) == 1 and not is_answer(asking.question, typed)
        if self.scene is not None and not self.locked and (letter or is_word(asking.question, typed)):
            if any(act.name == words[0].lower() for act in self.acts()):
                self.act(words)
                return
            if self._perhaps(words):
                return
        self._answer(typed)

    def _perhaps(self, words: list[str]) -> bool:
        """Tries it on the scene, which knows more words than it names; False where it does not know these."""
        assert self.scene is not None
        try:
            self.scene.act(words)
        except CannotAct:
            return False
        return True

    # --- answers ----------------------------------------------------------------------------------------------------

    def _answer(self, typed: str) -> None:
        asking, was_locked = self.asking, self.locked
        assert asking is not None
        judged = asking.judge(typed)
        if judged is None:
            return
        text, verdict = judged
        self._take(asking, text, verdict)
        if asking.waiting_to_reveal and verdict.outcome is not Outcome.UNREADABLE:
            asking.say_prediction()
        else:
            asking.say_verdict(verdict, typed)
            self._offer_beside()
        if asking.wants_a_hint:
            self._hint()
        self._count(verdict)
        if was_locked and not self.locked and self.scene is not None:
            self.console.lines([""])
            self.tell_scene(anew=False)
        if not asking.unanswered:
            self.say_what_next(anew=False)

    def _count(self, verdict: Verdict) -> None:
        """Tells a script, once, that all it types is for the question that it does not get right."""
        self._wrong += verdict.outcome is not Outcome.RIGHT
        if self._wrong == MANY + 1 and not self.console.interactive and self.open:
            self.console.say(
                tr(
                    "{count} answers to this question were not right, and the next lines are answers to it too: next "
                    "leaves it for later.",
                    count=self._wrong,
                )
            )

    def _take(self, asking: Asking, text: str, verdict: Verdict) -> None:
        """Keeps an answer, in the session and in the store."""
        self.tutor.kept.session.judged(asking.state, text, verdict)
        self.tutor.kept.answer(self.whole.lesson_id, asking.question.id, asking.state, text, verdict, self.whole.origin)
        if not asking.is_choice:
            asking.state.draft = text  # as it stands in the line of the screens
        self.whole.changed(asking)

    def _hint(self) -> None:
        if self.asking is None:
            self.console.say(tr("Nothing is asked here; there is no hint."))
        elif self.asking.open_hint():
            self.whole.changed(self.asking)

    def _worked(self) -> Way | None:
        asking = self.asking
        asked = asking.derivation if asking is not None else None
        if asking is None or asked is None:
            self.console.say(
                tr("There is nothing to be shown worked here; after three misses at a derivative there is.")
            )
            return None
        if not tell_worked(self.tutor, *asked):
            return None
        asking.state.worked = True
        self.whole.changed(asking)
        if self.step.variants and self.whole.has_another:
            return Way.ANOTHER
        self.say_what_next(anew=False)
        return None

    # --- beside the question ----------------------------------------------------------------------------------------

    def _offer_beside(self) -> None:
        if self.asking is not None and self.asking.mistaken_update is not None:
            self.console.say(tr("beside: watch it run beside the right one."))

    def _beside(self) -> None:
        """The learner's own update and the right one in place of the scene; the same again leads back."""
        if self.scene is not self.own:
            self.scene = self.own
            self.console.say(tr("Back from the two runs."))
            if self.own is not None:
                self.tell_scene()
            return
        settings = self.asking.mistaken_update if self.asking is not None else None
        if settings is None:
            self.console.say(tr("There is no mistaken update here to run beside the right one."))
            return
        self.scene = ShownScene(self.tutor, Scene("descend", settings))
        wrong = settings.runs[-1].label or tr("your update")
        self.console.say(tr('A: the right update. B: yours, "{wrong}". Both start alike.', wrong=wrong))
        self.tell_scene()

    def _progress(self) -> None:
        from tutor.plain.progress import tell_progress

        tell_progress(self.tutor)
