"""Why a descent does what it does: each situation recognised from the run itself and said with its numbers.

    figures.py    numbers and directions as a sentence shows them
    named.py      what goes down and what moves, in words: the loss and theta, or f and x
    trends.py     what the loss does in the last steps, without a cause
    evidence.py   what is looked at: the last steps, the curvature here, in bounded work
    finding.py    what can be found: the kinds, and a sentence each
    diagnose.py   the answer to who asks: the first finding that is true of the run
    rates.py      too long a step: overshoot, swings, blow-up, momentum that carries past the valley
    stalls.py     no more progress: saddle, maximum, plateau, a valley that is too narrow
    endless.py    no end: data that can be separated, a loss without a floor
    shrinking.py  steps that a schedule or a sum of squares has made too small
    noise.py      batches: the floor below which the steps undo one another
    adaptive.py   steps divided by the size of the slope, and Newton's, which seek any flat place

Each finding is true of the run or is not made: it rests on the digits of the run, and on theory only where the theory
holds (a quadratic loss, the method as it is known, one rate). Where that is not sure, nobody says anything.
"""
