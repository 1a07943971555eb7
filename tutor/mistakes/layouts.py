"""Each question with several components, laid out by its kind."""

from __future__ import annotations

from tutor.mistakes.asked import Along, Directional, Gradient, Hessian
from tutor.mistakes.fields import Layout, Many
from tutor.mistakes.gradients import directional, gradient
from tutor.mistakes.matrices import hessian, jacobian
from tutor.mistakes.paths import along


def layout(asked: Many) -> Layout:
    """Raises TooLong or ValueError where a derivative cannot be worked out."""
    match asked:
        case Gradient():
            return gradient(asked)
        case Directional():
            return directional(asked)
        case Along():
            return along(asked)
        case Hessian():
            return hessian(asked)
    return jacobian(asked)
