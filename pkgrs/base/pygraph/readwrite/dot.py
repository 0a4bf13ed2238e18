"""The dot language."""
from __future__ import annotations

from pkgrs.base.digraph import InvalidGraphType, digraph
from pkgrs.base.dot import _plain, read_dot, write_plain_dot
from pkgrs.base.undirected import graph, hypergraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["InvalidGraphType", "colors", "digraph", "graph", "hypergraph", "read", "read_hypergraph", "write",
           "write_hypergraph"]

# Of hyperedges, in turn.
colors = (
    "aquamarine4 blue4 brown4 cornflowerblue cyan4 darkgreen darkorange3 darkorchid4 darkseagreen4 darkslategray "
    "deeppink4 deepskyblue4 firebrick3 hotpink3 indianred3 indigo lightblue4 lightseagreen lightskyblue4 magenta4 "
    "maroon palevioletred3 steelblue violetred3"
).split()

read = read_dot


def write(G: Any, weighted: bool = False) -> str:
    """Get a graph of any kind as text.

    Args:
        weighted: With the edges' weights.

    Raises:
        InvalidGraphType: It isn't a graph.
    """
    if isinstance(G, hypergraph):
        return write_hypergraph(G)
    if not isinstance(G, (graph, digraph)):
        raise InvalidGraphType("Expected graph or digraph, got %r" % (G,))
    return write_plain_dot(G, weighted)


def read_hypergraph(string: str) -> hypergraph:
    """Get the hypergraph that `write_hypergraph` made a text of."""
    text = read_dot(string)
    found = hypergraph()
    for node in text.nodes():
        kind = dict(text.node_attributes(node)).get("hyper_node_type")
        if kind == "hypernode":
            found.add_node(node)
        elif kind == "hyperedge":
            found.add_hyperedge(node)
    for edge in text.edges():
        node, hyperedge = edge if found.has_node(edge[0]) else edge[::-1]
        found.link(node, hyperedge)
    return found


def write_hypergraph(hgr: hypergraph, colored: bool = False) -> str:
    """Get a hypergraph as text, each link as an edge from the hyperedge to the node.

    Args:
        colored: Give each hyperedge a colour.
    """
    lines = ["digraph %s {" % _plain(getattr(hgr, "name", "hypergraph"))]
    lines += ["%s [hyper_node_type=hypernode];" % _plain(str(node)) for node in hgr.nodes()]
    for index, hyperedge in enumerate(hgr.hyperedges()):
        name = _plain(str(hyperedge))
        drawn = "color=%s, hyper_node_type=hyperedge, shape=point" % colors[index % len(colors)]
        lines.append("%s [%s];" % (name, drawn if colored else "hyper_node_type=hyperedge"))
        lines += ["%s -> %s;" % (name, _plain(str(node))) for node in hgr.links(hyperedge)]
    return "\n".join(lines + ["}"]) + "\n"
