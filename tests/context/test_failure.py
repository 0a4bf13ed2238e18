"""How requests led to a failure, told from a graph."""
import pytest

from pkgrs.base.digraph import digraph
from pkgrs.context.failure import failure_detail_from_graph

_LOOKS = {"i": ("#FFFFAA", "filled,dashed"), "r": ("#F6F6F6", "filled,dashed"), "p": ("#AAFFAA", "filled")}
CONFLICT = "Resolve paths starting from initial requests to conflict:"
CYCLE = "Resolve paths starting from initial requests to cycle:"


def make(nodes, edges):
    """A graph of nodes `id:kind:label`, of kind i(nitial), r(equest) or p(ackage), and edges `from to label`."""
    graph = digraph()
    for text in nodes.split():
        node, kind, label = text.split(":")
        colour, style = _LOOKS[kind]
        graph.add_node(node, attrs=[("label", label), ("fillcolor", colour), ("style", style)])
    for text in edges.split(","):
        source, target, *label = text.split()
        graph.add_edge((source, target), label=label[0] if label else "")
    return graph


@pytest.mark.parametrize("nodes, edges, expected", [
    ("1:i:ra 2:p:ra-1[] 3:r:t-1 4:r:t-2", "1 2,2 3,2 4,3 4 CONFLICT", [CONFLICT, "  ra --> ra-1 --> t-1"]),
    ("1:i:ra 2:p:ra-1[] 3:r:t-1 4:r:t-2", "1 2,2 4,2 3,3 4 CONFLICT", [CONFLICT, "  ra --> ra-1 --> t-2"]),
    ("1:i:!t 2:p:t-1[] 5:i:t-1", "1 2 CONFLICT,5 2", [CONFLICT, "  !t --> t-1", "  t-1 --> t-1"]),
    ("1:i:!t 2:p:t-1[] 5:i:t-1", "2 1 CONFLICT,5 2", [CONFLICT, "  !t", "  t-1 --> t-1 --> !t"]),
    ("1:i:a 2:p:a-1[] 3:r:z 4:p:z-1[] 5:r:t-1 6:p:t-2[] 7:i:t-2", "1 2,2 3,3 4,2 5,5 6 CONFLICT,7 6",
     [CONFLICT, "  a --> a-1 --> z-1", "  t-2 --> t-2"]),
    ("1:i:a 2:p:a-1[] 3:i:b 4:p:b-1[]", "1 2,2 4 CONFLICT,3 4", [CONFLICT, "  a --> a-1 --> b-1", "  b --> b-1"]),
    ("1:i:a 2:p:a-1[] 3:r:b 4:p:b-1[] 5:r:c 6:p:c-1[]", "1 2,2 3,3 4 CONFLICT,4 5,5 6",
     [CONFLICT, "  a --> a-1 --> b"]),
    ("1:i:a 2:p:a-1[] 3:i:b 4:p:b-1[] 5:r:c 6:p:c-2[] 7:i:c-2", "1 2,2 3,3 4,4 5,5 6 CONFLICT,7 6",
     [CONFLICT, "  a --> a-1 --> b-1 --> c", "  b --> b-1 --> c", "  c-2 --> c-2"]),
    ("1:i:a 2:p:a-1[] 3:r:b 4:r:c 6:p:c-2[]", "1 2,2 3,2 4,4 6 CONFLICT", [CONFLICT, "  a --> a-1"]),
    ("1:i:foo-1 2:i:bar 6:p:foo-1.0[] 7:p:bar-1[] 8:r:!foo-1.0", "1 6,2 7,6 2,7 8,8 6 CONFLICT",
     [CONFLICT, "  foo-1 --> foo-1.0 --> bar-1 --> !foo-1.0", "  bar --> bar-1 --> !foo-1.0"]),
    ("1:i:a 2:p:a-1[]", "1 2,2 2 CYCLE", [CYCLE, "  a --> a-1"]),
    ("1:i:a 2:p:a-1[] 3:p:b-1[] 5:i:z 6:p:z-1[]", "1 2,2 3 CYCLE,3 2 CYCLE,5 6",
     [CYCLE, "  a --> a-1", "  z --> z-1"]),
    ("5:i:z 6:p:z-1[] 1:r:a 2:p:a-1[] 7:r:b 3:p:b-1[]", "5 6,6 1,1 2,2 7,7 3,2 3 CYCLE,3 1,3 2 CYCLE",
     [CYCLE, "  z --> z-1 --> a-1"]),
    ("1:i:a 2:p:a-1[] 3:r:b", "1 2 CONFLICT,2 3 CYCLE", [CYCLE, "  a --> a-1"]),
    ("1:i:a 2:p:a-1[]", "1 2", [""]),
])
def test_paths(nodes, edges, expected):
    assert failure_detail_from_graph(make(nodes, edges)).split("\n") == expected
