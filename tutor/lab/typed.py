"""What is typed into a field of the lab, as the nodes that a lesson's readers read.

start      2, 1    x=2, y=1    [2, 1]    (2, 1)
tuning     beta1=0.8, epsilon=1e-7    0.8
schedule   1/(1 + 0.01k)    halve 1000    cosine: steps=6000, warm_up=100    {halve: 1000}
order      shuffled    shuffled 3    stride 37    3, 1, 2
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.fields import FieldFault
from tutor.lab.setup import Setup
from tutor.lesson import yamlnodes as y
from tutor.messages import tr

_HERE = y.Place(1, 1)
_SCHEDULES = r"(inverse|exponential|halve|cosine|warm_up)\s*[:= ]\s*(\S.*)"
_THOUSANDS = re.compile(r"\d{1,3}(?:[,_ ]\d{3})+")


def word(text: str) -> y.Scalar:
    """One value."""
    return y.Scalar(text.strip(), _HERE)


def mapping(pairs: Mapping[str, y.YamlNode]) -> y.Mapping:
    return y.Mapping(tuple((word(name), node) for name, node in pairs.items()), _HERE)


def method(setup: Setup) -> y.YamlNode:
    name = setup.method.strip()
    text = setup.tuning.strip().strip("{}").strip()
    if not text:
        return word(name)
    return mapping({name: pairs(text, "tuning") or word(text)})


def pairs(text: str, field: str) -> y.Mapping | None:
    """`x=2, y=1` or `x: 2, y: 1`; None where no name stands there."""
    if not re.search(r"[=:]", text):
        return None
    found: dict[str, y.YamlNode] = {}
    for each in text.split(","):
        name, mark, value = (part.strip() for part in re.sub(r"[=:]", "\0", each, count=1).partition("\0"))
        if not (name and mark and value):
            raise FieldFault(
                field, tr("'{typed}' is not of the kind name=number, as beta1=0.8 or x=2", typed=each.strip()[:40])
            )
        if name in found:
            raise FieldFault(field, tr("{name} stands there twice", name=name[:40]))
        found[name] = word(value)
    return mapping(found)


def start(text: str) -> y.YamlNode | None:
    given = text.strip()
    if not given:
        return None
    if (given[0], given[-1]) in (("(", ")"), ("[", "]"), ("{", "}")):
        given = given[1:-1].strip()
    by_name = pairs(given, "start")
    if by_name is not None:
        return by_name
    parts = re.split(r"\s*[,;]\s*", given)
    return y.Sequence(tuple(word(part) for part in parts), _HERE)


def schedule(text: str) -> y.YamlNode | None:
    """An expression in k, or a schedule by its name: `halve 1000`, `cosine: steps=6000, warm_up=100`."""
    given = text.strip()
    if not given or given == "constant":
        return None
    if given[0] == "{" and given[-1] == "}":
        given = given[1:-1].strip()
    named = re.fullmatch(_SCHEDULES, given)
    if named is None:
        return word(given)
    inner = named[2].strip().removeprefix("{").removesuffix("}").strip()
    return mapping({named[1]: pairs(inner, "schedule") or word(inner)})


def order(setup: Setup) -> y.YamlNode | None:
    text = setup.order.strip()
    if not text or (text == "cyclic" and not setup.batch.strip() and setup.method != "sgd"):
        return None
    if text[0] == "[" or re.match(r"\d", text):
        return y.Sequence(tuple(word(p.strip()) for p in text.strip("[]").split(",")), _HERE)
    named = re.fullmatch(r"\{?\s*(stride|strided|shuffled)\s*[:= ]\s*(\d+)\s*\}?", text)
    if named:
        return mapping({"stride" if named[1] == "strided" else named[1]: word(named[2])})
    return word(text)


def whole(text: str) -> str:
    """`10,000,000` as one number."""
    given = text.strip()
    return re.sub(r"[,_ ]", "", given) if _THOUSANDS.fullmatch(given) else given
