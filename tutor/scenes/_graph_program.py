"""The computation graph in Python: straight lines, one a node forward and one an edge back, that print the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.scenes._graph_rules import ONE
from tutor.scenes._python import code, math_needs, program, python_names
from tutor.tree import Call, Const, Neg, Node, Num, Sym

if TYPE_CHECKING:
    from tutor.scenes._graph_state import GraphScene

EPS, NUDGED, GRADIENT = "_eps", "_new", "d_"


def graph_program(scene: GraphScene) -> str:
    """The program of the mode that stands."""
    return {
        "forward": _forward,
        "backward": _backward,
        "nudge": _nudge,
        "dual": _dual,
        "paths": _paths,
    }[scene.mode](scene)


def _names(scene: GraphScene) -> dict[str, str]:
    """Names for the nodes, none of which is that of a gradient (d_x), of a new value (x_new) or of an eps part."""
    given: dict[str, str] = {}
    for vertex in scene.graph.vertices:
        own = vertex.name
        while own.startswith(GRADIENT) or own.endswith((EPS, NUDGED)) or own in given.values():
            own = f"n{own}_n"
        given[vertex.name] = own
    return dict(zip(given, python_names(given.values(), ("h", "total", "path")).values(), strict=True))


def _needs(scene: GraphScene, slopes: bool) -> list[str]:
    trees: list[Node] = [v.formula for v in scene.graph.vertices if v.formula is not None]
    trees += scene.settings.inputs.values()
    trees += [edge.slope for edge in scene.graph.edges] if slopes else []
    return math_needs(trees)


def _inputs(scene: GraphScene, names: dict[str, str]) -> list[str]:
    return [f"{names[name]} = {code(node, {})}" for name, node in scene.settings.inputs.items()]


def _lines(scene: GraphScene, names: dict[str, str], into: dict[str, str], printed: bool = True) -> list[str]:
    """A line a node that works it out from `names`, kept as its name in `into`."""
    made = []
    for i in scene.graph.inner:
        vertex = scene.graph.vertices[i]
        assert vertex.formula is not None
        made.append(f"{into[vertex.name]} = {code(vertex.formula, names)}")
        if printed:
            made.append(_print(f"{into[vertex.name]} =", into[vertex.name]))
    return made


def _print(words: str, expression: str) -> str:
    return f'print("{words}", f"{{{expression}:.7g}}")'


def _times(upstream: str, slope: Node, names: dict[str, str]) -> str:
    """`d_f*z`; of a slope 1 or -1 what is left of it."""
    if slope == ONE:
        return upstream
    return f"-{upstream}" if slope == Neg(ONE) else f"{upstream}*{_factor(slope, names)}"


def _factor(slope: Node, names: dict[str, str]) -> str:
    source = code(slope, names)
    return source if isinstance(slope, Sym | Num | Const | Call) and "/" not in source else f"({source})"


def _forward(scene: GraphScene) -> str:
    names = _names(scene)
    return program(_needs(scene, False), _inputs(scene, names), _lines(scene, names, names))


def _backward(scene: GraphScene) -> str:
    """Every edge a line, in the order in which they are walked: d_x += upstream times local."""
    names = _names(scene)
    slot = {name: f"{GRADIENT}{own}" for name, own in names.items()}
    vertices = scene.graph.vertices
    result = vertices[scene.graph.result].name
    gets = "+=" if scene.accumulate else "="
    back = ["# back: upstream times local" + ("" if scene.accumulate else ", and = where += is due")]
    back += [f"{' = '.join(slot[each.name] for each in vertices[:-1])} = 0.0", f"{slot[result]} = 1.0"]
    for edge in scene.graph.edges:
        source, target = vertices[edge.source].name, vertices[edge.target].name
        back.append(f"{slot[source]} {gets} {_times(slot[target], edge.slope, names)}")
    back += [_print(f"d{names[result]}/d{names[name]} =", slot[name]) for name in scene.settings.inputs]
    return program(_needs(scene, True), _inputs(scene, names), _lines(scene, names, names), back)


def _nudge(scene: GraphScene) -> str:
    names = _names(scene)
    new = {name: f"{own}{NUDGED}" for name, own in names.items()}
    wrt = scene.wrt
    after = [f"h = {float(scene.nudge)!r}"]
    after += [f"{new[name]} = {names[name]}{' + h' if name == wrt else ''}" for name in scene.settings.inputs]
    after += _lines(scene, new, new, printed=False)
    for i in scene.graph.inner:
        own = names[scene.graph.vertices[i].name]
        moved = f"{own}{NUDGED} - {own}"
        after.append(f'print("d{own} =", f"{{{moved}:.7g}}", "=", f"{{({moved})/h:.7g}}", "times d{names[wrt]}")')
    return program(_needs(scene, False), _inputs(scene, names), _lines(scene, names, names), after)


def _dual(scene: GraphScene) -> str:
    names = _names(scene)
    part = {name: f"{own}{EPS}" for name, own in names.items()}
    lines = [f"{part[name]} = {float(name == scene.wrt)!r}" for name in scene.settings.inputs]
    vertices = scene.graph.vertices
    for i in scene.graph.inner:
        vertex = vertices[i]
        assert vertex.formula is not None
        own, its = names[vertex.name], part[vertex.name]
        terms = [_times(part[vertices[e.source].name], e.slope, names) for e in scene.graph.into(i)]
        lines += [f"{own} = {code(vertex.formula, names)}", f"{its} = {' + '.join(terms)}"]
        lines.append(f'print("{own} =", f"{{{own}:.7g}} + {{{its}:.7g}} eps")')
    return program(_needs(scene, True), _inputs(scene, names), lines)


def _paths(scene: GraphScene) -> str:
    names = _names(scene)
    vertices = scene.graph.vertices
    lines = ["total = 0.0"]
    for way in scene.ways():
        edges = [scene.graph.edges[i] for i in way]
        text = " -> ".join([names[scene.wrt], *(names[vertices[edge.target].name] for edge in edges)])
        product = "*".join(_factor(edge.slope, names) for edge in edges)
        lines += [f"path = {product}", "total += path", _print(f"{text}:", "path")]
    result = names[vertices[scene.graph.result].name]
    lines.append(_print(f"d{result}/d{names[scene.wrt]} =", "total"))
    return program(_needs(scene, True), _inputs(scene, names), _lines(scene, names, names, False), lines)
