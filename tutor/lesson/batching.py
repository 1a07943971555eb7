"""Which examples a step looks at, as a lesson writes it: `batch` and `order`, and how an order is written back."""

from __future__ import annotations

from tutor.descent.batches import Batches, Order
from tutor.lesson import yamlnodes as y
from tutor.lesson.at import At, Bad, OwnKind
from tutor.lesson.named import Named
from tutor.lesson.shapes import ListOf
from tutor.lesson.values import Whole
from tutor.messages import N_, tr

MOST_LISTED = 1_000  # examples that an order lists

BATCH = Whole(1)
BATCH_DOC = N_("how many examples a step looks at; all where it is left out")
ORDER_DOC = N_(
    "the order of the examples: cyclic, shuffled, {shuffled: 3} (a seed), {stride: 37}, or a list of them, "
    "the first is 1: [3, 1, 2]"
)
_ORDER = Named({"cyclic": {}, "shuffled": {"seed": Whole(0, 2**32 - 1)}, "stride": {"step": Whole(1)}}, N_("an order"))
_LISTED = ListOf(Whole(1), most=MOST_LISTED)


def _read_order(node: y.YamlNode, at: At) -> Batches | Bad:
    if isinstance(node, y.Sequence):
        listed = _LISTED.read(node, at)
        return listed if isinstance(listed, Bad) else Batches(1, Order.GIVEN, given=tuple(each - 1 for each in listed))
    found = _ORDER.read(node, at)
    if isinstance(found, Bad):
        return found
    match found:
        case ("shuffled", settings):
            return Batches(1, Order.SHUFFLED, seed=settings.get("seed", 0))
        case ("stride", {"step": stride}):
            return Batches(1, Order.STRIDED, stride=stride)
        case ("stride", _):
            return at.fault(node, tr("stride needs its number: {stride: 37}"))
    return Batches(1)


ORDER = OwnKind(_read_order, {"anyOf": [_ORDER.schema(), _LISTED.schema()]})


def order_yaml(batches: Batches) -> str | dict[str, int] | list[int]:
    """What ORDER reads as this order."""
    match batches.order:
        case Order.CYCLIC:
            return "cyclic"
        case Order.STRIDED:
            return {"stride": batches.stride}
        case Order.SHUFFLED:
            return {"shuffled": batches.seed}
        case Order.GIVEN:
            return [each + 1 for each in batches.given]
