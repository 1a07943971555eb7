"""The Python in the lessons' words is run: what it prints stands in the words, and what stops it is named there.

A fragment is run with the three points and the descent of Day 3 at hand, and with what the lesson defined above it.
"""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
from typing import Any

import pytest

from tests.apps import LESSONS, read
from tutor.lesson.model import Lesson, Step
from tutor.lesson.questions import Choice

AT_HAND = """
import numpy as np
X = np.array([[1, 1], [1, 2], [1, 3]])
y = np.array([2, 2.5, 3.5])
theta = np.array([0.1, 0.1])
learning_rate = lr = 0.1
m = len(y)
def gradient(theta):
    return X.T @ (X @ theta - y) / m
def gradient_descent(X, y, theta, learning_rate, iterations):
    for _ in range(iterations):
        theta -= learning_rate * (1/len(y)) * X.T @ (X @ theta - y)
    return theta
"""
# What a lesson lets the learner put together before its program runs; the last of lesson 14 is for the safe version.
PUT_TOGETHER = {
    "14": ("none = gradient_descent", """
def gradient_descent(X, y, theta, learning_rate, iterations):
    theta = np.array(theta, dtype=float)
    for _ in range(iterations):
        theta = theta - learning_rate * (1/len(y)) * X.T @ (X @ theta - y)
    return theta
"""),
    "16": ("sizes.mean", "sizes = np.array([50, 80, 100, 120])"),
    "19": ("numerical_gradient(", """
def numerical_gradient(f, theta, h=1e-5):
    grad = np.zeros(len(theta))
    for i in range(len(theta)):
        step = np.zeros(len(theta))
        step[i] = h
        grad[i] = (f(theta + step) - f(theta - step)) / (2 * h)
    return grad
"""),
    "20": ("v = x * x", """
def multiply(self, other):
    out = Value(self.data * other.data)
    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad
    out._backward = _backward
    return out
Value.__mul__ = multiply
"""),
    "22": ("print(sgd(", """
def sgd(X, y, theta, lr, order):
    for i in order:
        error = X[i] @ theta - y[i]
        theta = theta - lr * error * X[i]
    return theta
"""),
}  # fmt: skip
PRINTING = {"02", "06", "13", "14", "17", "19", "20", "22", "23", "24", "25", "26"}


def programs(step: Step) -> list[str]:
    texts = (step.say or "", step.ask.question if step.ask else "")
    return [found[1] for text in texts for found in re.finditer(r"```python\n(.*?)```", text, re.DOTALL)]


def told(lesson: Lesson) -> str:
    """All that the lesson says, and its right choices."""
    texts = [step.say or "" for step in lesson.steps]
    for question in lesson.questions:
        texts += [question.question, *question.hints]
        if isinstance(question.about, Choice):
            texts += [f"{each.text} {each.say}" for each in question.about.choices if each.ok]
    return " ".join(" ".join(texts).split())


WITH_PROGRAMS = [file for file in LESSONS if "```python" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", WITH_PROGRAMS, ids=lambda file: file.stem)
def test_what_a_program_prints_is_what_the_lesson_says(file: Any) -> None:
    lesson = read(file)
    said, defined, printed = told(lesson), "", []
    for step in lesson.steps:
        for program in programs(step):
            names: dict[str, Any] = {}
            where, own = PUT_TOGETHER.get(file.stem[:2], ("\0", ""))
            exec(AT_HAND + defined + own * (where in program), names)
            out = io.StringIO()
            try:
                with contextlib.redirect_stdout(out):
                    exec(textwrap.dedent(program), names)
            except Exception as stopped:
                assert type(stopped).__name__ in said, (program, stopped)
            defined += "".join(re.findall(r"^(?:import|from|class|def) .*\n(?:[ \t]+.*\n|\n)*", program, re.MULTILINE))
            printed += out.getvalue().splitlines()
    assert not [line for line in printed if " ".join(line.split()) not in said]
    assert bool(printed) == (file.stem[:2] in PRINTING)
