"""A network in words: its layers, what training has done, what it says of each example, its weights as small tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    some,
    spread,
    whole,
    written,
)
from tutor.scenes._descend_told import doing, even
from tutor.scenes._descend_told_views import cell
from tutor.scenes._net_state import HEAVY, NetScene
from tutor.scenes._numbers import shown
from tutor.scenes._surface_told import height_table
from tutor.scenes._typed_keys import NOTHING, Keys

STEPS, PLACES, GRID = 6, 7, (5, 5)  # at which losses, a curve and a map are told
ROWS, MOST_ROWS = 6, 60  # of the table of what the net says
UNITS, INPUTS = 12, 6  # of a layer, in a table of weights
DIGITS = 4
PIECE = 500  # steps between two looks at whether to stop; fewer where a step is much work


def told(scene: NetScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """The layers, the sentence, and what the net says of a few examples."""
    page = Page(ascii, width)
    settings, rate = scene.settings, shown(scene.player.rate, ascii, DIGITS)
    layers = "-".join(map(str, settings.layers))
    lead = [
        tr(
            "A network of {layers} units, {activation}, {loss} loss, on {count} examples.",
            layers=layers,
            activation=settings.activation,
            loss=settings.loss,
            count=scene.network.m,
        ),
        tr(
            "Step {k} of at most {steps}; {method}, rate {rate}.",
            k=scene.k,
            steps=settings.steps,
            method=settings.method.name,
            rate=rate,
        ),
    ]
    return written([*lead, f"{scene.sentence(ascii)}.", *_outputs(scene, page, ROWS)], page)


def acts(scene: NetScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: NetScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


# --- in words ---------------------------------------------------------------------------------------------------------


def _outputs(scene: NetScene, page: Page, most: int) -> list[str]:
    """What the net says of some examples, that which is looked at among them."""
    heads, *rows = scene.outputs(page.ascii)
    places = spread(len(rows), most)
    if scene.row < len(rows) and scene.row not in places:
        places[min(range(len(places)), key=lambda i: abs(places[i] - scene.row))] = scene.row
    inputs = len(heads) - 3 - (scene.right is not None)
    return columns(heads, [rows[i] for i in places], page, spare=tuple(range(inputs, 0, -1)))


def _weights_told(scene: NetScene, page: Page) -> list[str]:
    """A table for each layer: a row for each unit, what it takes in and, of weights, what it gives out."""
    wiring = scene.wiring
    given = zip(wiring.names(0)[:INPUTS], wiring.values(0)[:INPUTS].tolist(), strict=True)
    inputs = ", ".join(f"{name} = {shown(value, page.ascii, DIGITS)}" for name, value in given)
    target = shown(scene.settings.data.y[scene.row], page.ascii, DIGITS)
    lines = (
        []
        if wiring.slopes
        else [tr("Example {number}: {inputs}, target {target}.", number=scene.row + 1, inputs=inputs, target=target)]
    )
    for place, layer in enumerate(wiring.layers, 1):
        takes, units, gives = wiring.names(place - 1), wiring.names(place), wiring.values(place)
        rows = [
            [name, *(cell(each, page) for each in [*layer.W[i][:INPUTS], layer.b[i]]), cell(gives[i], page)]
            for i, name in enumerate(units[:UNITS])
        ]
        heads = [tr("output") if place == len(wiring.layers) else tr("unit"), *takes[:INPUTS], tr("bias"), tr("gives")]
        if wiring.slopes:
            heads, rows = heads[:-1], [row[:-1] for row in rows]
        of = (
            tr("Layer {number}: the gradient of J by each weight.", number=place)
            if wiring.slopes
            else tr("Layer {number}: weights, and what each unit gives.", number=place)
        )
        lines += [of, *columns(heads, rows, page)]
        more = max(0, len(units) - UNITS), max(0, len(takes) - INPUTS)
        lines += [tr("... {units} units and {inputs} inputs more", units=more[0], inputs=more[1])] if any(more) else []
    return lines


def _loss_told(scene: NetScene, page: Page) -> list[str]:
    ks, losses = scene.losses()
    places = even(ks, STEPS)
    values, steps = some([cell(losses[i], page) for i in places]), some([str(int(ks[i])) for i in places])
    changes = [
        tr("From k = {k} on the rate was {rate}.", k=k, rate=shown(rate, page.ascii, DIGITS))
        for k, rate in scene.rate_marks()
    ]
    where = tr("steps {ks}", ks=steps) if len(places) > 1 else tr("the start, no step taken yet")
    told = tr("{letter} {losses} at {where}", letter="J", losses=values, where=where)
    return [f"{told}{doing(scene.player)}.", *changes]


def _picture_told(scene: NetScene, page: Page) -> list[str]:
    """What the net says of every input: over one at a few places, over two on a grid."""
    wiring = scene.wiring
    names, says = wiring.names(0), wiring.names(len(wiring.layers))
    if "curve" in scene.panels:
        xs, ys = scene.curve()
        rows = [[shown(float(xs[i]), page.ascii, 3), _height(ys[i], page)] for i in spread(len(xs), PLACES)]
        return columns([names[0], says[0]], rows, page)
    lead = (
        tr("What the net says, the likeliest class, over both inputs.")
        if len(says) > 1
        else tr("What the net says, {output}, over both inputs.", output=says[0])
    )
    across, up = scene.window()
    lines = height_table(scene.heights(*GRID, (across, up)), (across, up), names, page)
    return [lead, *lines]


def _height(value: float, page: Page) -> str:
    return shown(float(value), page.ascii, DIGITS)


# --- what can be typed ------------------------------------------------------------------------------------------------


def _steps(scene: NetScene, n: int) -> Iterator[float]:
    """At most n steps, in pieces that can be stopped between; yields how much of them is taken."""
    piece = max(1, min(PIECE, PIECE * HEAVY // (scene.network.m * len(scene.settings.start)) // 10))
    begun, until = scene.k, min(scene.k + n, scene.settings.steps)
    while scene.k < until and scene.step(min(piece, until - scene.k)):
        yield (scene.k - begun) / (until - begun)


def _step(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    begun = scene.k
    yield from on_the_way(_steps(scene, whole(words)))
    yield from _already_there(scene, begun)
    yield f"{scene.sentence(page.ascii)}."


def _already_there(scene: NetScene, begun: int) -> list[str]:
    """That there was no step to take."""
    return [tr("Already at the end, at step {k}.", k=scene.k)] if scene.k == begun else []


def _play(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    begun = scene.k
    yield from on_the_way(_steps(scene, whole(words, default=scene.settings.steps)))
    yield from _already_there(scene, begun) or _loss_told(scene, page)
    yield f"{scene.sentence(page.ascii)}."


def _undo(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    scene.back(whole(words))
    return [f"{scene.sentence(page.ascii)}."]


def _jump(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    ends = {"start": 0, "end": scene.settings.steps}
    to = ends.get(words[0].lower()) if len(words) == 1 else None
    to = whole(words, default=None, least=0, most=scene.settings.steps) if to is None else to
    if to < scene.k:
        scene.back(scene.k - to)
    yield from on_the_way(_steps(scene, to - scene.k))
    yield f"{scene.sentence(page.ascii)}."


def _rate(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if " ".join(words).lower() in ("up", "down"):
        scene.change_rate(1 if words[0].lower() == "up" else -1)
    else:
        try:
            scene.player.set_rate(*numbers(words, 1))
        except ValueError as fault:
            raise CannotAct(str(fault)) from fault
    return [tr("From k = {k} on the rate is {rate}.", k=scene.k, rate=shown(scene.player.rate, page.ascii))]


def _reset(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.reset()
    return [tr("All is as it was at first."), f"{scene.sentence(page.ascii)}."]


def _weights(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    if scene.slopes:
        scene.toggle_slopes()
    return _weights_told(scene, page)


def _gradients(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    if not scene.slopes:
        scene.toggle_slopes()
    return _weights_told(scene, page)


def _example(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The example whose way through the net is told: what it holds, what each unit makes of it."""
    m = scene.network.m
    way = -1 if words and words[0].lower() == "back" else 1
    wished = whole(words[1:] if way < 0 else words, default=(scene.row + way) % m + 1, most=m)
    scene.next_row(wished - 1 - scene.row)
    return _weights(scene, (), page)


def _says(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    lines = _outputs(scene, page, whole(words, default=MOST_ROWS, most=MOST_ROWS))
    return [*lines, *([f"{scene.right_words}."] if scene.right_words else [])]


def _loss(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return _loss_told(scene, page)


def _picture(scene: NetScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return _picture_told(scene, page)


def _drawn(scene: NetScene) -> bool:
    return bool({"curve", "map"} & set(scene.panels))


DEEDS = (
    Deed("step [N]", N_("take one step, or N (the right arrow)"), _step, also=("right",)),
    Deed("undo [N]", N_("one step back, or N, exactly (the left arrow)"), _undo, also=("back", "left")),
    Deed("play [N]", N_("on to the end, N steps at most (the key space)"), _play, also=("space",)),
    Deed("jump TO", N_("to a step: jump 500, jump start, jump end"), _jump, also=("go",)),
    Deed("rate R", N_("another learning rate from here on; rate up and rate down too"), _rate),
    Deed("reset", N_("the first weights and the first rate"), _reset),
    Deed("outputs [N]", N_("what the net says of N examples"), _says, also=("rows",)),
    Deed("example [I]", N_("the next example's way through the net, or that of example I"), _example),
    Deed("weights", N_("every weight, and what each unit gives for the example"), _weights),
    Deed("gradients", N_("the gradient of the loss by each weight"), _gradients, also=("slopes",)),
    Deed("loss", N_("the losses on the way"), _loss, also=("losses",)),
    Deed("picture", N_("what the net says of every input"), _picture, _drawn, ("map", "curve")),
)
KEYS: Keys = {
    "home": "jump start",
    "end": "jump end",
    "+": "rate up",
    "-": "rate down",
    "r": "reset",
    "n": "example",
    "p": "example back",
    "b": "gradients",
    **dict.fromkeys(("up", "down", "more", "less", "l", "z"), NOTHING),  # speed and looks
}
