"""calc-tutor: the calculus behind machine learning, learnt in a terminal."""

__version__ = "0.1.0"
