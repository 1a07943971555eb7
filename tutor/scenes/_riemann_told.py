"""A Riemann scene in words: the function, the sum, a table of the rules, and what can be typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tutor.messages import N_, tr
from tutor.scenes._acts import (
    Act,
    Deed,
    Mistyped,
    Page,
    columns,
    nothing_more,
    perform,
    possible,
    whole,
    written,
)
from tutor.scenes._numbers import shown
from tutor.scenes._riemann_state import RiemannScene
from tutor.scenes._riemann_sums import MOST
from tutor.scenes._riemann_words import NAMED, antiderivative_line, error_text, limit_words, named
from tutor.scenes._typed_keys import Keys
from tutor.typeset import line

DOUBLINGS = 14


def told(scene: RiemannScene, ascii: bool = False, width: int = 80) -> tuple[str, ...]:
    """What the area is under, the sentence, and the sums by every rule."""
    page = Page(ascii, width)
    low, high = (shown(end, ascii) for end in scene.settings.interval)
    f = f"{named(scene, ascii)} = {line(scene.integrand, ascii=ascii)}"
    lead = [tr("The area under {f} from {low} to {high}, in strips.", f=f, low=low, high=high)]
    if scene.settings.slope:
        lead.append(tr("It is the slope of f = {f}.", f=line(scene.settings.f, ascii=ascii)))
    return written([*lead, _sentence(scene, page), *table_lines(scene, page)], page)


def acts(scene: RiemannScene) -> tuple[Act, ...]:
    return possible(DEEDS, scene)


def act(scene: RiemannScene, words: Sequence[str], ascii: bool = False, width: int = 80) -> Iterator[str]:
    return perform(DEEDS, scene, words, Page(ascii, width), KEYS)


def _sentence(scene: RiemannScene, page: Page) -> str:
    return f"{scene.sentence(page.ascii)}."


def table_lines(scene: RiemannScene, page: Page) -> list[str]:
    return columns([tr("rule"), tr("sum"), tr("error")], scene.table(page.ascii), page)


# --- what can be typed ------------------------------------------------------------------------------------------------


def _multiplies(way: int) -> Callable[[RiemannScene, Sequence[str], Page], Iterable[str]]:
    def multiply(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
        changed = scene.multiply(way * whole(words, most=DOUBLINGS))
        edge = [] if changed else [tr("n goes from 1 to {most}.", most=MOST)]
        return [*edge, _sentence(scene, page)]

    return multiply


def _number(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
    if words:
        scene.choose(whole(words, most=MOST))
    else:
        scene.next_n()
    return [_sentence(scene, page)]


def _turns(way: int) -> Callable[[RiemannScene, Sequence[str], Page], Iterable[str]]:
    def turn(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
        scene.turn(way * whole(words, most=100))
        return [_sentence(scene, page)]

    return turn


def _rule(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
    rules, wished = scene.settings.rules, " ".join(words).lower()
    numbered = {str(number): rule for number, rule in enumerate(rules, 1)}
    known = numbered | {name: rule for rule in rules for name in (rule, tr(NAMED[rule]))}
    if wished not in known:
        listed = ", ".join(f"{number} {rule}" for number, rule in numbered.items())
        raise Mistyped(tr("the rules here are {rules}", rules=listed))
    scene.follow(known[wished])
    return [_sentence(scene, page)]


def _table(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    return table_lines(scene, page)


def _sums(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
    """The rule that is shown, for the lesson's numbers and the doublings of the one that is shown."""
    nothing_more(words)
    numbers = sorted({*scene.settings.n, *(scene.n * 2**k for k in range(6) if scene.n * 2**k <= MOST)})
    rows = [
        [str(n), shown(scene.sum(n=n).value, page.ascii), error_text(scene.error(n=n), page.ascii)] for n in numbers
    ]
    return [tr("rule {rule}:", rule=tr(NAMED[scene.rule])), *columns(["n", tr("sum"), tr("error")], rows, page)]


def _limit(scene: RiemannScene, words: Sequence[str], page: Page) -> Iterable[str]:
    nothing_more(words)
    if not scene.limit.known:
        return [tr("What the sums come to is not known here.")]
    found = antiderivative_line(scene, page.ascii)
    return [*([found] if found else []), tr("The limit is {limit}.", limit=limit_words(scene, page.ascii))]


def _several(scene: RiemannScene) -> bool:
    return len(scene.settings.rules) > 1


DEEDS = (
    Deed("more [N]", N_("twice as many strips, or doubled N times"), _multiplies(1), also=("up", "double")),
    Deed("fewer [N]", N_("half as many, or halved N times"), _multiplies(-1), also=("down", "halve")),
    Deed("n [N]", N_("the next number of strips of the lesson, or N of them"), _number),
    Deed("right [N]", N_("the next rule, or N rules on"), _turns(1), where=_several),
    Deed("left [N]", N_("the rule before, or N rules back"), _turns(-1), where=_several),
    Deed("rule NAME", N_("one rule by its name: left, mid, right, trapezoid"), _rule, where=_several),
    Deed("table", N_("the sums by every rule"), _table, also=("rules",)),
    Deed("sums", N_("the sums for more and more strips"), _sums),
    Deed("limit", N_("what the sums come to, and how that is known"), _limit),
)
KEYS: Keys = {
    "space": "n",
    "t": "table",
}
