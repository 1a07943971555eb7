"""A computation graph in words: its nodes, what the last step did, a table; what can be typed to go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.messages import N_, listed, tr
from tutor.scenes._acts import (
    Act,
    CannotAct,
    Deed,
    Mistyped,
    Page,
    columns,
    nothing_more,
    perform,
    possible,
    said,
    whole,
    written,
)
from tutor.scenes._graph_rows import name_of
from tutor.scenes._graph_state import GraphScene
from tutor.typeset import symbol

MODE_WORDS = {
    "forward": N_("values go forward"),
    "backward": N_("values go forward, then gradients come back"),
    "nudge": N_("a nudge goes forward"),
    "dual": N_("dual numbers go forward, value + derivative"),
    "paths": N_("slopes are multiplied along each path"),
}


def told(scene: GraphScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What it is, the sentence, and the nodes or paths as a table."""
    page = Page(ascii, width)
    lead = tr(
        "A computation graph, inputs {inputs}, nodes {nodes}: {mode}, {place} of {total} steps done.",
        inputs=listed([name_of(scene, i, ascii) for i in scene.graph.inputs]),
        nodes=listed([name_of(scene, i, ascii) for i in scene.graph.inner]),
        mode=tr(MODE_WORDS[scene.mode]),
        place=scene.place,
        total=scene.total,
    )
    overwrites = [tr("Gradients that meet overwrite each other (=).")] if _wipes(scene) else []
    return written([lead, *overwrites, f"{scene.sentence(ascii)}.", *_table(scene, page)], page)


def acts(scene: GraphScene) -> tuple[Act, ...]:
    """What can be typed as the graph stands."""
    return possible(DEEDS, scene)


def act(scene: GraphScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    """Does what was typed. Raises CannotAct, and has then changed nothing."""
    return perform(DEEDS, scene, words, Page(ascii, width))


def _table(scene: GraphScene, page: Page) -> list[str]:
    heads, *rows = scene.table(page.ascii)
    unknown = "" if scene.mode == "paths" else "?"
    return columns(heads, [[cell or unknown for cell in row] for row in rows], page)


def _wipes(scene: GraphScene) -> bool:
    return scene.mode == "backward" and not scene.accumulate


def _next(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(min(whole(words), scene.total + 1)):
        if not scene.next():
            yield tr("That is the last step.")
            return
        yield f"{scene.sentence(page.ascii)}."


def _undo(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    for _ in range(min(whole(words), scene.total + 1)):
        if not scene.back():
            yield tr("Nothing is done yet.")
            return
    yield f"{scene.sentence(page.ascii)}."


def _all(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.finish()
    return [f"{scene.sentence(page.ascii)}.", *_table(scene, page)]


def _begin(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.restart()
    return [f"{scene.sentence(page.ascii)}."]


def _node(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The rule of one node, or of every one."""
    if words:
        wished = _meant(scene, words[0], range(len(scene.graph.vertices)))
        nothing_more(words[1:])
        scene.looking = wished
        return [f"{scene.sentence(page.ascii)}."]
    lines = []
    for i in range(len(scene.graph.vertices)):
        scene.looking = i
        lines.append(f"{scene.sentence(page.ascii)}.")
    scene.looking = None
    return lines


def _meant(scene: GraphScene, word: str, places: Iterable[int]) -> int:
    """The node of that name, as it is shown or as it is spelled. Raises Mistyped."""
    names: dict[str, int] = {}
    for i in places:
        for each in (scene.graph.vertices[i].name, name_of(scene, i), name_of(scene, i, True)):
            names.setdefault(each, i)
    if word not in names:
        known = ", ".join(scene.graph.vertices[i].name for i in sorted(set(names.values())))
        raise Mistyped(tr("{typed} is none of {known}", typed=said(word), known=known))
    return names[word]


def _mode(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    modes = scene.settings.mode
    if words and words[0] not in modes:
        raise Mistyped(tr("{typed} is none of {known}", typed=said(words[0]), known=", ".join(modes)))
    nothing_more(words[1:])
    scene.turn(modes.index(words[0]) - modes.index(scene.mode) if words else 1)
    return [f"{tr(MODE_WORDS[scene.mode])}: {scene.sentence(page.ascii)}."]


def _follow(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    names = list(scene.settings.inputs)
    by = 1
    if words:
        place = _meant(scene, words[0], scene.graph.inputs)
        nothing_more(words[1:])
        by = names.index(scene.graph.vertices[place].name) - names.index(scene.wrt)
    scene.turn_input(by)
    wrt = symbol(scene.wrt, ascii=page.ascii)
    return [tr("{name} is followed now.", name=wrt), f"{scene.sentence(page.ascii)}."]


def _sum(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    scene.toggle()
    lead = tr("Gradients that meet are added (+=).") if scene.accumulate else tr("They overwrite each other now (=).")
    return [lead, f"{scene.sentence(page.ascii)}."]


def _smaller(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    return _scaled(scene, words, page, -1)


def _larger(scene: GraphScene, words: Sequence[str], page: Page) -> Iterable[str]:
    return _scaled(scene, words, page, 1)


def _scaled(scene: GraphScene, words: Sequence[str], page: Page, by: int) -> list[str]:
    count = whole(words, most=20)
    if not scene.scale(by):
        raise CannotAct(tr("the nudge can be no smaller") if by < 0 else tr("the nudge can be no larger"))
    for _ in range(count - 1):
        scene.scale(by)
    return [f"{scene.sentence(page.ascii)}."]


def _several_modes(scene: GraphScene) -> bool:
    return len(scene.settings.mode) > 1


def _several_inputs(scene: GraphScene) -> bool:
    return scene.mode in ("nudge", "dual", "paths") and len(scene.graph.inputs) > 1


def _nudged(scene: GraphScene) -> bool:
    return scene.mode == "nudge"


def _goes_back(scene: GraphScene) -> bool:
    return scene.mode == "backward"


DEEDS = (
    Deed("step [N]", N_("the next step, or the next N (the key space)"), _next, also=("next", "space")),
    Deed("undo [N]", N_("take the last step back, or the last N (backspace)"), _undo, also=("back", "backspace")),
    Deed("all", N_("every step (end)"), _all, also=("end",)),
    Deed("begin", N_("from the beginning again (home)"), _begin, also=("home",)),
    Deed("node [NAME]", N_("the local rule of a node, or of every node (the arrows)"), _node, also=("right", "left")),
    Deed("mode [NAME]", N_("the next way to look at it, or that one (m)"), _mode, _several_modes, ("m",)),
    Deed("follow [NAME]", N_("follow another input (i)"), _follow, _several_inputs, ("input", "i")),
    Deed("sum", N_("add gradients up (+=), or let them overwrite each other (=) (a)"), _sum, _goes_back, ("a",)),
    Deed("smaller [N]", N_("a nudge ten times smaller (down)"), _smaller, _nudged, ("down",)),
    Deed("larger [N]", N_("a nudge ten times larger (up)"), _larger, _nudged, ("up",)),
)
