"""From the candidates that fit to one explanation: what is said when one fits, or several do, and when nothing is said.

Of several that fit, only the most common kind counts. Where they are different mistakes of one family, what they
share is said; where they have nothing in common, that it is the one or the other; where they are many, nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tutor.letters import symbol
from tutor.messages import listed, tr
from tutor.mistakes.asked import Candidate, Explanation, Slipped
from tutor.rules import FAMILIES, Rule
from tutor.rules.elementary import ELEMENTARY
from tutor.rules.logarithmic import LOGARITHMIC
from tutor.rules.shape import LEFT
from tutor.tree import Node
from tutor.typeset import line

MOST_NAMED = 4  # mistakes offered as 'either ... or ...'
INTEGRATED, NEGATED = "integrated", "negated"
MISSING = "inner-derivative-missing"
DROPPED = ("coefficient-dropped", "other-variable-dropped")
COPIED = ("function-handed-back", "stopped-too-early")  # of which a part left alone is only the reason
LONG = 48  # characters of mathematics in a sentence


def explanation(found: Sequence[Candidate], numbers: bool = False) -> Explanation | None:
    """What to say of candidates that all have the answer's value; None if that would be a guess.

    With `numbers`, which agree by chance more easily than formulas, nothing is preferred.
    """
    if not found:
        return None
    found = _without_the_same_act(found)
    best = min(each.common for each in found)
    likely: dict[tuple[str, ...], Candidate] = {}
    for each in found:
        if each.common == best:
            likely.setdefault(tuple(sorted(each.names)), each)
    chosen = list(likely.values())
    if any(len(each.slips) > 1 for each in chosen):
        return _of_two(chosen)
    slips = [each.slips[0] for each in chosen]
    if numbers:
        return _of_numbers(slips)
    acts = [slip for slip in slips if not slip.whole]
    if acts:
        acts += [slip for slip in slips if slip.name == INTEGRATED]  # done, where the others are merely true
    facts = [slip for slip in slips if slip not in acts and not (acts and slip.name == NEGATED)]
    told = _of_acts(acts or facts)
    return _with_facts(told, facts) if told and acts and facts else told


def _of_numbers(slips: list[Slipped]) -> Explanation | None:
    """One or two mistakes; of more only those made with the whole question, which are the likeliest."""
    if len(slips) > 2:
        slips = [slip for slip in slips if slip.whole]
    return _of_acts(slips) if 0 < len(slips) <= 2 else None


def _of_acts(slips: list[Slipped]) -> Explanation | None:
    if len(slips) == 1:
        return _of_one(slips[0])
    families = {slip.family or slip.name for slip in slips}
    if len(families) == 1 and (family := families.pop()) in FAMILIES:
        return _shared(family, slips)
    return _either(slips) if len(slips) <= MOST_NAMED else None


def _with_facts(told: Explanation, facts: list[Slipped]) -> Explanation:
    """What is true of the whole answer besides, such as that it is the function itself, said before the mistake."""
    names = (*told.names, *(fact.name for fact in facts))
    return replace(told, names=names, say=" ".join([*(_say(fact) for fact in facts[:2]), told.say]))


def _without_the_same_act(found: Sequence[Candidate]) -> list[Candidate]:
    """One act has one name: with the inner derivative all its factors are missing, and f copied is no part copied."""
    slips = [each.slips[0] for each in found if len(each.slips) == 1]
    missing = [slip.path for slip in slips if slip.name == MISSING]
    logarithmic = [slip.path for slip in slips if slip.rule is LOGARITHMIC]  # its product is ours, not the learner's
    copied = any(slip.name in COPIED for slip in slips)

    def counts(each: Candidate) -> bool:
        slip = each.slips[0]
        if len(each.slips) > 1:
            return True
        if slip.name in DROPPED and any(_below(slip.path, path) for path in missing):
            return False
        if any(_below(slip.path, path) for path in logarithmic):
            return False
        return not (slip.name == LEFT.name and (copied or slip.path in missing))

    return [each for each in found if counts(each)]


def _below(path: tuple[int, ...], above: tuple[int, ...]) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _of_one(slip: Slipped) -> Explanation:
    return _made(slip, slip.name, (slip.name,), f"{_say(slip)} {_look(slip)}")


def _shared(family: str, slips: list[Slipped]) -> Explanation:
    first = slips[0]
    say = tr(FAMILIES[family]).replace("{x}", symbol(first.wrt))
    ways = _ways(slips) if len(slips) <= MOST_NAMED else ""
    return _made(first, family, tuple(slip.name for slip in slips), f"{say} {ways} {_look(first)}")


def _either(slips: list[Slipped]) -> Explanation:
    names = tuple(slip.name for slip in slips)
    say = tr("More than one slip gives this. {ways} {look}", ways=_ways(slips), look=_look(slips[0]))
    return _made(slips[0], "|".join(names), names, say)


def _ways(slips: list[Slipped]) -> str:
    says = list(dict.fromkeys(_say(slip) for slip in slips))
    return tr("Either: {ways}", ways=tr(" Or: ").join(says)) if len(says) > 1 else says[0]


def _of_two(chosen: list[Candidate]) -> Explanation | None:
    """Two mistakes at once; of several such pairs, the mistake that is in each."""
    first, second = chosen[0].slips
    if len(chosen) == 1:
        names = chosen[0].names
        if len(names) == 1:  # the same mistake twice
            return _made(
                first,
                first.name,
                names,
                tr(
                    "{say} That happened twice. {look} {look2}", say=_say(first), look=_look(first), look2=_look(second)
                ),
            )
        say = tr(
            "Two slips are in this. {say} {look} And: {say2} {look2}",
            say=_say(first),
            look=_look(first),
            say2=_say(second),
            look2=_look(second),
        )
        if first.node == second.node:
            say = tr(
                "Two slips are in this. {say} And: {say2} {look}", say=_say(first), say2=_say(second), look=_look(first)
            )
        return replace(_made(first, "+".join(names), names, say), together=True)
    common = set.intersection(*(set(each.names) for each in chosen))
    if len(common) != 1:
        return None
    (name,) = common
    slip = next(slip for slip in chosen[0].slips if slip.name == name)
    return _made(
        slip,
        name,
        (name,),
        tr("{say} {look} That is not all; something else went wrong too.", say=_say(slip), look=_look(slip)),
    )


def _made(slip: Slipped, name: str, names: tuple[str, ...], say: str) -> Explanation:
    return Explanation(name, names, False, slip.node, line(slip.node), slip.rule, " ".join(say.split()))


def _say(slip: Slipped) -> str:
    return slip.say.replace("{x}", symbol(slip.wrt))


def _look(slip: Slipped) -> str:
    """Where it was, and the right rule as it reads there; nothing where no rule was misused."""
    rule = slip.rule
    if slip.whole:
        return ""
    where = shown(slip.node)
    name = tr(rule.name)
    by = tr("by the {name}", name=name) if rule.name.endswith("rule") else tr("by {name}", name=name)
    if not slip.path and rule.id in ELEMENTARY:  # here the formula would be the answer itself
        return tr("At {where}: {why}", where=where, why=tr(rule.why))
    return tr("At {where}, {by}: {formula}.", where=where, by=by, formula=rule_on(rule, slip.node, slip.wrt))


def rule_on(rule: Rule, node: Node, wrt: str) -> str:
    """The rule's formula, and what its letters are on this sub-expression."""
    formula = rule.formula_for(node, wrt) if rule.formula_for else rule.formula
    letters = rule.letters(node, wrt)
    if not letters:
        return formula
    told = [f"{letter} = {shown(part)}" for letter, part in letters.items()]
    return tr("{formula}, here with {letters}", formula=formula, letters=listed(told))


def shown(node: Node) -> str:
    text = line(node)
    return text if len(text) <= LONG else text[: LONG - 1] + "…"
