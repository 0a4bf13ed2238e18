"""A directed graph whose nodes and edges have attributes.

Class, methods and attributes are those of the library `pygraph` as Rez ships it, since clients get such graphs.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Hashable, Iterable, Iterator, List, Optional, Set, Tuple

    Node = Hashable
    Edge = Tuple[Any, Any]
    Attribute = Tuple[str, Any]

__all__ = [
    "digraph", "accessibility", "find_cycle", "GraphError", "AdditionError", "AlgorithmError", "NodeUnreachable",
    "InvalidGraphType",
]


class GraphError(RuntimeError):
    """Something is wrong with a graph."""


class AdditionError(GraphError):
    """A node or edge can't be added."""


class AlgorithmError(RuntimeError):
    """An algorithm can't do with the graph that it is given."""


class NodeUnreachable(GraphError):
    """There is no path from the node `start` to the node `goal`."""

    def __init__(self, start: Node, goal: Node) -> None:
        super().__init__("Node %s could not be reached from node %s" % (repr(goal), repr(start)))
        self.start, self.goal = start, goal


class InvalidGraphType(GraphError):
    """Not a graph, or not one of the expected kind."""


class digraph:
    """A directed graph: at most one edge from one node to another, which has a weight, a label and attributes.

    Nodes are hashable values, an edge is a pair of them, an attribute is a pair of name and value. Nodes and
    neighbours keep the order in which they were added.
    """

    DIRECTED = True
    WEIGHT_ATTRIBUTE_NAME = "weight"
    DEFAULT_WEIGHT = 1
    LABEL_ATTRIBUTE_NAME = "label"
    DEFAULT_LABEL = ""

    def __init__(self) -> None:
        self.node_neighbors: Dict[Node, List[Node]] = {}
        self.node_incidence: Dict[Node, List[Node]] = {}
        self.node_attr: Dict[Node, List[Attribute]] = {}
        self.edge_properties: Dict[Edge, Dict[str, Any]] = {}
        self.edge_attr: Dict[Edge, List[Attribute]] = {}

    def __str__(self) -> str:
        return "%s %s" % (self.nodes(), self.edges())

    def __repr__(self) -> str:
        return "<%s.%s %s>" % (self.__class__.__module__, self.__class__.__name__, self)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.node_neighbors)

    def __len__(self) -> int:
        return len(self.node_neighbors)

    def __getitem__(self, node: Node) -> Iterator[Node]:
        return iter(self.node_neighbors[node])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, digraph):
            return NotImplemented
        return (set(self.nodes()) == set(other.nodes())
                and set(self.edges()) == set(other.edges())
                and all(_same(self.node_attr[node], other.node_attr[node]) for node in self)
                and all(self.get_edge_properties(edge) == other.get_edge_properties(edge)
                        and _same(self.edge_attributes(edge), other.edge_attributes(edge)) for edge in self.edges()))

    __hash__ = None  # type: ignore[assignment]

    # -- nodes

    def nodes(self) -> List[Any]:
        """Get all nodes."""
        return list(self.node_neighbors)

    def order(self) -> int:
        """Get the number of nodes."""
        return len(self.node_neighbors)

    def has_node(self, node: Node) -> bool:
        """Tell whether the graph has the node."""
        return node in self.node_neighbors

    def add_node(self, node: Node, attrs: Optional[Iterable[Attribute]] = None) -> None:
        """Add a node.

        Raises:
            AdditionError: If the graph has it already.
        """
        if node in self.node_neighbors:
            raise AdditionError("Node %s already in digraph" % (node,))
        self.node_neighbors[node] = []
        self.node_incidence[node] = []
        self.node_attr[node] = [] if attrs is None else attrs  # type: ignore[assignment]

    def add_nodes(self, nodelist: Iterable[Node]) -> None:
        """Add nodes; raises `AdditionError` if the graph has one of them already."""
        for node in nodelist:
            self.add_node(node)

    def del_node(self, node: Node) -> None:
        """Remove a node and its edges; raises `KeyError` if the graph hasn't got it."""
        for other in list(self.node_incidence[node]):
            self.del_edge((other, node))
        for other in list(self.node_neighbors[node]):
            self.del_edge((node, other))
        del self.node_neighbors[node], self.node_incidence[node]
        self.del_node_labeling(node)

    def del_node_labeling(self, node: Node) -> None:
        """Forget a node's attributes."""
        self.node_attr.pop(node, None)

    def node_attributes(self, node: Node) -> List[Attribute]:
        """Get a node's attributes; raises `KeyError` if the graph hasn't got it."""
        return self.node_attr[node]

    def add_node_attribute(self, node: Node, attr: Attribute) -> None:
        """Add an attribute to a node."""
        self.node_attr[node] = list(self.node_attr[node]) + [attr]

    def neighbors(self, node: Node) -> List[Any]:
        """Get the nodes that edges lead to from a node."""
        return list(self.node_neighbors[node])

    def incidents(self, node: Node) -> List[Any]:
        """Get the nodes that edges come from to a node."""
        return list(self.node_incidence[node])

    def node_order(self, node: Node) -> int:
        """Get the number of edges that leave a node."""
        return len(self.node_neighbors[node])

    # -- edges

    def edges(self) -> List[Edge]:
        """Get all edges, node by node."""
        return list(self._edges())

    def _edges(self) -> Iterator[Edge]:
        for node, neighbors in self.node_neighbors.items():
            for neighbor in neighbors:
                yield node, neighbor

    def has_edge(self, edge: Edge) -> bool:
        """Tell whether the graph has the edge."""
        return edge in self.edge_properties and edge[1] in self.node_neighbors.get(edge[0], ())

    def add_edge(
        self, edge: Edge, wt: Any = 1, label: str = "", attrs: Iterable[Attribute] = ()
    ) -> None:
        """Add an edge between nodes of the graph.

        Raises:
            AdditionError: If the graph has it already, or lacks one of the nodes.
        """
        source, target = edge
        for node in edge:
            if node not in self.node_neighbors:
                raise AdditionError("%s is missing from the node_neighbors table" % (node,))
        if target in self.node_neighbors[source]:
            raise AdditionError("Edge (%s, %s) already in digraph" % (source, target))

        self.node_neighbors[source].append(target)
        self.node_incidence[target].append(source)
        self.edge_properties[edge] = {self.WEIGHT_ATTRIBUTE_NAME: wt, self.LABEL_ATTRIBUTE_NAME: label}
        attributes = list(attrs)
        if attributes:
            self.edge_attr[edge] = attributes

    def del_edge(self, edge: Edge) -> None:
        """Remove an edge; raises `KeyError` or `ValueError` if the graph hasn't got it."""
        source, target = edge
        self.node_neighbors[source].remove(target)
        self.node_incidence[target].remove(source)
        self.del_edge_labeling(edge)

    def del_edge_labeling(self, edge: Edge) -> None:
        """Forget an edge's weight, label and attributes."""
        self.edge_properties.pop(edge, None)
        self.edge_attr.pop(edge, None)

    def get_edge_properties(self, edge: Edge) -> Dict[str, Any]:
        """Get an edge's weight and label, by name."""
        return self.edge_properties.get(edge, {})

    def set_edge_properties(self, edge: Edge, **properties: Any) -> None:
        """Set further properties of an edge."""
        self.edge_properties.setdefault(edge, {}).update(properties)

    def edge_weight(self, edge: Edge) -> Any:
        """Get an edge's weight."""
        return self.get_edge_properties(edge).get(self.WEIGHT_ATTRIBUTE_NAME, self.DEFAULT_WEIGHT)

    def set_edge_weight(self, edge: Edge, wt: Any) -> None:
        """Set an edge's weight."""
        self.set_edge_properties(edge, **{self.WEIGHT_ATTRIBUTE_NAME: wt})

    def edge_label(self, edge: Edge) -> str:
        """Get an edge's label."""
        return self.get_edge_properties(edge).get(self.LABEL_ATTRIBUTE_NAME, self.DEFAULT_LABEL)

    def set_edge_label(self, edge: Edge, label: str) -> None:
        """Set an edge's label."""
        self.set_edge_properties(edge, **{self.LABEL_ATTRIBUTE_NAME: label})

    def edge_attributes(self, edge: Edge) -> List[Attribute]:
        """Get an edge's attributes."""
        return self.edge_attr.get(edge, [])

    def add_edge_attribute(self, edge: Edge, attr: Attribute) -> None:
        """Add an attribute to an edge."""
        self.edge_attr[edge] = self.edge_attributes(edge) + [attr]

    def add_edge_attributes(self, edge: Edge, attrs: Iterable[Attribute]) -> None:
        """Add attributes to an edge."""
        for attr in attrs:
            self.add_edge_attribute(edge, attr)

    # -- graphs from graphs

    def reverse(self) -> digraph:
        """Get a graph with the same nodes, without attributes, and all edges the other way round."""
        graph = self.__class__()
        graph.add_nodes(self)
        for source, target in self._edges():
            edge = (source, target)
            graph.add_edge((target, source), self.edge_weight(edge), self.edge_label(edge),
                           self.edge_attributes(edge))
        return graph

    def inverse(self) -> digraph:
        """Get a graph with the same nodes and exactly the edges that this one lacks."""
        graph = self.__class__()
        graph.add_nodes(self)
        graph.complete()
        for edge in self._edges():
            if graph.has_edge(edge):
                graph.del_edge(edge)
        return graph

    def complete(self) -> None:
        """Add all edges between different nodes that are missing."""
        for source in self:
            for target in self:
                if source != target and not self.has_edge((source, target)):
                    self.add_edge((source, target))

    def add_graph(self, other: digraph) -> None:
        """Add the nodes and edges of another graph that are missing."""
        for node in other:
            if not self.has_node(node):
                self.add_node(node, other.node_attributes(node))
        for edge in other._edges():
            if not self.has_edge(edge):
                self.add_edge(edge, other.edge_weight(edge), other.edge_label(edge), other.edge_attributes(edge))

    def add_spanning_tree(self, st: Dict[Node, Optional[Node]]) -> None:
        """Add a tree, given as each node's parent; None for the root."""
        self.add_nodes(st)
        for node, parent in st.items():
            if parent is not None:
                self.add_edge((parent, node))


digraph.__module__ = "rez.vendor.pygraph.classes.digraph"


def _same(attrs: Iterable[Attribute], others: Iterable[Attribute]) -> bool:
    left, right = list(attrs), list(others)
    return len(left) == len(right) and all(attr in right for attr in left)


def accessibility(graph: digraph) -> Dict[Any, List[Any]]:
    """Get, for each node, the nodes that paths lead to, itself first."""
    return {node: _reachable(graph, node) for node in graph}


def _reachable(graph: digraph, start: Node) -> List[Any]:
    # In the order in which a search, depth first, meets them.
    found: Dict[Any, None] = {start: None}
    stack = [iter(graph.node_neighbors[start])]
    while stack:
        for node in stack[-1]:
            if node not in found:
                found[node] = None
                stack.append(iter(graph.node_neighbors[node]))
                break
        else:
            stack.pop()
    return list(found)


def find_cycle(graph: digraph) -> List[Any]:
    """Get the nodes of a cycle, in order, or an empty list if there is none.

    It is the first one that a search, depth first in the order of nodes and neighbours, comes upon.
    """
    visited: Set[Any] = set()
    for root in graph:
        if root in visited:
            continue
        visited.add(root)
        path = [root]
        stack = [iter(graph.node_neighbors[root])]
        while stack:
            for node in stack[-1]:
                if node in path:
                    return path[path.index(node):]
                if node not in visited:
                    visited.add(node)
                    path.append(node)
                    stack.append(iter(graph.node_neighbors[node]))
                    break
            else:
                stack.pop()
                path.pop()
    return []
