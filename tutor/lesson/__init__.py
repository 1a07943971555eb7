"""Lessons: YAML text to a typed model, or every fault with its place."""
