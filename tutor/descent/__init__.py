"""Gradient descent as the lessons teach it: a problem, one update, a run of updates, and a way to watch it.

    problem.py   what is minimised: a loss and its gradient
    methods.py   one update, the right one and its known mistakes side by side
    run.py       `descend`: the loop of the lesson, as a generator
    trace.py     a bounded record of a run of any length
    history.py   old thetas, dense near the present, so that a run can be wound back
    player.py    the playhead a screen drives: step, back, change of rate
    words.py     what happened, in one true line

NumPy and the standard library only. The readable loop of run.py is the reference: whatever is faster has to
give its digits, bit for bit, and the tests hold them together.
"""
