"""XML."""
from __future__ import annotations

from pkgrs.base.digraph import InvalidGraphType, digraph
from pkgrs.base.undirected import graph, hypergraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Tuple

__all__ = ["InvalidGraphType", "digraph", "graph", "hypergraph", "read", "read_hypergraph", "write", "write_hypergraph"]

_KINDS = {graph: "graph", digraph: "digraph", hypergraph: "hypergraph"}


def write(G: Any) -> str:
    """Get a graph of any kind as text; the values of attributes must be texts.

    Raises:
        InvalidGraphType: It isn't a graph.
    """
    if type(G) not in _KINDS:
        raise InvalidGraphType
    if type(G) is hypergraph:
        return write_hypergraph(G)
    top, root = _document(_KINDS[type(G)])
    for node in G.nodes():
        _add_attributes(_add(root, "node", [("id", node)]), G.node_attributes(node))
    for edge in G.edges():
        added = _add(root, "edge", [("from", edge[0]), ("to", edge[1]), ("wt", G.edge_weight(edge)),
                                    ("label", G.edge_label(edge))])
        _add_attributes(added, G.edge_attributes(edge))
    return top.toprettyxml()


def write_hypergraph(hgr: hypergraph) -> str:
    """Get a hypergraph as text."""
    top, root = _document("hypergraph")
    for node in hgr.nodes():
        added = _add(root, "node", [("id", node)])
        for hyperedge in hgr.links(node):
            _add(added, "link", [("to", hyperedge)])
    for hyperedge in hgr.hyperedges():
        _add(root, "hyperedge", [("id", hyperedge)])
    return top.toprettyxml()


def _document(name: str) -> Tuple[Any, Any]:
    from xml.dom.minidom import Document
    top = Document()
    return top, top.appendChild(top.createElement(name))


def _add(parent: Any, name: str, values: Iterable[Tuple[str, Any]]) -> Any:
    element = parent.appendChild(parent.ownerDocument.createElement(name))
    for key, value in values:
        element.setAttribute(key, str(value))
    return element


def _add_attributes(element: Any, attrs: Iterable[Tuple[str, Any]]) -> None:
    for name, value in attrs:
        _add(element, "attribute", [("attr", name), ("value", value)])


def read(string: str) -> Any:
    """Get the graph that `write` made a text of; nodes are texts, weights floats.

    Raises:
        InvalidGraphType: The text isn't that of a graph.
    """
    from xml.dom.minidom import parseString
    document = parseString(string)
    if document.getElementsByTagName("graph"):
        made: Any = graph()
    elif document.getElementsByTagName("digraph"):
        made = digraph()
    elif document.getElementsByTagName("hypergraph"):
        return read_hypergraph(string)
    else:
        raise InvalidGraphType
    for element in document.getElementsByTagName("node"):
        node = element.getAttribute("id")
        made.add_node(node)
        for attr in _attributes(element):
            made.add_node_attribute(node, attr)
    for element in document.getElementsByTagName("edge"):
        edge = (element.getAttribute("from"), element.getAttribute("to"))
        if not made.has_edge(edge):
            made.add_edge(edge, float(element.getAttribute("wt")), element.getAttribute("label"))
        for attr in _attributes(element):
            if attr not in made.edge_attributes(edge):
                made.add_edge_attribute(edge, attr)
    return made


def _attributes(element: Any) -> Iterable[Tuple[str, str]]:
    for attr in element.getElementsByTagName("attribute"):
        yield attr.getAttribute("attr"), attr.getAttribute("value")


def read_hypergraph(string: str) -> hypergraph:
    """Get the hypergraph that `write_hypergraph` made a text of."""
    from xml.dom.minidom import parseString
    document = parseString(string)
    made = hypergraph()
    nodes = document.getElementsByTagName("node")
    made.add_nodes(element.getAttribute("id") for element in nodes)
    made.add_hyperedges(element.getAttribute("id") for element in document.getElementsByTagName("hyperedge"))
    for element in nodes:
        for link in element.getElementsByTagName("link"):
            made.link(element.getAttribute("id"), link.getAttribute("to"))
    return made
