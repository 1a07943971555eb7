"""Gradient descent as the lessons teach it: a problem, one update, a run of updates, and a way to watch it.

    problem.py   what is minimised: a loss and its gradient
    problems/    logistic and softmax regression, a small network, the classics by name
    methods/     one update of each method, and its known mistakes beside it
    schedules.py what the rate is multiplied by at step k
    batches.py   which examples a step looks at
    run.py       `descend`: the loop of the lesson, as a generator
    trace.py     a bounded record of a run of any length
    history.py   old thetas, dense near the present, so that a run can be wound back
    spectral.py  any theta of full-batch descent on least squares, at once
    player.py    the playhead a screen drives: step, back, jump, change of rate or method, fork
    curvature.py how the loss bends, and the rates that follow
    diagnosis/   why a run does what it does
    words.py     what happened, in one true line

NumPy and the standard library only. The readable loop of run.py is the reference: whatever is faster has to
give its digits, bit for bit, and the tests hold them together.
"""
