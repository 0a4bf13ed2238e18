"""Comparing: noise is learned from the reference's two runs, and nothing else is forgiven."""
from pathlib import Path

import pytest
from parity.compare import compare
from parity.known import Known, sort_out
from parity.normalise import NOISE, learn, own_paths
from parity.side import Side


@pytest.mark.parametrize("first, second, other, left, right", [
    ("at 10:01 ok", "at 10:02 ok", "at 10:03 ok", NOISE, NOISE),
    ("at 10:01 ok", "at 10:02 ok", "at 10:03 bad", "at 10:01 ok", "at 10:03 bad"),
    ("pid 12", "pid 13", "pid", "pid 12", "pid"),
    ("same", "same", "other", "same", "other"),
    (1, 2, 3, NOISE, NOISE),
    ("a to b", "b to c to b", "b to c to b", NOISE, NOISE),
    ("a to b", "b to c to b", "b to c", "a to b", "b to c"),
    (1, 2, "3", 1, "3"),
    ([1, 5], [1, 6], [1, 7], [1, NOISE], [1, NOISE]),
    ([1, 5], [1, 6], [2, 7], [1, NOISE], [2, NOISE]),
    ([1], [1], [1, 2], [1], [1, 2]),
    ({"a": 1}, {"a": 2}, {"a": 3, "b": 4}, {"a": NOISE}, {"a": NOISE, "b": 4}),
    ({"solve_time": 0.5}, {"solve_time": 0.5}, {"solve_time": 0.1}, {"solve_time": NOISE}, {"solve_time": NOISE}),
    ({"solve_time": 0.5}, {"solve_time": 0.5}, {"solve_time": "x"}, {"solve_time": 0.5}, {"solve_time": "x"}),
])
def test_learn(first, second, other, left, right):
    assert learn([first, second], other)[:2] == (left, right)


@pytest.mark.parametrize("reference, ours, paths", [
    ({"a": [1, 2]}, {"a": [1, 2]}, []),
    ({"a": [1, 2]}, {"a": [2, 1]}, ["['a'][0]", "['a'][1]"]),
    ({"a": 1}, {"a": 1, "b": 2}, ["['b']"]),
    ({"a": 1}, {"a": 1.5}, ["['a']"]),
    ({"a": None}, {"a": False}, ["['a']"]),
    ("x", "y", ["[]"]),
])
def test_compare(reference, ours, paths):
    assert [d.path for d in compare("s", reference, ours)] == paths


def test_order_is_only_forgiven_when_asked():
    assert compare("s", [1, 2], [2, 1])
    assert not compare("s", [1, 2], [2, 1], unordered=True)


def known(**changes):
    return Known(**dict(dict(id="k", what="w", why="y", since="0", scenarios=("file/*",)), **changes))


@pytest.mark.parametrize("entry, covers", [
    (known(), True),
    (known(scenarios=("other/*",)), False),
    (known(path=r"\['a'\]"), True),
    (known(path=r"\['b'\]"), False),
    (known(reference="^1$", ours="^2$"), True),
    (known(ours="^3$"), False),
])
def test_known_covers_only_what_it_names(entry, covers):
    difference, = compare("file/name", {"a": 1}, {"a": 2})
    new, covered, unused = sort_out([difference], [entry])
    assert bool(covered) == covers
    assert bool(new) != covers
    assert bool(unused) != covers


@pytest.mark.parametrize("layout", [
    "{'a': {'num': 2, 'time': 0.5},\n 'b': {}}", "{'a': {'num': 2,\n       'time': 0.000195503},\n 'b': {}}"])
def test_the_layout_of_printed_statistics_does_not_depend_on_seconds(layout):
    side = Side("ours", Path("/p/bin/python"), Path("/p/bin"), "3.4.0")
    assert own_paths("SOLVE STATS:\n%s\n" % layout, side) == "SOLVE STATS:\n{'a': {'num': 2, 'time': '<seconds>'}, 'b': {}}\n"
