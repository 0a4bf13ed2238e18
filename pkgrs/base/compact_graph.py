"""Graphs as text: the literal in which nodes, and edges, with equal attributes stand together."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Sequence, Tuple

    Attribute = Tuple[str, Any]


def compact_text(nodes: Iterable[Tuple[Any, Sequence[Attribute]]],
                 edges: Iterable[Tuple[Tuple[Any, Any], str, Sequence[Attribute]]]) -> str:
    """Get the text of a graph, a Python literal.

    Args:
        nodes: Each node, and its attributes, one of which may be `label`.
        edges: Each edge, its label, and its attributes.
    """
    plain = _Plain()
    node_groups: Dict[Any, List[Any]] = {}
    for node, attributes in nodes:
        label = ""
        others = []
        for attribute in attributes:
            if attribute[0] == "label":
                label = unquoted(attribute[1])
            else:
                others.append(attribute)
        node_groups.setdefault(plain[tuple(others)], []).append((node, label) if label else node)

    edge_groups: Dict[Any, List[Any]] = {}
    for edge, label, attributes in edges:
        edge_groups.setdefault(plain[tuple(attributes)], []).append(edge + (label,) if label else edge)
    return str({"nodes": list(node_groups.items()), "edges": list(edge_groups.items())})


def unquoted(value: Any) -> Any:
    """A text without the quotes around it; other values as they are."""
    return value.strip('"') if isinstance(value, str) else value


class _Plain(dict):
    """Attributes as they are written, sorted, by what they are in the graph."""

    def __missing__(self, attributes: Tuple[Attribute, ...]) -> Tuple[Attribute, ...]:
        written = self[attributes] = tuple(sorted((name, unquoted(value)) for name, value in attributes))
        return written
