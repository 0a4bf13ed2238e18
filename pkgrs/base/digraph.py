"""A directed graph whose nodes and edges have attributes, and what it shares with other kinds of graphs.

Classes, methods and attributes are those of the library `pygraph` as Rez ships it, since clients get such graphs.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Hashable, Iterable, Iterator, List, Optional, Set, Tuple

    Node = Hashable
    Edge = Tuple[Any, Any]
    Attribute = Tuple[str, Any]

__all__ = [
    "basegraph", "common", "labeling", "digraph", "accessibility", "find_cycle", "GraphError", "AdditionError",
    "AlgorithmError", "NegativeWeightCycleError", "NodeUnreachable", "InvalidGraphType",
]


class GraphError(RuntimeError):
    """Something is wrong with a graph."""


class AdditionError(GraphError):
    """A node or edge can't be added."""


class AlgorithmError(RuntimeError):
    """An algorithm can't do with the graph that it is given."""


class NegativeWeightCycleError(AlgorithmError):
    """Going round a cycle makes a path ever shorter."""


class NodeUnreachable(GraphError):
    """There is no path from the node `start` to the node `goal`."""

    def __init__(self, start: Node, goal: Node) -> None:
        super().__init__("Node %s could not be reached from node %s" % (repr(goal), repr(start)))
        self.start, self.goal = start, goal


class InvalidGraphType(GraphError):
    """Not a graph, or not one of the expected kind."""


class basegraph:
    """Base of all graphs, with what those share whose nodes each have a list of their neighbours."""

    node_neighbors: Dict[Node, List[Node]]

    def nodes(self) -> List[Any]:
        """Get all nodes."""
        return list(self.node_neighbors)

    def has_node(self, node: Node) -> bool:
        """Tell whether the graph has the node."""
        return node in self.node_neighbors

    def neighbors(self, node: Node) -> List[Any]:
        """Get the nodes that a node has an edge with, of a directed graph those that one leads to; its own list."""
        return self.node_neighbors[node]

    def node_order(self, node: Node) -> int:
        """Get the number of a node's neighbours."""
        return len(self.neighbors(node))


class common:
    """What graphs can do by means of their own `nodes`, `edges`, `neighbors`, `has_node`, `has_edge`, `add_…`."""

    DIRECTED: bool

    def __str__(self: Any) -> str:
        return "%s %s" % (self.nodes(), self.edges())

    def __repr__(self) -> str:
        return "<%s.%s %s>" % (self.__class__.__module__, self.__class__.__name__, self)

    def __iter__(self: Any) -> Iterator[Any]:
        return iter(list(self.nodes()))

    def __len__(self) -> int:
        return self.order()

    def __getitem__(self: Any, node: Node) -> Iterator[Any]:
        return iter(self.neighbors(node))

    def __eq__(self: Any, other: object) -> bool:
        return _alike(self, other) if isinstance(other, common) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def order(self: Any) -> int:
        """Get the number of nodes."""
        return len(self.nodes())

    def add_nodes(self: Any, nodelist: Iterable[Node]) -> None:
        """Add nodes; raises `AdditionError` if the graph has one of them already."""
        for node in nodelist:
            self.add_node(node)

    def add_graph(self: Any, other: Any) -> None:
        """Add the nodes and edges of another graph that are missing, without their weights and attributes."""
        self.add_nodes([node for node in other.nodes() if not self.has_node(node)])
        for source in other.nodes():
            for target in other.neighbors(source):
                if not self.has_edge((source, target)):
                    self.add_edge((source, target))

    def add_spanning_tree(self: Any, st: Dict[Any, Optional[Any]]) -> None:
        """Add a tree, given as each node's parent; None for the root."""
        self.add_nodes(st)
        for node, parent in st.items():
            if parent is not None:
                self.add_edge((parent, node))

    def complete(self: Any) -> None:
        """Add all edges between different nodes that are missing."""
        nodes = list(self.nodes())
        for source in nodes:
            for target in nodes:
                if source != target and not self.has_edge((source, target)):
                    self.add_edge((source, target))

    def inverse(self: Any) -> Any:
        """Get a graph with the same nodes and exactly the edges that this one lacks."""
        graph = self.__class__()
        graph.add_nodes(self.nodes())
        graph.complete()
        for edge in self.edges():
            if graph.has_edge(edge):
                graph.del_edge(edge)
        return graph

    def reverse(self: Any) -> Any:
        """Get a graph with the same nodes, without attributes, and all edges the other way round.

        Raises:
            AssertionError: The graph's edges have no direction.
        """
        if not self.DIRECTED:
            raise AssertionError("Undirected graph types such as %s cannot be reversed" % self.__class__.__name__)
        graph = self.__class__()
        graph.add_nodes(self.nodes())
        for edge in self.edges():
            graph.add_edge(edge[::-1], self.edge_weight(edge), self.edge_label(edge), self.edge_attributes(edge))
        return graph


class labeling:
    """Attributes of nodes and edges, and weight and label of edges. Of undirected edges both directions have them."""

    DIRECTED = True
    WEIGHT_ATTRIBUTE_NAME = "weight"
    DEFAULT_WEIGHT = 1
    LABEL_ATTRIBUTE_NAME = "label"
    DEFAULT_LABEL = ""

    def __init__(self) -> None:
        self.edge_properties: Dict[Any, Dict[str, Any]] = {}
        self.edge_attr: Dict[Any, List[Attribute]] = {}
        self.node_attr: Dict[Any, List[Attribute]] = {}

    def __eq__(self: Any, other: Any) -> bool:
        return _labelled_alike(self, other)

    __hash__ = None  # type: ignore[assignment]

    def _directions(self, edge: Any) -> List[Any]:
        return [edge] if self.DIRECTED or edge[0] == edge[1] else [edge, (edge[1], edge[0])]

    def del_node_labeling(self, node: Node) -> None:
        """Forget a node's attributes."""
        self.node_attr.pop(node, None)

    def node_attributes(self, node: Node) -> List[Attribute]:
        """Get a node's attributes; raises `KeyError` if the graph hasn't got it."""
        return self.node_attr[node]

    def add_node_attribute(self, node: Node, attr: Attribute) -> None:
        """Add an attribute to a node."""
        self.node_attr[node] = list(self.node_attr[node]) + [attr]

    def del_edge_labeling(self, edge: Any) -> None:
        """Forget an edge's weight, label and attributes."""
        for key in self._directions(edge):
            self.edge_properties.pop(key, None)
            self.edge_attr.pop(key, None)

    def get_edge_properties(self, edge: Any) -> Dict[str, Any]:
        """Get an edge's weight and label, by name; to change them changes the edge's."""
        return self.edge_properties.setdefault(edge, {})

    def set_edge_properties(self, edge: Any, **properties: Any) -> None:
        """Set further properties of an edge."""
        for key in self._directions(edge):
            self.edge_properties.setdefault(key, {}).update(properties)

    def edge_weight(self, edge: Any) -> Any:
        """Get an edge's weight."""
        return self.get_edge_properties(edge).setdefault(self.WEIGHT_ATTRIBUTE_NAME, self.DEFAULT_WEIGHT)

    def set_edge_weight(self, edge: Any, wt: Any) -> None:
        """Set an edge's weight."""
        self.set_edge_properties(edge, weight=wt)

    def edge_label(self, edge: Any) -> str:
        """Get an edge's label."""
        return self.get_edge_properties(edge).setdefault(self.LABEL_ATTRIBUTE_NAME, self.DEFAULT_LABEL)

    def set_edge_label(self, edge: Any, label: str) -> None:
        """Set an edge's label."""
        self.set_edge_properties(edge, label=label)

    def edge_attributes(self, edge: Any) -> List[Attribute]:
        """Get an edge's attributes."""
        return self.edge_attr.get(edge, [])

    def add_edge_attribute(self, edge: Any, attr: Attribute) -> None:
        """Add an attribute to an edge."""
        for key in self._directions(edge):
            self.edge_attr[key] = self.edge_attributes(key) + [attr]

    def add_edge_attributes(self, edge: Any, attrs: Iterable[Attribute]) -> None:
        """Add attributes to an edge."""
        for attr in attrs:
            self.add_edge_attribute(edge, attr)


def _alike(left: Any, right: Any) -> bool:
    """Whether graphs have the same nodes and edges."""
    return set(left.nodes()) == set(right.nodes()) and set(left.edges()) == set(right.edges())


def _labelled_alike(left: Any, right: Any) -> bool:
    """Whether graphs with the same nodes and edges have the same attributes, in any order, weights and labels."""
    return (all(_same(left.node_attributes(node), right.node_attributes(node)) for node in left)
            and all(left.edge_weight(edge) == right.edge_weight(edge)
                    and left.edge_label(edge) == right.edge_label(edge)
                    and _same(left.edge_attributes(edge), right.edge_attributes(edge)) for edge in left.edges()))


def _same_graph(self: Any, other: object) -> bool:
    return isinstance(other, common) and _alike(self, other) and _labelled_alike(self, other)


def _same(attrs: Iterable[Attribute], others: Iterable[Attribute]) -> bool:
    left, right = list(attrs), list(others)
    return all(attr in right for attr in left) and all(attr in left for attr in right)


class digraph(basegraph, common, labeling):
    """A directed graph: at most one edge from one node to another, which has a weight, a label and attributes.

    Nodes are hashable values, an edge is a pair of them, an attribute is a pair of name and value. Nodes and
    neighbours keep the order in which they were added.
    """

    DIRECTED = True

    def __init__(self) -> None:
        labeling.__init__(self)
        self.node_neighbors = {}
        self.node_incidence: Dict[Node, List[Node]] = {}

    __eq__ = _same_graph
    __hash__ = None  # type: ignore[assignment]

    # -- nodes

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

    def del_node(self, node: Node) -> None:
        """Remove a node and its edges; raises `KeyError` if the graph hasn't got it."""
        for other in list(self.node_incidence[node]):
            self.del_edge((other, node))
        for other in list(self.node_neighbors[node]):
            self.del_edge((node, other))
        del self.node_neighbors[node], self.node_incidence[node]
        self.del_node_labeling(node)

    def incidents(self, node: Node) -> List[Any]:
        """Get the nodes that edges come from to a node; the graph's own list."""
        return self.node_incidence[node]

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
        source, target = edge
        return (source, target) in self.edge_properties

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
        self.add_edge_attributes((source, target), attrs)
        self.set_edge_properties((source, target), weight=wt, label=label)

    def del_edge(self, edge: Edge) -> None:
        """Remove an edge; raises `KeyError` or `ValueError` if the graph hasn't got it."""
        source, target = edge
        self.node_neighbors[source].remove(target)
        self.node_incidence[target].remove(source)
        self.del_edge_labeling((source, target))


digraph.__module__ = "rez.vendor.pygraph.classes.digraph"
for _error in (GraphError, AdditionError, AlgorithmError, NegativeWeightCycleError, NodeUnreachable, InvalidGraphType):
    _error.__module__ = "rez.vendor.pygraph.classes.exceptions"


def accessibility(graph: Any) -> Dict[Any, List[Any]]:
    """Get, for each node, the nodes that paths lead to, itself first."""
    return {node: _reachable(graph, node) for node in graph}


def _reachable(graph: Any, start: Node) -> List[Any]:
    # In the order in which a search, depth first, meets them.
    found: Dict[Any, None] = {start: None}
    stack = [graph[start]]
    while stack:
        for node in stack[-1]:
            if node not in found:
                found[node] = None
                stack.append(graph[node])
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
