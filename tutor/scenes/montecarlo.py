"""The scene `montecarlo`: a mean of random draws closing on the true mean, beside the error that is predicted for it.

The draws are those of NumPy's `RandomState`, whose streams never change: a lesson may name the numbers that come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tutor.lesson import yamlnodes as y
from tutor.lesson.kinds import BAD, At, Bad, Exact, Expression, ListOf, OwnKind, Whole, setting
from tutor.messages import N_, tr
from tutor.scenes._montecarlo_law import LAWS
from tutor.scenes._montecarlo_roll import MOST
from tutor.scenes._montecarlo_state import MOST_ROLLS, MonteCarloScene, prove, request, scene
from tutor.scenes._montecarlo_told import act, acts, told
from tutor.tree import FUNCTIONS, Node

__all__ = ["LAWS", "MonteCarloScene", "Settings", "act", "acts", "prove", "request", "scene", "told"]

MOST_STOPS = 8
LAST_SEED = 2**32 - 1 - MOST_ROLLS
NAME = r"[A-Za-z][A-Za-z0-9_]{0,9}"


def _read_variable(node: y.YamlNode, at: At) -> tuple[str, str] | Bad:
    """`u`, which is uniform, or `{z: normal}`: its name and its law."""
    match node:
        case y.Scalar(text=name):
            law = "uniform"
        case y.Mapping(pairs=((y.Scalar(text=name), y.Scalar(text=law)),)):
            pass
        case _:
            return at.fault(node, tr("write the variable and its law: {{u: uniform}} or {{z: normal}}"))
    if not re.fullmatch(NAME, name) or name in FUNCTIONS or name in ("e", "pi"):
        return at.fault(node, tr("{written} is no name for a variable; take a letter such as u", written=repr(name)))
    if law not in LAWS:
        return at.fault(node, tr("{written} is none of: {known}", written=repr(law[:40]), known=", ".join(LAWS)))
    return name, law


VARIABLE = OwnKind(
    _read_variable,
    {
        "anyOf": [
            {"type": "string", "pattern": f"^{NAME}$"},
            {"type": "object", "additionalProperties": {"enum": list(LAWS)}, "minProperties": 1, "maxProperties": 1},
        ]
    },
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The mean of an expression in a random variable, estimated by drawing it."""

    estimate: Node = setting(Expression(), N_("what is averaged, an expression in the variable: u^2"))
    variable: tuple[str, str] = setting(
        VARIABLE, N_("the random variable: u, uniform between 0 and 1, or {z: normal}"), ("u", "uniform")
    )
    n: tuple[int, ...] = setting(
        ListOf(Whole(1, MOST), most=MOST_STOPS, or_one=True),
        N_("how many draws there are at each stop"),
        (10, 100, 1000, 10_000, 100_000),
    )
    truth: Node | None = setting(
        Exact(), N_("the true mean: 1/3; `check` holds it against the integral. Left out, it is the integral"), None
    )
    seed: int = setting(Whole(0, LAST_SEED), N_("the seed of the first draws; another roll has the next one"), 0)

    @classmethod
    def names_below(cls, node: y.Mapping) -> tuple[str, ...]:
        """The variable, which the estimate may use beside the lesson's symbols."""
        written = node.get("variable")
        if written is None:
            return ("u",)
        read = _read_variable(written, At([]))
        return () if isinstance(read, Bad) else read[:1]

    @property
    def name(self) -> str:
        return self.variable[0]

    @property
    def law(self) -> str:
        return self.variable[1]

    def checked(self, node: y.YamlNode, at: At) -> Settings | Bad:
        if self.estimate.symbols() != {self.name}:
            what = tr("the estimate is an expression in {name} and in nothing else", name=self.name)
            at.inside("estimate").fault(node, what)
            return BAD
        return replace(self, n=tuple(sorted(set(self.n))))
