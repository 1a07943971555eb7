"""What can be typed of several runs of a descent: forks, known mistakes, the focus, the race."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tutor.fields import Field, FieldFault
from tutor.messages import N_, tr
from tutor.scenes._acts import CannotAct, Deed, Mistyped, Page, begun, nothing_more, said, some
from tutor.scenes._descend_align import ALIGNMENTS
from tutor.scenes._descend_runs import LETTERS
from tutor.scenes._descend_state import DescendScene
from tutor.scenes._descend_told import as_sentence, focus_words, race_lines, stands

LOOKS = 200  # at a race, while something in it is still being looked for
NAMED = re.compile(r"([^\W\d]\w*)\s*=")
FIELDS = {"alpha": "rate", "α": "rate", "settings": "tuning", "theta": "start"}


def _fork(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    _room(scene)
    fields = {field.name: field for field in scene.fork_fields()}
    if not words:
        return [tr("A fork goes on from here in another way; what may be changed:"), *map(_field, fields.values())]
    parent, k = scene.letters[scene.focus], scene.player.k
    try:
        place = scene.fork(_given(" ".join(words), list(fields)))
    except (FieldFault, ValueError) as fault:
        raise CannotAct(as_sentence(fault)) from fault
    letter, name = scene.letters[place], scene.label(place, page.ascii)
    goes_on = tr("Run {letter} goes on from {parent} at k = {k}: {name}.", letter=letter, parent=parent, k=k, name=name)
    return [goes_on, *stands(scene, page)]


def _field(field: Field) -> str:
    """`  rate=0.1: the learning rate from here on`."""
    about = tr("one of {known}", known=some(field.choices, 20)) if field.choices else field.about
    return f"  {field.name}={field.value or '...'}: {about}"


def _given(text: str, fields: list[str]) -> dict[str, str]:
    """`method=momentum beta=0.8 rate=0.05` by field; what is no field is a setting of the method."""
    marks = list(NAMED.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        raise Mistyped(
            tr("{typed} is no NAME=VALUE; there are: {known}", typed=said(text.split()[0]), known=", ".join(fields))
        )
    given: dict[str, str] = {}
    for mark, after in zip(marks, [*(each.start() for each in marks[1:]), len(text)], strict=True):
        name, value = mark[1].lower(), text[mark.end() : after].strip().rstrip(",")
        name = FIELDS.get(name, name)
        if name in fields:
            given[name] = value
        else:
            given["tuning"] = ", ".join(filter(None, [given.get("tuning", ""), f"{mark[1]}={value}".rstrip("=")]))
    return given


def _room(scene: DescendScene) -> None:
    if len(scene.players) >= len(LETTERS):
        raise CannotAct(
            tr("There are {count} runs, as many as fit: drop takes away the one in focus.", count=len(LETTERS))
        )


def _mistake(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    known = dict(scene.mistakes())
    if not known:
        return [tr("There is no known mistake for the run in focus.")]
    if not words:
        return [
            tr("Known mistakes of this method:"),
            *(f"  {i} {name}" for i, name in enumerate(known, 1)),
            tr("mistake and the number or the name of one says what it is, and runs it beside this run."),
        ]
    _room(scene)
    name = _mistake_meant(list(known), " ".join(words))
    try:
        place = scene.run_mistake(name)
    except ValueError as fault:
        raise CannotAct(as_sentence(fault)) from fault
    return [
        tr("Run {letter} makes the mistake: {mistake}", letter=scene.letters[place], mistake=known[name]),
        *stands(scene, page),
    ]


def _mistake_meant(names: list[str], typed: str) -> str:
    """The mistake that is meant, by its number, its name or a beginning of one of its words. CannotAct where none or
    several are."""
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= len(names):
        return names[int(typed) - 1]
    meant = begun(typed.strip("'\" "), names)
    if len(meant) == 1:
        return names[meant[0]]
    if not meant:
        raise CannotAct(
            tr("{typed} is no known mistake here; mistake alone says which of them there are.", typed=said(typed))
        )
    known = ", ".join(f"{i + 1} {names[i]}" for i in meant)
    raise CannotAct(tr("{typed} could be {known}: type mistake and the number of one.", typed=said(typed), known=known))


# --- several runs -----------------------------------------------------------------------------------------------------


def _run(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if not words:
        scene.focus_next()
    elif len(words) > 1 or words[0].upper() not in scene.letters:
        raise Mistyped(
            tr("{typed} is no run, there are {letters}", typed=said(" ".join(words)), letters=", ".join(scene.letters))
        )
    else:
        scene.focus_next(scene.letters.index(words[0].upper()) - scene.focus)
    return [focus_words(scene, page.ascii), f"{scene.sentence(page.ascii)}."]


def _runs(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The race as a table, once all that it tells has been looked for."""
    nothing_more(words)
    for _ in range(LOOKS):
        if not any("..." in row[3:] for row in scene.race_table()):
            break
    return race_lines(scene, page)


def _drop(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    letter = scene.letters[scene.focus]
    scene.drop()
    return [
        tr("Run {letter} is gone.", letter=letter),
        *([focus_words(scene, page.ascii)] if scene.race else []),
        *stands(scene, page),
    ]


def _align(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if words and (len(words) > 1 or words[0].lower() not in ALIGNMENTS):
        raise Mistyped(tr("{typed} is none of {known}", typed=said(" ".join(words)), known=", ".join(ALIGNMENTS)))
    if not words or words[0].lower() != scene.align:
        scene.toggle_align()
    return race_lines(scene, page)


def _race(scene: DescendScene) -> bool:
    return scene.race


RUNS = (
    Deed("fork NAME=VALUE ...", N_("a second run goes on from here, as fork method=adam rate=0.05"), _fork),
    Deed("mistake [NAME]", N_("which mistakes are known; run one beside this run"), _mistake, also=("mistakes",)),
    Deed("run [LETTER]", N_("give the focus to the next run, or to this one"), _run, _race),
    Deed("runs", N_("the race as a table, and who leads"), _runs, _race, ("race",)),
    Deed("align [HOW]", N_("compare by steps, or by evaluations: the gradients worked out"), _align, _race),
    Deed("drop", N_("take away the run in focus"), _drop, _race),
)
