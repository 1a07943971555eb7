"""How a learner plays each scene with its own keys, one function a scene by its name; and how one answers wrongly.

A scene with many keys is played with some of them each time, and `turn` says which: it counts the lessons, and the
scenes of a kind within one, so that over all lessons every key has had its turn. What brings a scene to its end, which
the lesson goes on from, is played always.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from fractions import Fraction

from tests.apps import Learner, flat
from tutor.lesson.questions import Choice, Question

LONG = 1000  # steps of a descent that is not played to its end each time
Played = Callable[[Learner, int], Awaitable[None]]


async def changes(me: Learner, *keys: str) -> None:
    """Each of these keys changes what can be seen."""
    for key in keys:
        before = me.picture()
        await me.press(key)
        assert me.picture() != before, f"{key} did nothing\n{before}"


async def there_and_back(me: Learner, there: str, back: str) -> None:
    """One key does something, the other undoes it to the letter."""
    before = me.picture()
    await changes(me, there)
    await me.press(back)
    assert me.picture() == before, f"{back} did not undo {there}\n{before}\n{me.picture()}"


async def table(me: Learner, turn: int) -> None:
    await there_and_back(me, "space", "left")
    for row in range(2, me.scene.total + 1):
        await changes(me, "right")
        assert f"{row} of {me.scene.total} rows" in me.picture()
        assert me.shown(me.pane._sentence).startswith(f"row {row} of {me.scene.total}")
    await changes(me, "up", "end")


async def plot(me: Learner, turn: int) -> None:
    if tangent := me.pane.settings.tangent:
        low, high = me.pane.settings.x
        keys = ("right", "left") if tangent.at < (low + high) / 2 else ("left", "right")  # away from the nearer edge
        await changes(me, *keys, *(f"shift+{key}" for key in keys))
    if me.pane.settings.secant is not None:
        runs = me.pane.settings.secant.h
        await there_and_back(me, "space", "up")
        for _ in runs[1:]:
            await changes(me, "down")
        last = me.scene.run
        await me.press("space")
        assert me.scene.run == last == Fraction(str(runs[-1])), me.picture()  # there is no smaller run


async def derive(me: Learner, turn: int) -> None:
    if me.scene.menu:
        await me.press("space")
        assert "Name the rule first" in me.shown(me.pane._sentence)
    while not me.scene.complete:
        before = me.scene.shown
        if me.scene.menu:
            await named(me)
        else:
            await changes(me, "space")
        assert (me.scene.shown, me.scene.done) != (before, False) or me.scene.complete, me.picture()
    await changes(me, "left", "end")
    for _ in range(3):
        await me.press("left")
    await me.press("end")


async def named(me: Learner) -> None:
    """Names the next rule: a wrong name is told of and costs nothing, the right one carries it out."""
    shown, count = me.scene.shown, len(me.scene.menu)
    assert "Which rule for the underlined part?" in me.picture()
    wrong = 0
    for number in range(1, count + 1):
        await me.press(str(number))
        if me.scene.shown > shown:
            break
        wrong += 1
        assert me.shown(me.pane._sentence)
    assert me.scene.shown == shown + 1 and wrong < count, me.picture()


async def surface(me: Learner, turn: int) -> None:
    shift = "shift+" * (turn % 2)
    settings, cursor = me.scene.settings, me.scene.cursor
    for place, (low, high), (onward, back) in zip(
        cursor, (settings.x, settings.y), (("right", "left"), ("up", "down")), strict=True
    ):
        keys = (onward, back) if place < (low + high) / 2 else (back, onward)  # away from the nearer edge
        await there_and_back(me, *(f"{shift}{key}" for key in keys))


async def descend(me: Learner, turn: int) -> None:
    if turn % 4 == 0:
        await there_and_back(me, "right", "left")
    await play_and_pause(me)
    if me.scene.settings.steps > LONG:
        return
    await to_the_end(me)
    if turn % 4 == 1 and "loss" in me.scene.panels:
        await there_and_back(me, "l", "l")
    elif turn % 4 == 2:
        await changes(me, "z", *["z"] * len(me.scene.panels))
    elif turn % 4 == 3 and me.pane.query("#panel-theta"):  # a race shows no theta
        await there_and_back_exactly(me)


async def play_and_pause(me: Learner) -> None:
    scene = me.scene
    assert scene.k == 0
    await me.press("space")
    await me.until(lambda: scene.k > 0, "a step of the descent that plays")
    if scene.playing:
        assert "playing" in me.picture()
        await me.press("space")
    await me.until(lambda: not scene.playing and "paused" in me.picture(), "the pause")


async def to_the_end(me: Learner) -> None:
    scene = me.scene
    await me.press("end")
    await me.until(lambda: scene.finished and getattr(me.pane, "_sprint", None) is None, "the end of the descent")


async def there_and_back_exactly(me: Learner) -> None:
    """From the end back some steps and on again: the theta pane reads the same."""
    end, theta = me.shown("#panel-theta"), me.scene.player.theta.tobytes()
    await changes(me, "left", "left", "left")
    for _ in range(3):
        await me.press("right")
    assert me.scene.player.theta.tobytes() == theta and me.shown("#panel-theta") == end


async def dial(me: Learner, turn: int) -> None:
    await changes(me, "right", "m", "right", "g", "left")


async def map_(me: Learner, turn: int) -> None:
    await there_and_back(me, "right", "left")
    if me.pane.settings.plane:
        await there_and_back(me, "minus", "plus")


async def taylor(me: Learner, turn: int) -> None:
    await there_and_back(me, "right", "left")
    if turn % 2:
        await there_and_back(me, "full_stop", "comma")
    for _ in me.scene.settings.degrees[1:]:
        await changes(me, "up")


async def riemann(me: Learner, turn: int) -> None:
    await there_and_back(me, "up", "down")
    if len(me.scene.settings.rules) > 1:
        await there_and_back(me, "right", "left")
    for _ in me.scene.settings.n[1:]:
        await changes(me, "n")


async def montecarlo(me: Learner, turn: int) -> None:
    await changes(me, "space")
    if turn % 2:
        await there_and_back(me, "l", "l")
    else:
        await changes(me, "n", "up", "space", "down")
    while not me.scene.at_end:
        await me.press("space")
        await me.until(lambda: not me.pane.moving, "the draws")
    assert "That was the last" not in me.picture()
    await me.press("space")
    assert "That was the last n" in me.shown(me.pane._sentence)


async def worked(me: Learner, turn: int) -> None:
    await there_and_back(me, "space", "left")
    while not me.scene.complete:
        if not me.scene.waiting:
            await changes(me, "space")
            continue
        rights = [entry.right for entry in me.scene.menu]
        await changes(me, str(1 + rights.index(False)))
        if turn % 2:
            await changes(me, "s")
        else:
            await changes(me, str(1 + rights.index(True)))


async def graph(me: Learner, turn: int) -> None:
    await changes(me, "space", "right", "left", "end")


async def net(me: Learner, turn: int) -> None:
    await changes(me, "b", *["n"] * (len(me.scene.settings.data.y) > 1))
    await me.press("right")
    if "no step moves" in flat(me.picture()):  # it starts where every gradient is zero
        return
    await me.press("left")
    if me.scene.settings.steps == 1:
        await there_and_back(me, "right", "left")
    else:
        await play_and_pause(me)
    await to_the_end(me)


async def gradcheck(me: Learner, turn: int) -> None:
    await there_and_back(me, "left", "right")
    for _ in me.scene.hs[1:]:
        await me.press("left")
    assert me.scene.place + 1 == len(me.scene.hs)


PLAYED: dict[str, Played] = {
    "table": table,
    "plot": plot,
    "derive": derive,
    "surface": surface,
    "descend": descend,
    "dial": dial,
    "map": map_,
    "graph": graph,
    "taylor": taylor,
    "riemann": riemann,
    "montecarlo": montecarlo,
    "worked": worked,
    "net": net,
    "gradcheck": gradcheck,
}


def wrong_answer(question: Question) -> str:
    """The first that the author has foreseen, as a learner would hand it in."""
    if isinstance(question.about, Choice):
        return str(1 + next(i for i, each in enumerate(question.about.choices) if not each.ok))
    return question.wrong[0].value


def wrong_words(question: Question) -> str:
    """What the author says to it."""
    if isinstance(question.about, Choice):
        return next(each.say or "" for each in question.about.choices if not each.ok)
    return question.wrong[0].say
