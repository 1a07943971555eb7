"""A run of many legs: whatever was changed, forked or gone back on, it stands where the readable loop would."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.descent.batches import Batches, Order, sight
from tutor.descent.methods import METHODS
from tutor.descent.player import Player, State
from tutor.descent.problem import Function, LeastSquares
from tutor.descent.problems.logistic import Logistic
from tutor.descent.run import descend
from tutor.descent.schedules import CONSTANT, Cosine, Exponential, Inverse, Written
from tutor.descent.trace import Trace

SEED = LeastSquares([[1, 1], [1, 2], [1, 3]], [2, 2.5, 3.5])
SADDLE = Function(lambda t: t[0] * t[0] - t[1] * t[1], lambda t: [2 * t[0], -2 * t[1]], ("x", "y"))
RANDOM = np.random.RandomState(7)
YES_OR_NO = Logistic(RANDOM.randn(12, 2), np.arange(12) % 2)


def plainly(problem, start, legs, until):
    """Theta at 0, 1, ... `until`, by these legs, in the plainest way."""
    theta, thetas, left, leg, memory = np.array(start, dtype=float), [], list(legs), None, ()
    with np.errstate(all="ignore"):
        for k in range(until + 1):
            while left and left[0].k == k:
                before, leg = leg, left.pop(0)
                theta = theta if leg.theta is None else leg.theta
                if before is None or leg.theta is not None or leg.method != before.method:
                    memory = leg.method.begin(theta)
            thetas.append(theta)
            theta, memory = leg.method.step(sight(problem, leg.batches, k), theta, memory, leg.rate_at(k), k)
    return thetas


methods = st.sampled_from([make() for make in METHODS.values()])
schedules = st.sampled_from([CONSTANT, Inverse(0.01), Cosine(200, 10), Exponential(0.99)])
changes = st.fixed_dictionaries(
    {},
    optional={
        "rate": st.sampled_from([0.05, 0.1, 0.3, 1.5]),
        "method": methods,
        "schedule": schedules,
        "batches": st.sampled_from([None, Batches(1), Batches(2, Order.SHUFFLED, seed=3)]),
        "theta": st.sampled_from([[0.5, -0.5], [1.0, 1e-3]]),
    },
)
moves = st.one_of(
    st.tuples(st.sampled_from(["step", "back", "go"]), st.integers(0, 90)),
    st.tuples(st.sampled_from(["change", "fork"]), changes),
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([SEED, SADDLE, YES_OR_NO]), methods, schedules, st.lists(moves, max_size=9))
def test_whatever_is_done_on_the_way_every_theta_is_that_of_a_fresh_run(problem, method, schedule, program):
    start = (0.4, -0.3)
    players = [Player(problem, start, 0.1, 300, method=method, schedule=schedule)]
    for move, what in program:
        player = players[-1]
        if move in ("change", "fork"):
            what = {name: value for name, value in what.items() if problem is not SADDLE or name != "batches"}
            if move == "fork":
                players.append(player.fork(**what))
            else:
                player.change(**what)
        elif move == "go":
            progress = list(player.go(what, batch=25))
            assert progress == sorted(progress) and all(0 <= part <= 1 for part in progress)
            assert player.k == what or player.state.final
        else:
            getattr(player, move)(what)
    for player in players:  # those that were forked from, too
        thetas = plainly(problem, start, player.legs, player.k + 1)
        assert player.theta.tolist() == thetas[player.k].tolist()
        assert (player.loss, *player.gradient) == (problem.loss(player.theta), *problem.gradient(player.theta))
        ks, traced, losses = player.trace.points()
        assert ks.tolist() == list(range(player.k + 1))
        assert traced.tolist() == [theta.tolist() for theta in thetas[:-1]]
        recent = [step.theta.tolist() for step in player.recent(4)]
        assert recent == [theta.tolist() for theta in thetas[:-1][-4:]]
        following = player.next_theta()
        assert following is None or following.tolist() == thetas[-1].tolist()
        some = losses[len(losses) // 2]
        assert player.first_below(some) == next((k for k in ks.tolist() if losses[k] < some), None)


def test_a_fork_has_the_same_past_and_its_own_future():
    player = Player(SEED, [0.1, 0.1], 0.1, 500, method=METHODS["momentum"]())
    player.step(100)
    fork = player.fork(rate=0.05)
    assert fork.rate_changes == [(100, 0.05)] and player.rate_changes == []
    np.testing.assert_array_equal(fork.memory, player.memory)  # another rate leaves the velocity as it is
    other = player.fork(method=METHODS["adam"](), theta=[1, 1])
    assert (other.k, other.theta.tolist(), other.trace.points()[1][-1].tolist()) == (100, [1, 1], [1, 1])
    fork.step(50)
    player.step(50)
    assert fork.theta.tolist() != player.theta.tolist()
    fork.back(150)
    fork.step(120)
    fork.reset()
    assert (fork.k, fork.state, fork.rate_changes) == (0, State.READY, [(100, 0.05)])


def test_back_through_a_fork_at_the_same_step_is_the_run_before_it():
    """Momentum, then Adam, then momentum again, all at step 7: as if nothing had been changed."""
    player = Player(SEED, [0.1, 0.1], 0.1, 500, method=METHODS["momentum"]())
    player.step(7)
    velocity = player.memory[0].tolist()
    player.change(method=METHODS["adam"]())
    assert player.memory[0].tolist() == [0, 0]
    player.change(method=METHODS["momentum"]())
    assert player.memory[0].tolist() == velocity and len(player.legs) == 1


def test_what_cannot_be_changed_is_refused_and_nothing_has_changed():
    root = Function(lambda t: math.sqrt(t[0]) if t[0] > 0 else math.nan, lambda t: [0.5 / t[0] ** 0.5], ("x",))
    player = Player(root, 4, 0.1, 50)
    player.step(3)
    before = player.k, player.theta.tolist(), player.legs
    for wrong in ({"rate": 0}, {"theta": [1, 2]}, {"theta": math.nan}, {"batches": Batches(1)}):
        with pytest.raises(ValueError, match=r" .*\.$"):
            player.change(**wrong)
        with pytest.raises(ValueError, match=r" .*\.$"):
            player.fork(**wrong)
    with pytest.raises(ValueError, match="no finite value at this theta"):
        Player(SEED, [0, 0], 0.1, 9).change(theta=[1e200, 0])
    assert (player.k, player.theta.tolist(), player.legs) == before


def test_evaluations_count_the_examples_looked_at():
    data = LeastSquares(RANDOM.randn(10, 2), RANDOM.randn(10))
    player = Player(data, [0, 0], 0.01, 100, batches=Batches(4, Order.SHUFFLED))  # 4, 4 and 2 to a pass
    for done in (0, 4, 8, 10, 14):
        assert player.evaluations == done
        player.step()
    player.back(2)
    player.change(batches=None)
    assert (player.k, player.evaluations) == (3, 10)
    player.step(5)
    assert player.evaluations == 60
    function = Player(SADDLE, [1, 1], 0.1, 9)
    function.step(6)
    assert function.evaluations == 6


@pytest.mark.parametrize("order", [Order.CYCLIC, Order.SHUFFLED])
def test_where_a_look_costs_more_than_a_step_few_looks_are_taken_and_theta_is_the_same(order):
    X = np.column_stack([np.ones(900), RANDOM.randn(900, 9)])
    problem = Logistic(X, np.arange(900) % 2)
    looks, loss = [], problem.loss
    problem.loss = lambda theta: looks.append(1) or loss(theta)
    batches = Batches(1, order, seed=5)
    player = Player(problem, np.zeros(10), 0.3, 1000, batches=batches)
    player.step(1000)
    assert len(looks) < 500
    *_, last = descend(problem, np.zeros(10), 0.3, 1000, batches=batches)
    assert (player.theta.tolist(), player.loss) == (last.theta.tolist(), last.loss)
    assert player.gradient.tolist() == last.gradient.tolist()
    ks, thetas, losses = player.trace.points()
    assert [problem.loss(theta) for theta in thetas[::50]] == losses[::50].tolist() and ks[-1] == 1000


def test_divergence_between_two_looks_is_caught_at_its_step():
    problem = LeastSquares(RANDOM.randn(400, 10), RANDOM.randn(400))
    batches = Batches(1, Order.SHUFFLED)
    steps = list(descend(problem, np.full(10, 0.1), 40.0, 1000, batches=batches))
    for stride in (1, 1000):
        player = Player(problem, np.full(10, 0.1), 40.0, 1000, batches=batches)
        while not player.state.final:
            player.step(stride)
        assert player.state is State.DIVERGED and player.k <= steps[-1].k < player.k + 5
        assert np.isfinite([player.loss, *player.theta, *player.gradient]).all()
        assert player.theta.tolist() == steps[player.k].theta.tolist()


def test_no_false_claim_of_rest():
    """Each of these stands still for a step, or for thousands, and goes on."""
    adam = Player(SEED, [0.1, 0.1], 0.1, 3000, method=METHODS["adam"]())
    assert adam.step(3000) is State.FINISHED  # at 1e-16 from the best at 1000, and on the move again at 6000
    frozen = Player(SEED, [0.1, 0.1], 0.1, 200, schedule=Written(lambda k: 0.0 if k < 100 else 1.0, "late"))
    assert frozen.step(200) is State.FINISHED and frozen.loss < 0.1
    one = Player(SEED, [7 / 6, 3 / 4], 0.1, 9, batches=Batches(1))
    assert one.step(9) is State.FINISHED
    turning = Function(lambda t: (t[0] - 1) ** 2, lambda t: [2 * (t[0] - 1)], ("x",))
    swing = Player(turning, 1, 0.1, 50, method=METHODS["momentum"]())
    assert swing.step(50) is State.CONVERGED and swing.k == 0  # at the bottom and without velocity


@pytest.mark.parametrize("name", ["gd", "newton", "momentum", "nesterov", "adagrad"])
def test_those_that_do_come_to_rest_say_so(name):
    player = Player(SEED, [0.1, 0.1], {"newton": 1.0, "adagrad": 0.5}.get(name, 0.1), 100_000, method=METHODS[name]())
    assert player.step(100_000) is State.CONVERGED
    np.testing.assert_allclose(player.theta, SEED.best_theta, rtol=1e-11)
    k = player.k
    player.back(3)
    assert player.step(9) is State.CONVERGED and player.k == k


def test_a_long_run_needs_little_more_memory_than_a_short_one():
    """What a run keeps, of a problem with long thetas and long memories: numbers in all."""
    kept = {}
    bowl = Function(lambda t: 1.0, lambda t: np.full(400, 1e-9), [f"x{place}" for place in range(400)])
    for steps in (500, 3000):
        tracemalloc.start()
        player = Player(bowl, np.ones(400), 0.1, 10**7, method=METHODS["momentum"]())
        player.step(steps)
        kept[steps] = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    assert kept[500] > 500_000 and kept[3000] < kept[500] + 500_000


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["step", "back", "rate"]), st.integers(1, 150)), max_size=8),
    st.floats(0, 1),
)
@example([("step", 114), ("back", 100)], 0.0)
def test_the_first_step_below_a_loss_is_found_though_the_trace_keeps_a_few_points_only(program, part):
    """Momentum swings, so that a loss lies below a level for a few steps and above it again."""
    player = Player(SEED, [0.1, 0.1], 0.05, 600, method=METHODS["momentum"](beta=0.97))
    player._past.trace = Trace(8)
    player.trace.add(0, player.theta, player.loss)
    for move, amount in program:
        if move == "rate":
            player.set_rate(amount / 2000)
        else:
            getattr(player, move)(amount)
    losses = [SEED.loss(theta) for theta in plainly(SEED, [0.1, 0.1], player.legs, player.k)]
    for step in (int(part * player.k), *range(player.k)[:20]):
        level = losses[step] * (1 + 1e-9)
        assert player.first_below(level) == next(k for k, loss in enumerate(losses) if loss < level)
    assert player.first_below(min(losses)) is None


def test_a_way_back_that_is_given_up_leaves_the_run_where_it_was():
    player = Player(SEED, [0.1, 0.1], 0.01, 3000, method=METHODS["adam"]())
    player.step(1500)
    thetas = plainly(SEED, [0.1, 0.1], player.legs, 1600)
    way = player.go(1111, batch=1)
    assert 0 < next(way) < 1
    way.close()
    assert (player.k, player.theta.tolist()) == (1500, thetas[1500].tolist())
    player.step(20)
    for back, k in ((5, 1515), (400, 1115), (1, 1114)):
        player.back(back)
        assert (player.k, player.theta.tolist()) == (k, thetas[k].tolist())
