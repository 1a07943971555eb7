"""Measurements, not tests: `python -m tests.bench`. Every figure is a ratio taken in one run on one machine."""
