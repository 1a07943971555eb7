"""Small lessons for the tests of the screens, written into a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

from tests.apps import written

HEAD = "format: 1\nid: mine\ntitle: A lesson of mine\nsymbols: [x]\n"
SEED = "data: {seed: {X: [[1, 1], [1, 2], [1, 3]], y: [2, 2.5, 3.5]}}\n"
TWO_QUESTIONS = (
    HEAD
    + """\
steps:
  - ask: {id: one, question: "What is the derivative of $x^2$?", derivative_of: "x^2", hints: ["The power rule."]}
  - ask: {id: two, question: "And of $x^3$?", derivative_of: "x^3"}
"""
)
DESCENT = (
    HEAD
    + SEED
    + """\
steps:
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: RATE, steps: STEPS}}
"""
)
EVERY_SCENE = (
    HEAD
    + SEED
    + """\
steps:
  - show: {plot: {f: "x^2", x: [-1, 3], tangent: {at: 1, step: 0.1}, secant: {h: [1, 0.5], at: 1}}}
  - show: {table: {vars: {h: [1, 2]}, columns: {a: "h^2"}}}
  - show: {derive: {f: "x^2 + 1", wrt: x, ask_rule: true}}
  - show: {surface: {f: "a^2 + b^2", x: [-1, 1], y: [-1, 1], cursor: [0, 0]}}
  - show: {descend: {loss: {data: seed, model: linear}, start: [0.1, 0.1], rate: 0.1, steps: 10}}
  - ask: {id: line, question: "1 + 1?", answer: 2}
  - ask: {id: pick, question: Which?, choices: [{text: a, ok: true}, {text: b, say: no}]}
""".replace('"a^2 + b^2"', '"x^2 + y^2"')
)


def lesson(folder: Path, text: str) -> Path:
    return written(folder, text.replace("symbols: [x]", "symbols: [x, y]"))


def descent(folder: Path, rate: float = 0.1, steps: int = 1000, method: str = "gd") -> Path:
    """Gradient descent on least squares has any step at once; another `method` takes its time."""
    text = DESCENT.replace("RATE", str(rate)).replace("STEPS", f"{steps}, method: {method}")
    return lesson(folder, text)
