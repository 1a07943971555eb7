"""A gradient check in Python: the same differences in the same floats."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING

from tutor.lesson.losses import Loss
from tutor.scenes._numbers import as_float
from tutor.scenes._problem import OWN_NAMES, ROW_WIDTH, data_lines
from tutor.scenes._python import code, math_needs, number, program, python_names
from tutor.tree import Node

if TYPE_CHECKING:
    from tutor.scenes._gradcheck_state import GradcheckScene

WRITTEN = {
    "forward": "(f(x + h) - f(x))/h",
    "central": "(f(x + h) - f(x - h))/(2*h)",
}

# of theta, written as `tutor.descent.problems` computes them
LOSSES = {
    "linear": """errors = X.dot(theta) - y
return float(errors.dot(errors))/(2*len(y))""",
    "logistic": """wrong = (1.0 - 2.0*y)*X.dot(theta)  # how far on the wrong side
return float(np.logaddexp(0.0, wrong).sum())/len(y)""",
    "softmax": """every, own = np.arange(len(y)), y.astype(int)
scores = X.dot(theta.reshape(-1, CLASSES))
ahead = scores - scores[every, own][:, np.newaxis]
top = ahead.max(axis=1)
shares = np.exp(ahead - top[:, np.newaxis])
of_own = shares[every, own]
shares[every, own] = 0.0
others = shares.sum(axis=1)
return float(np.where(top > 0, top + np.log(of_own + others), np.log1p(others)).sum())/len(y)""",
}


def gradcheck_program(check: GradcheckScene) -> str:
    """Prints, for each h at which the differences have a value, each of them and how far it is off the slope."""
    settings = check.settings
    head = _loss(settings.goal, check) if isinstance(settings.goal, Loss) else _function(settings.goal, check)
    found = zip(*(check.estimates(each) for each in settings.formulas), strict=True)
    hs = [number(each[0].h) for each in found if all(math.isfinite(one.value) for one in each)]
    loop = [f"x = {number(settings.at[check.component])}", f"slope = {number(as_float(check.slope))}"]
    loop += [*wrap(f"hs = [{', '.join(hs)}]", ROW_WIDTH, subsequent_indent=" " * 6), "for h in hs:"]
    for formula in settings.formulas:
        loop += [f"    {formula} = {WRITTEN[formula]}"]
    told = ", ".join(f'"{formula}", {formula}, "off by", abs({formula} - slope)' for formula in settings.formulas)
    return program(*head, [*loop, f'    print("h =", h, {told})'])


def _function(goal: Node, check: GradcheckScene) -> list[list[str]]:
    """f along one variable, the others held."""
    settings = check.settings
    own = python_names(settings.names, (*OWN_NAMES, "x", "h", "slope", "forward", "central"))
    moved = settings.names[check.component]
    if settings.names == ("x",):
        own = {"x": "x"}
    held = [
        f"{own[name]} = {number(at)}" for name, at in zip(settings.names, settings.at, strict=True) if name != moved
    ]
    text = code(goal, own, exact=True)
    needs = [*math_needs([goal]), *(["import numpy as np"] if "np." in text else [])]
    return [needs, held, [f"def f({own[moved]}):", f"    return {text}"]]


def _loss(goal: Loss, check: GradcheckScene) -> list[list[str]]:
    """The loss of the model along one theta, the others held."""
    at = ", ".join(map(number, check.settings.at))
    define = [
        "def f(value):",
        f"    theta = np.array([{at}])",
        f"    theta[{check.component}] = value",
        *(f"    {line}" for line in LOSSES[goal.model].replace("CLASSES", str(goal.classes)).splitlines()),
    ]
    return [["import numpy as np"], data_lines(goal), define]
