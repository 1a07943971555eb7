"""The catalogue in lines: numbered lessons, what is done, unfinished and due, and where to go on."""

from __future__ import annotations

import shlex
from collections import Counter

from tutor.lesson.faults import close_to
from tutor.lesson.model import Broken, Course, Header
from tutor.messages import N_, plural, tr
from tutor.plain.console import Gone
from tutor.plain.progress import standing, tell_progress
from tutor.plain.tutoring import Tutor
from tutor.plain.typed import CATALOGUE_KEYS, Word, looked_up, say_help, word_of
from tutor.progress.review import Past
from tutor.scenes._typed_keys import key_of

WORDS = (Word.HELP, Word.LIST, Word.GLOSSARY, Word.FIND, Word.PROGRESS, Word.REVIEW, Word.BEGIN, Word.LAB, Word.QUIT)
MOST_FAULTS = 50
LONG = 60  # characters of what was typed that are said back


class CatalogueTalk:
    """Chooses what comes next: a lesson, the review, the lab, or the end.

    `once`: a script named what it wanted. When that is over an empty line more opens nothing else, but leaves.
    `source`: the function or file that was typed behind `lab`.
    """

    def __init__(self, tutor: Tutor) -> None:
        self.tutor, self.console, self.once = tutor, tutor.console, False
        self.source = ""
        self.numbered = [(each, course) for course in tutor.catalogue.courses for each in course.lessons]
        self._path: Course | None = None  # the path on which a lesson was chosen: one goes on along it

    def choose(self) -> Header | Broken | Word:
        """The lesson to open, Word.REVIEW, Word.LAB or Word.QUIT. Raises Gone at the end of the input."""
        while True:
            typed = self.tutor.ask(tr("lesson"))
            first, _, self.source = typed.partition(" ")
            word = word_of(typed) or CATALOGUE_KEYS.get(key_of(typed.split()))
            if word in (Word.QUIT, Word.REVIEW, Word.BEGIN, Word.LAB):
                return word
            if word_of(first) is Word.LAB:
                return Word.LAB
            looked = looked_up(typed) or ((CATALOGUE_KEYS[first], self.source) if first in ("g", "/") else None)
            if looked is not None:
                self.tutor.look_up(*looked)
                continue
            if word is Word.LIST:
                self.tell()
            elif word is Word.PROGRESS:
                tell_progress(self.tutor)
            elif word is not None:
                self._help()
            else:
                found = self._meant(typed)
                if found is not None:
                    return found

    def _meant(self, typed: str) -> Header | Broken | None:
        """The lesson that was named by its number or id; the one to go on with where nothing was typed."""
        if not typed and self.once:
            raise Gone
        if not typed:
            suggested = self.suggested()
            if suggested is None:
                self.console.say(tr("Every lesson is done; a number opens one again."))
            return suggested
        if typed.isascii() and typed.isdigit():
            number = int(typed[:9])
            if 1 <= number <= len(self.numbered):
                chosen, course = self.numbered[number - 1]
                self._path = course if course.path else None
                return chosen
            self.console.say(tr("There is no lesson {number}; list says which there are.", number=typed[:9]))
            return None
        self._path = None
        found = self.tutor.catalogue.find(typed.lower())
        if found is None:
            known = [header.id for header in self.tutor.catalogue.lessons()]
            meant = close_to(typed.lower(), known) or tr("; list says which there are, help what can be typed")
            self.console.say(tr("There is no lesson '{name}'{meant}.", name=typed[:LONG], meant=meant))
        return found

    # --- where to go on ---------------------------------------------------------------------------------------------

    def suggested(self, after: str | None = None) -> Header | None:
        """The lesson one was in last, if it is not done; else the first that is not done, `after` a lesson if there is
        one."""
        kept = self.tutor.kept
        first = () if self._path is None else self._path.lessons
        road = (*(each for each in first if isinstance(each, Header)), *self.tutor.catalogue.lessons())
        headers = list({each.id: each for each in road}.values())
        latest = self.tutor.catalogue.find(kept.store.latest() or "")
        if latest is not None and not kept.finished(latest.id):
            return latest
        ids = [header.id for header in headers]
        before = after or (latest.id if latest is not None else None)
        here = ids.index(before) if before in ids else -1
        return next((each for each in (*headers[here + 1 :], *headers[: here + 1]) if not kept.finished(each.id)), None)

    def say_where_to_go_on(self) -> None:
        if self.once:
            return
        found = self.suggested()
        if found is None:
            self.console.say(
                tr("All lessons are done. Type a number to open one again, help to hear what can be typed.")
            )
        elif self.tutor.kept.session.started(found.id):
            step = self.tutor.kept.session.lesson(found.id).position + 1
            self.console.say(
                tr(
                    "An empty line goes on with {title}, step {step}. Or type a number; help says more.",
                    title=found.title,
                    step=step,
                )
            )
        else:
            self.console.say(tr("An empty line opens {title}. Or type a number; help says more.", title=found.title))

    def say_done(self, done: Header) -> None:
        """A lesson was finished: what is next, and which questions were left open."""
        following = self.suggested(done.id)
        if following is None:
            self.console.say(tr("Done: {title}. That was the last one: the road is yours.", title=done.title))
        elif self.once:
            self.console.say(tr("Done: {title}. Next: {id}; type that to open it.", title=done.title, id=following.id))
        else:
            said = N_("Done: {title}. Next: {next}; an empty line opens it, list says all.")
            self.console.say(tr(said, title=done.title, next=following.title))
        left = self.tutor.kept.session.left_open(done.id)
        if left:
            open_ = plural(
                left,
                "{count} question was left open; {id} leads to it.",
                "{count} questions were left open; {id} leads to the first of them.",
                id=done.id,
            )
            self.console.say(open_)

    # --- what is said -----------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Every course and lesson, with its number; from here on an empty line goes on."""
        self.once = False
        console, past = self.console, self.tutor.kept.past()
        console.lines([""])
        console.say(tr("calc-tutor: the calculus behind machine learning."))
        headline = past.headline(self.tutor.kept.zone, self.tutor.kept.reached)
        if headline is not None:
            console.say(tr("{headline}: review asks them.", headline=headline))
        due = self._due(past)
        number = 0
        for course in self.tutor.catalogue.courses:
            console.lines([""])
            console.say(f"{course.title}: {course.about}" if course.about else course.title)
            for lesson in course.lessons:
                number += 1
                console.say(self._told(lesson, due), lead=f"{number}. ")
        for fault in self.tutor.catalogue.faults:
            console.say(tr("Not read: {fault}", fault=fault))
        if not number:
            console.say(tr("There are no lessons here; calc-tutor --lessons FOLDER names some."))
        console.lines([""])
        self.say_where_to_go_on()

    def _due(self, past: Past) -> Counter[str]:
        """How many questions of each lesson a review would ask."""
        return Counter(picked.item.lesson for picked in past.plan(self.tutor.kept.zone, self.tutor.kept.reached))

    def _told(self, lesson: Header | Broken, due: Counter[str]) -> str:
        if isinstance(lesson, Broken):
            return tr("{title}: broken, cannot be opened", title=lesson.title)
        told = [f"{lesson.title} ({lesson.id})"]
        if lesson.minutes:
            told.append(plural(lesson.minutes, "about {count} minute", "about {count} minutes"))
        told.append(standing(self.tutor, lesson))
        if due[lesson.id]:
            told.append(plural(due[lesson.id], "{count} due", "{count} due"))
        return ", ".join(told)

    def tell_broken(self, broken: Broken) -> None:
        """Every reason why a lesson cannot be opened, with its line."""
        faults = broken.faults
        self.console.say(
            plural(
                len(faults),
                "{title} cannot be opened: it has one fault. The other lessons are not touched by it. If the file is "
                "yours, mend it and open it again; calc-tutor check {file} tells the same.",
                "{title} cannot be opened: it has {count} faults. The other lessons are not touched by it. If the file "
                "is yours, mend it and open it again; calc-tutor check {file} tells the same.",
                title=broken.title,
                file=shlex.quote(str(broken.file)),
            )
        )
        for fault in faults[:MOST_FAULTS]:
            path = f"{fault.path}: " if fault.path else ""
            place = tr("line {line}, column {column}", line=fault.place.line, column=fault.place.column)
            self.console.say(f"{place}: {path}{fault.what}", lead="- ")

    def _help(self) -> None:
        first = [tr("Type the number of a lesson, or its id in brackets, to open it. An empty line goes on.")]
        say_help(self.console, first, WORDS, ())
