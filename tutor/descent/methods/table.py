"""The methods by the name that a lesson gives them."""

from __future__ import annotations

from tutor.descent.methods.adam import Adam, AdamW
from tutor.descent.methods.adaptive import AdaGrad, RMSProp
from tutor.descent.methods.base import GradientDescent, Method
from tutor.descent.methods.momentum import Momentum, Nesterov
from tutor.descent.methods.newton import Newton

METHODS: dict[str, type[Method]] = {
    each.name: each for each in (GradientDescent, Newton, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)
}
