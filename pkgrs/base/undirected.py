"""Graphs whose edges have no direction, and graphs whose edges have any number of nodes.

Classes, methods and attributes are those of the library `pygraph` as Rez ships it.
"""
from __future__ import annotations

from pkgrs.base.digraph import AdditionError, _alike, _labelled_alike, _same_graph, basegraph, common, labeling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Set

    from pkgrs.base.digraph import Attribute, Edge, Node

__all__ = ["graph", "hypergraph"]


class graph(basegraph, common, labeling):
    """A graph with at most one edge between two nodes, which has a weight, a label and attributes.

    Each edge is there as two pairs of nodes, one for each direction.
    """

    DIRECTED = False

    def __init__(self) -> None:
        labeling.__init__(self)
        self.node_neighbors = {}

    __eq__ = _same_graph
    __hash__ = None  # type: ignore[assignment]

    def add_node(self, node: Node, attrs: Optional[List[Attribute]] = None) -> None:
        """Add a node; raises `AdditionError` if the graph has it already."""
        if node in self.node_neighbors:
            raise AdditionError("Node %s already in graph" % (node,))
        self.node_neighbors[node] = []
        self.node_attr[node] = [] if attrs is None else attrs

    def del_node(self, node: Node) -> None:
        """Remove a node and its edges; raises `KeyError` if the graph hasn't got it."""
        for other in list(self.neighbors(node)):
            if other != node:
                self.del_edge((other, node))
        del self.node_neighbors[node], self.node_attr[node]

    def edges(self) -> List[Edge]:
        """Get all edges, each in both directions."""
        return list(self.edge_properties)

    def has_edge(self, edge: Edge) -> bool:
        """Tell whether the graph has the edge."""
        source, target = edge
        return (source, target) in self.edge_properties and (target, source) in self.edge_properties

    def add_edge(self, edge: Edge, wt: Any = 1, label: str = "", attrs: Iterable[Attribute] = ()) -> None:
        """Add an edge; raises `AdditionError` if the graph has it already, `KeyError` if it lacks a node."""
        source, target = edge
        if target in self.node_neighbors[source] or source in self.node_neighbors[target]:
            raise AdditionError("Edge (%s, %s) already in graph" % (source, target))
        self.node_neighbors[source].append(target)
        if source != target:
            self.node_neighbors[target].append(source)
        self.add_edge_attributes((source, target), attrs)
        self.set_edge_properties((source, target), label=label, weight=wt)

    def del_edge(self, edge: Edge) -> None:
        """Remove an edge; raises `KeyError` or `ValueError` if the graph hasn't got it."""
        source, target = edge
        self.node_neighbors[source].remove(target)
        if source != target:
            self.node_neighbors[target].remove(source)
        self.del_edge_labeling((source, target))


class hypergraph(basegraph, common, labeling):
    """A graph whose edges, the hyperedges, are values like the nodes, and are linked with any number of these.

    Attributes:
        graph: The same as a graph of nodes `(node, "n")` and `(hyperedge, "h")`, whose edges are the links.
    """

    DIRECTED = True

    def __init__(self) -> None:
        labeling.__init__(self)
        self.node_links: Dict[Any, List[Any]] = {}
        self.edge_links: Dict[Any, List[Any]] = {}
        self.graph = graph()

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, common) and _alike(self, other)
                and all(set(self.links(edge)) == set(other.links(edge)) for edge in self.edges())  # type: ignore
                and _labelled_alike(self, other))

    __hash__ = None  # type: ignore[assignment]

    def nodes(self) -> List[Any]:
        """Get all nodes."""
        return list(self.node_links)

    def has_node(self, node: Node) -> bool:
        """Tell whether the graph has the node."""
        return node in self.node_links

    def add_node(self, node: Node) -> None:
        """Add a node; raises `AdditionError` if the graph has it already."""
        if node in self.node_links:
            raise AdditionError("Node %s already in graph" % (node,))
        self.node_links[node] = []
        self.node_attr[node] = []
        self.graph.add_node((node, "n"))

    def del_node(self, node: Node) -> None:
        """Remove a node and its links, if the graph has it."""
        if node in self.node_links:
            for hyperedge in self.node_links.pop(node):
                self.edge_links[hyperedge].remove(node)
            self.graph.del_node((node, "n"))

    def neighbors(self, obj: Node) -> List[Any]:
        """Get the other nodes that a node shares a hyperedge with."""
        sharing: Set[Any] = set()
        for hyperedge in self.node_links[obj]:
            sharing.update(set(self.edge_links[hyperedge]))
        return list(sharing - {obj})

    def hyperedges(self) -> List[Any]:
        """Get all hyperedges."""
        return list(self.edge_links)

    def has_hyperedge(self, hyperedge: Any) -> bool:
        """Tell whether the graph has the hyperedge."""
        return hyperedge in self.edge_links

    def add_hyperedge(self, hyperedge: Any) -> None:
        """Add a hyperedge, if the graph hasn't got it."""
        if hyperedge not in self.edge_links:
            self.edge_links[hyperedge] = []
            self.graph.add_node((hyperedge, "h"))

    def add_hyperedges(self, edgelist: Iterable[Any]) -> None:
        """Add hyperedges."""
        for hyperedge in edgelist:
            self.add_hyperedge(hyperedge)

    def del_hyperedge(self, hyperedge: Any) -> None:
        """Remove a hyperedge and its links, if the graph has it."""
        if hyperedge in self.edge_links:
            for node in self.edge_links.pop(hyperedge):
                self.node_links[node].remove(hyperedge)
            self.del_edge_labeling(hyperedge)
            self.graph.del_node((hyperedge, "h"))

    def edges(self) -> List[Any]:
        """Get all hyperedges."""
        return self.hyperedges()

    def has_edge(self, hyperedge: Any) -> bool:
        """Tell whether the graph has the hyperedge."""
        return self.has_hyperedge(hyperedge)

    def add_edge(self, hyperedge: Any) -> None:
        """Add a hyperedge, if the graph hasn't got it."""
        self.add_hyperedge(hyperedge)

    def add_edges(self, edgelist: Iterable[Any]) -> None:
        """Add hyperedges."""
        self.add_hyperedges(edgelist)

    def del_edge(self, hyperedge: Any) -> None:
        """Remove a hyperedge and its links, if the graph has it."""
        self.del_hyperedge(hyperedge)

    def links(self, obj: Any) -> List[Any]:
        """Get the nodes of a hyperedge, or else the hyperedges of a node; the graph's own list."""
        return self.edge_links[obj] if obj in self.edge_links else self.node_links[obj]

    def link(self, node: Node, hyperedge: Any) -> None:
        """Link a node with a hyperedge; raises `AdditionError` if it is already."""
        if hyperedge in self.node_links[node]:
            raise AdditionError("Link (%s, %s) already in graph" % (node, hyperedge))
        self.edge_links[hyperedge].append(node)
        self.node_links[node].append(hyperedge)
        self.graph.add_edge(((node, "n"), (hyperedge, "h")))

    def unlink(self, node: Node, hyperedge: Any) -> None:
        """Remove a link; raises `ValueError` if there is none."""
        self.node_links[node].remove(hyperedge)
        self.edge_links[hyperedge].remove(node)
        self.graph.del_edge(((node, "n"), (hyperedge, "h")))

    def rank(self) -> int:
        """Get the number of nodes of the hyperedge that has most."""
        return max((len(nodes) for nodes in self.edge_links.values()), default=0)


graph.__module__ = "rez.vendor.pygraph.classes.graph"
hypergraph.__module__ = "rez.vendor.pygraph.classes.hypergraph"
