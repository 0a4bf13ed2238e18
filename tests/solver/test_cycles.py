"""Cycles, and the order of dependencies."""
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.solver.cycles import dependency_order, find_cycle

NAMES = "abcdefgh"
graphs = st.lists(st.sets(st.integers(0, len(NAMES) - 1)), min_size=len(NAMES), max_size=len(NAMES))
acyclic = graphs.map(lambda rows: {
    NAMES[number]: [NAMES[other] for other in sorted(row) if other < number] for number, row in enumerate(rows)})


def reachable(edges, start):
    found, pending = set(), [start]
    while pending:
        for name in edges[pending.pop()]:
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def moved_one_by_one(edges, wanted):
    """The order's definition: the first node moves behind the first of the others that it depends on."""
    nodes = list(wanted) + sorted(set(edges) - set(wanted))
    ordered = []
    while nodes:
        needed = reachable(edges, nodes[0])
        earlier = next((name for name in nodes[1:] if name in needed and name not in ordered), None)
        if earlier is None:
            ordered.append(nodes.pop(0))
        else:
            nodes.remove(earlier)
            nodes.insert(0, earlier)
    return ordered


@given(edges=acyclic, wanted=st.lists(st.sampled_from(NAMES), unique=True))
def test_dependency_order(edges, wanted):
    ordered = dependency_order(edges, wanted)
    assert ordered == moved_one_by_one(edges, wanted)
    for place, name in enumerate(ordered):
        assert reachable(edges, name) <= set(ordered[:place])


def test_order_keeps_to_the_wanted_one():
    edges = {"a": ["z"], "b": [], "z": [], "y": []}
    assert dependency_order(edges, ["b", "nothing", "a"]) == ["b", "z", "a", "y"]


@given(edges=acyclic)
def test_no_cycle(edges):
    assert find_cycle(edges) == []


@given(rows=graphs)
def test_cycle(rows):
    edges = {NAMES[number]: [NAMES[other] for other in sorted(row)] for number, row in enumerate(rows)}
    cycle = find_cycle(edges)
    assert bool(cycle) == any(name in reachable(edges, name) for name in edges)
    assert (dependency_order(edges, []) is None) == bool(cycle)
    for name, following in zip(cycle, cycle[1:] + cycle[:1]):
        assert following in edges[name]
    assert len(set(cycle)) == len(cycle)


def test_long_chains_do_not_recurse():
    edges = {"n%d" % number: ["n%d" % (number + 1)] for number in range(5000)}
    edges["n5000"] = []
    assert find_cycle(edges) == []
    assert dependency_order(edges, ["n0"])[0] == "n5000"
