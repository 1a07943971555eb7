"""The record of a run: bounded, ordered, and true to what a chart must show."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.descent.trace import Trace


def record(losses, capacity=64):
    trace = Trace(capacity)
    for k, loss in enumerate(losses):
        trace.add(k, np.array([float(k), loss]), loss)
    return trace


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=700), st.sampled_from([8, 9, 30, 2048]))
def test_first_last_least_and_greatest_are_kept_and_nothing_is_made_up(losses, capacity):
    ks, thetas, kept = record(losses, capacity).points()
    assert len(ks) <= capacity
    assert ks[0] == 0 and ks[-1] == len(losses) - 1 and np.all(np.diff(ks) > 0)
    assert kept.tolist() == [losses[k] for k in ks] == thetas[:, 1].tolist()
    assert kept.min() == min(losses) and kept.max() == max(losses)
    if len(losses) <= (capacity - 2) // 2 * 2:
        assert len(ks) == len(losses)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(0, 200)), min_size=1, max_size=8),
    st.sampled_from([8, 40, 2048]),
)
def test_after_a_cut_it_is_a_record_of_the_shorter_run(moves, capacity):
    """Forward some, back some, again and again: the points are those of the run, up to where it stands."""
    trace, now = Trace(capacity), -1
    loss = [math.sin(k * k) for k in range(3000)]
    for forward, back in moves:
        for _ in range(forward):
            now += 1
            trace.add(now, np.array([now]), loss[now])
        now = max(0, now - back)
        trace.cut(now)
        trace.add(now, np.array([now]), loss[now])
        ks, _, losses = trace.points()
        assert len(ks) <= capacity and ks[0] == 0 and ks[-1] == now and np.all(np.diff(ks) > 0)
        assert losses.tolist() == [loss[k] for k in ks]
        assert trace.loss_before(now) in losses and trace.loss_before(0) == loss[0]


def test_a_million_points_take_the_room_of_two_thousand():
    trace, theta = Trace(), np.zeros(2)
    for k in range(10**6):
        trace.add(k, theta, 1 / (k + 1))
    ks, thetas, losses = trace.points()
    assert 1000 < len(ks) <= 2048 and thetas.shape == (len(ks), 2)
    assert ks[-1] == 10**6 - 1 and losses[-1] == 1e-6
    assert np.diff(ks).max() <= 4 * 10**6 / len(ks)  # even enough: no long gap
    assert sum(len(kept) for kept in (trace._least, trace._greatest)) <= 2048


def test_a_swing_of_two_steps_is_seen_however_long_it_lasts():
    _, _, losses = record([1.0, 5.0] * 50_000).points()
    assert set(losses) == {1.0, 5.0} and 0.4 < (losses == 5).mean() < 0.6
    ks, _, _ = record([9.0] * 100_000).points()
    assert set(ks % 2) == {0, 1}  # where the loss is level, both sides of theta's swing


def test_a_spike_survives():
    losses = [1.0] * 100_000
    losses[54_321] = 77.0
    assert 77.0 in record(losses).points()[2]


def test_what_is_not_finite_is_left_out():
    trace = record([1.0, math.nan, math.inf, 2.0])
    trace.add(4, np.array([math.inf, 0]), 1.0)
    ks, thetas, losses = trace.points()
    assert ks.tolist() == [0, 3] and np.isfinite(thetas).all() and losses.tolist() == [1, 2]


def test_an_empty_record():
    trace = Trace()
    assert [len(part) for part in trace.points()] == [0, 0, 0]
    with pytest.raises(LookupError):
        trace.loss_before(3)
    with pytest.raises(ValueError, match="room"):
        Trace(4)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 900), st.lists(st.integers(1, 20_000), min_size=1, max_size=4), st.sampled_from([8, 40, 2048]))
def test_points_had_at_once_fill_it_as_a_walk_would(walked, leaps, capacity):
    """The two ends of each stretch are all that a falling loss needs: the same record as adding every step."""
    leapt, plain = record([1.0], capacity), record([1.0], capacity)
    now = 0
    for to in (walked, *leaps):
        until = now + to
        leapt.widen(until)
        ks = leapt.gaps(now, until).tolist()
        assert len(ks) <= capacity + 2 and (ks[-1:] == [until] or until == now)
        for trace, every in ((leapt, ks), (plain, range(now + 1, until + 1))):
            for k in every:
                trace.add(k, np.array([float(k), 1 / (k + 1)]), 1 / (k + 1))
        now = until
        assert [part.tolist() for part in leapt.points()] == [part.tolist() for part in plain.points()]


def test_a_copy_goes_its_own_way():
    trace = record([3.0, 2.0, 1.0])
    twin = trace.copy()
    twin.cut(1)
    trace.add(3, np.zeros(2), 0.5)
    assert (trace.points()[0].tolist(), twin.points()[0].tolist()) == ([0, 1, 2, 3], [0, 1])


def test_a_cut_says_up_to_where_the_record_still_has_every_least_and_greatest():
    trace = record([math.sin(k) for k in range(1000)], 64)
    width = trace.width
    for k in (997, 640, 641, 333, 5):
        sure = trace.cut(k)
        assert k - 2 * width <= sure <= k
        ks, _, losses = trace.points()
        known = losses[ks <= sure]
        assert not len(known) or math.isclose(known.min(), min(math.sin(each) for each in range(sure + 1)))
