"""The terms and symbols that a lesson introduces: what the glossary is made of.

    terms:
      - {term: gradient, sign: '$\\nabla f$', means: "The vector of all partial derivatives of $f$ at a point."}

They stand in the header, and are passed over where only the header is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import At, Bad, Fault, ListOf, Struct, Text, setting
from tutor.lesson.parse import parse_head
from tutor.messages import N_, tr

MOST = 30


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade, with its sign where it has one."""

    term: str = setting(Text(most=60), N_("the word, as it stands in the lesson: directional derivative"))
    means: str = setting(Text(most=300), N_("what it means, in one or two sentences; formulas stand in $...$"))
    sign: str | None = setting(Text(most=60), N_("how it is written, such as $f'(x)$"), None)


TERMS = ListOf(Struct(Term), most=MOST)


def read_terms(node: y.YamlNode | None, at: At) -> tuple[Term, ...]:
    """The terms at `node`; every fault is told."""
    if node is None:
        return ()
    read = TERMS.read(node, at)
    if isinstance(read, Bad):
        return ()
    seen: set[str] = set()
    for each in read:
        if each.term.casefold() in seen:
            at.fault(node, tr("the term '{term}' stands here twice; remove one", term=each.term))
        seen.add(each.term.casefold())
    return tuple(read)


def terms_of(head: str) -> tuple[Term, ...]:
    """The terms in the text above `steps:`; none where they cannot be read, which `check` tells of."""
    faults: list[Fault] = []
    parsed = parse_head(head, passing=("data", "numbers"))
    node = parsed.node.get("terms") if isinstance(parsed.node, y.Mapping) else None
    terms = read_terms(node, At(faults, symbols=()))
    return () if faults or parsed.faults else terms
