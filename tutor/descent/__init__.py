"""Gradient descent as the lessons teach it: a problem, one update, a run of updates, and a way to watch it.

    problem.py   what is minimised: a loss and its gradient
    problems/    logistic and softmax regression, a small network, the classics by name
    methods/     one update of each method, and its known mistakes beside it
    schedules.py what the rate is multiplied by at step k
    batches.py   which examples a step looks at
    run.py       `descend`: the loop of the lesson, as a generator
    legs.py      a start and its legs: all there is to know of a run
    walk.py      the loops that take the steps; glance.py: what a step sees; ends.py: when a run is over
    past.py      a run as it was walked: its trace (trace.py), its old thetas (history.py), back and forth in it
    parabola.py  least squares from sums over the data (moments.py), and spectral.py: any theta of it at once
    player.py    the playhead a screen drives: step, back, jump, change of rate or method, fork
    curvature.py how the loss bends, and the rates that follow
    diagnosis/   why a run does what it does
    words.py     what happened, in one true line

NumPy and the standard library only. The readable loop of run.py is the reference: whatever is faster gives its digits,
bit for bit, or in closed form to about 1e-12, and the tests hold them together.
"""
