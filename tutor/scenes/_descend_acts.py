"""What can be typed to move a descent: all that the keys of its pane do, in words.

Whatever may take long is taken in bounded pieces, between which it can be stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.lesson.losses import Loss
from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    CannotAct,
    Deed,
    Page,
    columns,
    nothing_more,
    numbers,
    on_the_way,
    perform,
    possible,
    whole,
)
from tutor.scenes._descend_acts_runs import RUNS
from tutor.scenes._descend_state import DescendScene
from tutor.scenes._descend_told import (
    as_sentence,
    last_lines,
    loss_lines,
    standing_lines,
    stands,
    step_lines,
    way_lines,
)
from tutor.scenes._descend_told_next import next_lines, theta_lines
from tutor.scenes._descend_told_views import fit_lines, map_lines
from tutor.scenes._numbers import shown
from tutor.scenes._typed_keys import NOTHING, Keys

PIECE = 2_000  # steps between two looks at whether to stop; fewer where a step is much work
WORK = 20_000_000  # multiplications that a piece may cost
ROWS, MOST_ROWS = 5, 60  # of steps, and of examples
LINES = 5  # steps that are told one by one
FEW = 3  # parameters, whose steps stand beside each other


def acts(scene: DescendScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: DescendScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


# --- moving -----------------------------------------------------------------------------------------------------------


def _piece(scene: DescendScene) -> int:
    if all(player.at_once for player in scene.players):
        return scene.settings.steps
    work = int(getattr(scene.problem, "m", 1)) * len(scene.settings.names)
    return max(1, min(PIECE, WORK // work))


def _step(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    n, begun, before = whole(words), scene.k, scene.sentence(page.ascii)
    yield from on_the_way(_steps(scene, n, playing=False))
    taken = scene.k - begun
    if not taken and scene.finished:
        yield tr("Already at the end, at step {k}.", k=scene.k)
    elif taken and not scene.race:
        yield from last_lines(scene, page, taken) if taken <= LINES else way_lines(scene, page, begun)
    yield from stands(scene, page, before)


def _steps(scene: DescendScene, n: int, *, playing: bool) -> Iterator[float]:
    """At most n steps in pieces, playing to the next pause of the lesson; yields how much of them is taken."""
    begun = scene.k
    until, take = begun + min(n, scene.settings.steps), scene.advance if playing else scene.step
    while scene.k < until and not scene.finished and take(min(_piece(scene), until - scene.k)):
        yield (scene.k - begun) / (until - begun)
        if playing and scene.k in scene.settings.pause_at:
            return


def _play(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    n, begun = whole(words, default=scene.settings.steps), scene.k
    scene.playing = False
    yield from on_the_way(_steps(scene, n, playing=True))
    if scene.k == begun and scene.finished:
        yield tr("Already at the end, at step {k}.", k=scene.k)
    else:
        yield from loss_lines(scene, page) if scene.race else way_lines(scene, page, begun)
    yield f"{scene.sentence(page.ascii)}."
    if scene.k in scene.settings.pause_at and not scene.finished:
        yield tr("The lesson stops here, at k = {k}: look, then play goes on.", k=scene.k)


def _undo(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    n, before = whole(words), scene.sentence(page.ascii)
    if scene.k == 0:
        yield tr("Already at the start.")
    if n <= PIECE:
        scene.back(n)
    else:
        yield from on_the_way(_begun(scene, str(max(0, scene.k - n))))
    yield from [] if scene.race else last_lines(scene, page, 1)
    yield from stands(scene, page, before)


def _jump(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    pieces, before = _begun(scene, " ".join(words)), scene.sentence(page.ascii)
    try:
        yield from on_the_way(pieces)
    except ValueError as fault:  # the loss never fell so low: the way was gone to its end
        yield as_sentence(fault)
    yield from [] if scene.race else last_lines(scene, page, 1)
    yield from stands(scene, page, before)


def _begun(scene: DescendScene, text: str) -> Iterator[float]:
    """The way to where `text` says. CannotAct where it names no place."""
    try:
        return scene.seek(text)
    except ValueError as fault:
        raise CannotAct(as_sentence(fault)) from fault


def _reset(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.reset()
    return [tr("All is as it was at first."), *stands(scene, page)]


# --- otherwise --------------------------------------------------------------------------------------------------------


def _rate(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if " ".join(words).lower() in ("up", "down"):
        scene.rate_up() if words[0].lower() == "up" else scene.rate_down()
    else:
        try:
            scene.set_rate(*numbers(words, 1))
        except ValueError as fault:
            raise CannotAct(as_sentence(fault)) from fault
    rate = shown(scene.player.rate, page.ascii)
    k, letter = scene.player.k, scene.letters[scene.focus]
    says = (
        tr("From k = {k} on run {letter} has the rate {rate}.", k=k, letter=letter, rate=rate)
        if scene.race
        else tr("From k = {k} on the run has the rate {rate}.", k=k, rate=rate)
    )
    return [says, *next_lines(scene, page)]


# --- looking ----------------------------------------------------------------------------------------------------------


def _theta(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    count = whole(words, default=ROWS, most=MOST_ROWS)
    standing = standing_lines(scene, page) if scene.race else []
    if len(scene.settings.names) > FEW:
        return [*standing, *theta_lines(scene, page, MOST_ROWS)]
    return [*standing, *step_lines(scene, page, count), *next_lines(scene, page)]


def _loss(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return loss_lines(scene, page)


def _fit(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    return fit_lines(scene, page, whole(words, default=ROWS, most=MOST_ROWS))


def _map(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return map_lines(scene, page)


def _plane(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.next_plane()
    return map_lines(scene, page)


def _curvature(scene: DescendScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return columns([tr("what"), tr("how much")], scene.curvature_rows(page.ascii), page)


def _data(scene: DescendScene) -> bool:
    return isinstance(scene.settings.goal, Loss)


def _planes(scene: DescendScene) -> bool:
    return len(scene.settings.names) > 1


DEEDS = (
    Deed("step [N]", N_("take one step, or N (the right arrow)"), _step, also=("right",)),
    Deed("undo [N]", N_("one step back, or N, exactly (the left arrow)"), _undo, also=("back", "left")),
    Deed(
        "play [N]",
        N_("on to where the lesson stops or the run ends, N steps at most (the key space)"),
        _play,
        also=("space",),
    ),
    Deed("jump TO", N_("to a step or a loss: jump 500, jump loss < 0.1, jump start, jump end"), _jump, also=("go",)),
    Deed("rate R", N_("another learning rate from here on; rate up and rate down too"), _rate),
    Deed("reset", N_("the first start, the first rate, the first runs"), _reset),
    Deed("theta [N]", N_("the last steps with their slopes, and the next in numbers; of many a row each"), _theta),
    Deed("loss", N_("the losses on the way"), _loss, also=("losses",)),
    Deed("fit [N]", N_("the data beside what the model makes of them, at N examples"), _fit, _data),
    Deed("map", N_("the loss from above: heights, and where theta stands"), _map),
    Deed("plane", N_("the same over the next two directions"), _plane, _planes),
    Deed("curvature", N_("how the loss bends here, and which rates are stable"), _curvature),
    *RUNS,
)
KEYS: Keys = {
    "home": "jump start",
    "end": "jump end",
    "+": "rate up",
    "-": "rate down",
    "f": "fork",
    "n": "run",
    "x": "drop",
    "m": "mistake",
    "g": "jump",
    "r": "reset",
    "t": "runs",
    "a": "align",
    "v": "curvature",
    "p": "plane",
    **dict.fromkeys(("up", "down", "more", "less", "l", "z"), NOTHING),  # speed and looks
}
