"""Graphs as text: the dot language, and a compact form for context files."""
from __future__ import annotations

import re

from pkgrs.base.compact_graph import compact_text
from pkgrs.base.digraph import digraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, NoReturn, Optional, Tuple

    from pkgrs.base.digraph import Attribute, Edge


__all__ = ["read_graph_from_string", "read_dot", "write_compacted", "write_dot", "write_plain_dot", "prune_graph"]


# -- writing

def write_dot(g: digraph) -> str:
    """Get the graph in the dot language, every attribute's value in quotes."""
    lines = ["digraph g {"]
    for node in g.nodes():
        lines.append("%s %s;" % (node, _attributes_text(g.node_attributes(node))))
    for edge in g.edges():
        attrs = list(g.edge_attributes(edge))
        label = g.edge_label(edge)
        if label and not any(name == "label" for name, _ in attrs):
            attrs.append(("label", label))
        lines.append("%s -> %s %s;" % (edge[0], edge[1], _attributes_text(attrs)))
    lines.append("}")
    return "\n".join(lines)


# Patterns are compiled when they are first used: most contexts only write a graph in the compact form.
_PLAIN_ID = r'(?s:[_a-zA-Z][a-zA-Z0-9_,]*\Z|[0-9,]+\Z|".*"\Z|<.*>\Z)'


def write_plain_dot(g: Any, weighted: bool = False) -> str:
    """Get a graph or digraph in the dot language, with quotes around those values only that need them.

    Args:
        weighted: With the edges' weights, as their labels too where they have none.
    """
    arrow = "->" if g.DIRECTED else "--"
    lines = ["%s %s {" % ("digraph" if g.DIRECTED else "graph", _plain(getattr(g, "name", "graphname")))]
    for node in g.nodes():
        text = _plain_attributes(g.node_attributes(node), {})
        lines.append("%s%s;" % (_plain(str(node)), text and " " + text))
    seen = set()
    for edge in g.edges():
        source, target = str(edge[0]), str(edge[1])
        if (source, target) in seen or (not g.DIRECTED and (target, source) in seen):
            continue
        seen.add((source, target))
        more = {"label": str(g.edge_label(edge))}
        if weighted:
            more["weight"] = str(g.edge_weight(edge))
            more["label"] = more["label"] or more["weight"]
        elif not more["label"]:
            del more["label"]
        text = _plain_attributes(g.edge_attributes(edge), more)
        lines.append("%s %s %s%s;" % (_plain(source), arrow, _plain(target), text and "  " + text))
    lines.append("}")
    return "\n".join(lines) + "\n"


def _plain_attributes(attrs: List[Attribute], more: Dict[str, str]) -> str:
    values = {str(name): str(value) for name, value in attrs}
    values.update(more)
    return "[%s]" % ", ".join("%s=%s" % (name, _plain(values[name])) for name in sorted(values)) if values else ""


def _plain(value: Any) -> Any:
    if not isinstance(value, str) or not value or (value.isascii() and re.match(_PLAIN_ID, value)):
        return value
    return '"%s"' % value.replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")


def _attributes_text(attrs: List[Attribute]) -> str:
    if not attrs:
        return ""
    return "[%s]" % ", ".join('%s="%s"' % (name, str(value).strip('"')) for name, value in attrs)


def write_compacted(g: digraph) -> str:
    """Get the graph as the text of a Python literal in which nodes, and edges, with equal attributes stand together."""
    return compact_text(
        ((node, g.node_attributes(node)) for node in g.nodes()),
        ((edge, g.edge_label(edge), g.edge_attributes(edge)) for edge in g.edges()))


# -- reading

def read_graph_from_string(txt: str) -> digraph:
    """Get the graph that a text in dot language, or in the compact form, describes.

    As in dot text, values of attributes that are strings have quotes around them.

    Raises:
        ValueError: If the text is neither.
        SyntaxError: If it begins like the compact form, but isn't a Python literal.
    """
    return _read_compacted(txt) if txt.startswith("{") else read_dot(txt)


def _read_compacted(txt: str) -> digraph:
    from ast import literal_eval
    doc = literal_eval(txt)
    g = digraph()

    def quoted(value: Any) -> Any:
        return '"%s"' % value if isinstance(value, str) else value

    for attrs, entries in doc["nodes"]:
        common = [(name, quoted(value)) for name, value in attrs]
        for entry in entries:
            if isinstance(entry, tuple):
                node, label = entry
                g.add_node(node, attrs=common + [("label", quoted(label))])
            else:
                g.add_node(entry, attrs=list(common))

    for attrs, entries in doc["edges"]:
        common = [(name, quoted(value)) for name, value in attrs]
        for entry in entries:
            g.add_edge(entry[:2], label=entry[2] if len(entry) == 3 else "", attrs=common)
    return g


_TOKEN = r"""(?xs)
    \s+ | //[^\n]* | \#[^\n]* | /\*.*?\*/          # to be skipped
    | (?P<token> "(?:[^"\\]|\\.)*" | -> | -- | -?\.?[0-9][0-9.]* (?![\w.]) | [\w.]+ | [{}\[\];,=:+] | (?P<html><))
"""


def _tokens(txt: str) -> Iterator[str]:
    pattern = re.compile(_TOKEN)
    index = 0
    while index < len(txt):
        match = pattern.match(txt, index)
        if match is None:
            line = txt.count("\n", 0, index) + 1
            raise ValueError("Not a graph in dot language: unexpected %r in line %d" % (txt[index], line))
        index = match.end()
        if match.group("html"):
            depth = 1
            start = index - 1
            while depth:
                if index == len(txt):
                    raise ValueError("Not a graph in dot language: '<' without '>'")
                depth += {"<": 1, ">": -1}.get(txt[index], 0)
                index += 1
            yield txt[start:index]
        elif match.group("token"):
            yield match.group("token")


def read_dot(string: str) -> Any:
    """Get the graph that a text in dot language describes, of either kind; parts in subgraphs are left out.

    Raises:
        ValueError: If the text isn't a graph in dot language.
        AdditionError: A node or an edge is there twice.
    """
    return _DotReader(list(_tokens(string))).read()


class _DotReader:
    def __init__(self, tokens: List[str]) -> None:
        self.tokens = tokens
        self.index = 0
        self.nodes: List[Tuple[str, List[Attribute]]] = []
        self.edges: List[Tuple[Edge, List[Attribute]]] = []

    def read(self) -> Any:
        self.accept("strict")
        kind = self.take().lower()
        if kind not in ("graph", "digraph"):
            self.fail("expected 'digraph'", -1)
        if not self.peek("{"):
            self.take()
        self.expect("{")
        while not self.accept("}"):
            self.statement(self.nodes, self.edges)

        if kind == "graph":
            from pkgrs.base.undirected import graph
            g: Any = graph()
        else:
            g = digraph()
        for node, attrs in self.nodes:
            g.add_node(node, attrs=attrs)
        for edge, attrs in self.edges:
            for node in edge:
                if not g.has_node(node):
                    g.add_node(node)
            own = dict(attrs)
            g.add_edge(edge, own.get("weight", 1), own.get("label", ""),
                       [attr for attr in attrs if attr[0] not in ("label", "weight")])
        return g

    def statement(self, nodes: List[Tuple[str, List[Attribute]]], edges: List[Tuple[Edge, List[Attribute]]]) -> None:
        if self.accept(";"):
            return
        if self.accept("subgraph") or self.peek("{"):
            if not self.peek("{"):
                self.take()
            self.expect("{")
            while not self.accept("}"):
                self.statement([], [])
            return

        path = [self.node()]
        if self.accept("="):
            self.take()
            return
        while self.accept("->") or self.accept("--"):
            path.append(self.node())
        attrs = self.attributes()
        if len(path) == 1:
            nodes.append((path[0], attrs))
        for edge in zip(path, path[1:]):
            edges.append((edge, list(attrs)))

    def node(self) -> str:
        name = self.take()
        if not re.match(r'[\w."<-]', name) or name == "->":
            self.fail("expected a node", -1)
        while self.accept(":"):
            name += ":" + self.take()  # where on the node an edge begins or ends
        return name

    def attributes(self) -> List[Attribute]:
        attrs: List[Attribute] = []
        while self.accept("["):
            while not self.accept("]"):
                name = self.take()
                attrs.append((name, self.take() if self.accept("=") else "true"))
                if not self.accept(","):
                    self.accept(";")
        return attrs

    def peek(self, token: str) -> bool:
        return self.index < len(self.tokens) and self.tokens[self.index] == token

    def accept(self, token: str) -> bool:
        if self.peek(token):
            self.index += 1
            return True
        return False

    def expect(self, token: str) -> None:
        if not self.accept(token):
            self.fail("expected %r" % token)

    def take(self) -> str:
        if self.index == len(self.tokens):
            self.fail("it ends too early")
        self.index += 1
        return self.tokens[self.index - 1]

    def fail(self, reason: str, offset: int = 0) -> NoReturn:
        place = self.tokens[self.index + offset:][:1]
        raise ValueError("Not a graph in dot language: %s%s" % (reason, " at %r" % place[0] if place else ""))


# -- pruning

def prune_graph(graph_str: str, package_name: str) -> str:
    """Leave of a resolve's graph only what leads to a package.

    Args:
        graph_str: Graph in dot language, or in the compact form.
        package_name: Name of the package.

    Returns:
        The rest of the graph in dot language.

    Raises:
        ValueError: If the package isn't in the graph.
    """
    g = read_graph_from_string(graph_str)
    wanted = {node for node, attrs in g.node_attr.items()
              if any(name == "label" and _requested_name(_request_from_label(value)) == package_name
                     for name, value in attrs)}
    if not wanted:
        raise ValueError("The package %r does not appear in the graph." % package_name)

    leading = set(wanted)
    waiting = list(wanted)
    while waiting:
        for node in g.node_incidence[waiting.pop()]:
            if node not in leading:
                leading.add(node)
                waiting.append(node)

    for node in g.nodes():
        if node not in leading:
            g.del_node(node)
    return write_dot(g)


def _request_from_label(label: str) -> str:
    # The label of a variant ends with its index in brackets.
    return label.strip('"').strip("'").rsplit("[", 1)[0]


_REQUEST = r"[!~]?(?P<name>\.?[a-zA-Z_0-9](\.?[a-zA-Z0-9_]+)*)([-@#=<>]|\Z)"


def _requested_name(request: str) -> Optional[str]:
    match = re.match(_REQUEST, request)
    return match and match.group("name")
