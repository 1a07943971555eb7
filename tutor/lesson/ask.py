"""What stands under `ask`: one question, its kind named or told by its settings.

A kind's settings stand under its name (`next: {loss: ..., rate: 0.1}`) or beside `question` (`choices: [...]`,
`answer: 2.1`), or both; what all questions have in common may stand in either place too. A name given twice is a fault.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.expression import Unreadable, parse
from tutor.lesson import yamlnodes as y
from tutor.lesson.faults import unknown_name
from tutor.lesson.kinds import BAD, At, Bad, Struct, close_to
from tutor.lesson.ordering import Order, as_shown
from tutor.lesson.questions import KINDS, Common, Question
from tutor.messages import tr

LATER_KINDS = ("code",)
# A setting that only one kind has, and so tells which kind is meant.
TELLS = {
    "choices": "choice",
    "gradient_of": "vector",
    "derivative_of": "expression",
    "lines": "order",
    "distractors": "order",
    "cases": "code",
    "must": "code",
    "diagnose": "code",
    "jacobian_of": "matrix",
    "hessian_of": "matrix",
}
COMMON = Struct(Common)
BESIDE = (*COMMON.settings(), "vary", "kind")
Pairs = list[tuple[y.Scalar, y.YamlNode]]


def read_question(node: y.YamlNode, at: At) -> Question | Bad:
    if not isinstance(node, y.Mapping):
        return at.fault(
            node,
            tr("{written} stands where a question is needed: id, question and its answer", written=y.describe(node)),
        )
    named = _kind_named(node, at)
    if isinstance(named, Bad):
        return BAD
    kind, inner, at_inner = named
    common, own, bad = _sorted_out(node, kind, inner, at, at_inner)
    struct = KINDS[kind]
    if inner is not None and not isinstance(inner, y.Mapping) and struct.short is not None:
        own.insert(0, (y.Scalar(struct.short, inner.place), inner))
    about = struct.read(y.Mapping(tuple(own), (inner or node).place), at_inner)
    read = COMMON.read(y.Mapping(tuple(common), node.place), at)
    if bad or isinstance(about, Bad) or isinstance(read, Bad):
        return BAD
    if kind == "choice" and read.wrong:
        written = next(key for key, _ in common if key.text == "wrong")
        return at.inside("wrong").fault(
            written, tr("a choice explains its wrong answers itself: write `say` beside the choice's `text`")
        )
    wrong = read.wrong
    if isinstance(about, Order):  # the author's letters are those of the file, the learner's those of the screen
        wrong = tuple(replace(each, value=as_shown(about, read.id, each.value)) for each in wrong)
    rest = (read.hints, wrong, read.before, read.skill, read.placement, read.alone or read.placement)
    return Question(read.id, read.question, about, at.symbols, *rest)


def _kind_named(node: y.Mapping, at: At) -> tuple[str, y.YamlNode | None, At] | Bad:
    """The kind, the node under its name (None where its settings stand beside `question`), and where that is."""
    known = (*KINDS, *LATER_KINDS)
    nested = [(key, value) for key, value in node.pairs if key.text in known]
    word = node.get("kind")
    if word is not None and (not isinstance(word, y.Scalar) or word.text not in known):
        mean = close_to(word.text, known) if isinstance(word, y.Scalar) else ""
        return at.inside("kind").fault(
            word,
            tr(
                "{written} is no kind of question{meant}; known: {kinds}",
                written=y.describe(word),
                meant=mean,
                kinds=", ".join(KINDS),
            ),
        )
    if len(nested) > 1:
        return at.fault(
            nested[1][0],
            tr(
                "a question is of one kind; '{second}' stands beside '{first}'",
                second=nested[1][0].text,
                first=nested[0][0].text,
            ),
        )
    if nested:
        key, value = nested[0]
        if isinstance(word, y.Scalar) and word.text != key.text:
            return at.fault(
                key,
                tr(
                    "kind: {kind} and '{name}' stand together; a question is of one kind",
                    kind=word.text,
                    name=key.text,
                ),
            )
        return _if_here(key.text, key, at) or (key.text, value, at.inside(key.text))
    if isinstance(word, y.Scalar):
        return _if_here(word.text, word, at) or (word.text, None, at)
    kind = _kind_told(node, at)
    if kind is None:
        ways = tr("choices, {kinds} or {last}", kinds=", ".join(list(KINDS)[1:-1]), last=list(KINDS)[-1])
        mean = next(
            (m for key, _ in node.pairs if key.text not in BESIDE and (m := close_to(key.text, (*known, *TELLS)))), ""
        )
        return at.fault(node, tr("the question has no answer: give it one of {ways}{meant}", ways=ways, meant=mean))
    return _if_here(kind, node, at) or (kind, None, at)


def _if_here(kind: str, node: y.YamlNode, at: At) -> Bad | None:
    if kind in KINDS:
        return None
    return at.fault(
        node,
        tr(
            "questions of the kind '{kind}' are not in this version; it has: {kinds}", kind=kind, kinds=", ".join(KINDS)
        ),
    )


def _kind_told(node: y.Mapping, at: At) -> str | None:
    """The kind that the settings beside `question` tell."""
    told = next((TELLS[key.text] for key, _ in node.pairs if key.text in TELLS), None)
    answer = node.get("answer")
    if told == "expression" and (node.get("at") is not None or node.get("along") is not None):
        return "number"  # a derivative at a point
    if told is not None or answer is None:
        return told
    if isinstance(answer, y.Sequence):
        return "matrix" if any(isinstance(item, y.Sequence) for item in answer.items) else "vector"
    try:
        parsed = parse(answer.text, at.symbols) if isinstance(answer, y.Scalar) else None
    except Unreadable:
        parsed = None
    # What cannot be read is most often a slip in a number where it has a digit first: 'O.1', '2,1'.
    return "expression" if parsed is not None and parsed.symbols() else "number"


def _sorted_out(
    node: y.Mapping, kind: str, inner: y.YamlNode | None, at: At, at_inner: At
) -> tuple[Pairs, Pairs, bool]:
    """Everything written, sorted into what is common and what is the kind's own; True where something is wrong."""
    settings = KINDS[kind].settings()
    common: Pairs = []
    own: Pairs = []
    seen: dict[str, Any] = {}
    bad = False
    outer = [(key, value, at) for key, value in node.pairs if key.text not in (kind, "vary", "kind")]
    below = [(key, value, at_inner) for key, value in inner.pairs] if isinstance(inner, y.Mapping) else []
    short = KINDS[kind].short if inner is not None and not isinstance(inner, y.Mapping) else None
    for key, value, where in (*outer, *below):
        if key.text in seen or key.text == short:
            bad = True
            where.inside(key.text).fault(
                key,
                tr(
                    "{written} is given twice, here and with the kind '{kind}'; remove one",
                    written=y.describe(key),
                    kind=kind,
                ),
            )
        elif key.text in settings:
            own.append((key, value))
        elif key.text in COMMON.settings():
            common.append((key, value))
        else:
            bad = True
            known = (*COMMON.settings(), "vary", *settings)
            where.inside(key.text[:40]).fault(key, unknown_name(key, known))
        seen[key.text] = value
    return common, own, bad
