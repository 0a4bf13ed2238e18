"""Recursive attributes, scopes, YAML, graphs."""
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.base import dot
from pkgrs.base.digraph import AdditionError, accessibility, digraph, find_cycle
from pkgrs.base.format import StringFormatType
from pkgrs.base.scope import RecursiveAttribute, ScopeContext, scoped_format, scoped_formatter
from pkgrs.base.yaml import dump_yaml, load_yaml, load_yaml_text, save_yaml


def test_attributes_are_made_by_assignment_only():
    root = RecursiveAttribute()
    root.seen.but.not_set
    root.foo.bah = 5
    root.foo["eek"] = "hey"
    root.a.b.c = 1
    assert root.to_dict() == {"foo": {"bah": 5, "eek": "hey"}, "a": {"b": {"c": 1}}}
    assert str(root) == "{'foo': {'bah': 5, 'eek': 'hey'}, 'a': {'b': {'c': 1}}}"
    assert repr(root.a) == "RecursiveAttribute({'b': {'c': 1}})"


def test_special_names_are_not_made():
    with pytest.raises(AttributeError):
        RecursiveAttribute().__special__


def test_from_a_dictionary():
    root = RecursiveAttribute({"a": {"b": 1}, "l": [{"c": 1}]}, read_only=True)
    assert root.a.b == 1 and type(root.l[0]) is dict
    with pytest.raises(AttributeError, match="'RecursiveAttribute' object has no attribute 'new'"):
        root.new = 1
    with pytest.raises(AttributeError, match="'RecursiveAttribute' object attribute 'l' is read-only"):
        root.l = 1
    with pytest.raises(AttributeError, match="'RecursiveAttribute' object has no attribute 'zz'"):
        root.zz
    with pytest.raises(AttributeError, match="read-only, cannot be updated"):
        root.update({"a": 1})


def test_update_and_copy():
    root = RecursiveAttribute({"a": {"b": 1}})
    root.update({"a": {"c": 2}, "d": {"e": 3}})
    assert root.to_dict() == {"a": {"c": 2}, "d": {"e": 3}}
    other = root.copy()
    other.new = 1
    assert "new" not in root and copy.deepcopy(root) == root


def test_scopes_collect_variables():
    scope = ScopeContext()
    namespace = {"scope": scope, "unchanged": [1], "outer": 0}
    exec("""
outer = 1
with scope("animal"):
    count = 2
    unchanged = [1]
    with scope("cat") as cat:
        friendly = False
        cat.breed.name = "siamese"
with scope("animal"):
    count = 3
    with scope("cat"):
        legs = 4
    with scope("dog"):
        friendly = True
after = 1
""", namespace)
    expected = {"animal": {"count": 3, "cat": {"friendly": False, "breed": {"name": "siamese"}, "legs": 4},
                           "dog": {"friendly": True}}}
    assert scope.to_dict() == expected
    assert str(scope) == "('animal', 'animal.cat', 'animal.dog')"
    left = {name for name in namespace if not name.startswith("_")}
    assert left == {"scope", "unchanged", "outer", "after"} and namespace["outer"] == 1


def test_scopes_end_when_something_is_raised():
    scope = ScopeContext()
    namespace = {"scope": scope}
    with pytest.raises(ZeroDivisionError):
        exec("with scope('a'):\n    x = 1\n    1 / 0", namespace)
    exec("with scope('b'):\n    y = 1", namespace)
    assert scope.to_dict() == {"a": {"x": 1}, "b": {"y": 1}}


def test_scopes_in_a_function():
    scope = ScopeContext()
    kept = 1
    with scope("a"):
        kept = 2
        with scope("b"):
            inner = 3
    assert scope.to_dict()["a"]["b"] == {"inner": 3}
    assert (kept, inner) == (2, 3)


class Named:
    name = "Dave"
    items = [1, 2]


@pytest.mark.parametrize("source, options, expected", [
    ("hello {foo.name} {foo.items}", {}, "hello Dave 1 2"), ("{foo.items}", {"pretty": False}, "[1, 2]"),
    ("{foo.zz} {q}", {}, "{foo.zz} {q}"), ("{foo.zz}", {"expand": StringFormatType.empty}, ""), ("{a.b.c}", {}, "1"),
])
def test_scoped_format(source, options, expected):
    assert scoped_format(source, foo=Named(), a={"b": {"c": 1}}, **options) == expected


def test_scoped_formatter_can_be_strict():
    formatter = scoped_formatter(a={"b": 1})
    assert formatter.format("{a.b} {x}") == "1 {x}"
    with pytest.raises(AttributeError):
        formatter.format("{x}", expand=StringFormatType.error)


# -- YAML, as real Rez writes it

@pytest.mark.parametrize("data, expected", [
    ({"b": 1, "a": "x", "l": [1, None, True, 2.5], "e": [], "n": {"m": {}}},
     "a: x\nb: 1\ne: []\nl:\n- 1\n- null\n- true\n- 2.5\nn:\n  m: {}"),
    ({"d": "multi\nline"}, "d: 'multi\n\n  line'"),
    ({"u": "é", "q": "it's", "y": "yes", "n": "1.0"}, "n: '1.0'\nq: it's\nu: \"\\xE9\"\ny: 'yes'"),
    ({"t": (1, "a")}, "t:\n- 1\n- a"),
    ({"f": len}, "f: <built-in function len>"),
    (None, "null\n..."),
])
def test_dump_yaml(data, expected):
    assert dump_yaml(data) == expected


def test_dump_flow_style():
    assert dump_yaml({"a": 1, "b": [1, 2]}, default_flow_style=True) == "{a: 1, b: [1, 2]}"


def test_dump_yaml_of_functions():
    def function(this):
        """Text."""
        return this

    assert load_yaml_text(dump_yaml({"f": function})) == {"f": '"""Text."""\nreturn this\n'}


def test_dump_yaml_knows_classes_by_name():
    class Version(str):
        def __str__(self):
            return "1.2"

    Version.__module__ = "rez.version._version"
    assert dump_yaml([Version()]) == "- '1.2'"


def test_dump_yaml_of_anything_else():
    import yaml
    with pytest.raises(yaml.YAMLError, match="cannot represent an object"):
        dump_yaml([object()])


def test_yaml_files(tmp_path):
    path = str(tmp_path / "a.yaml")
    save_yaml(path, b=1, a=[None])
    assert (tmp_path / "a.yaml").read_text() == "a:\n- null\nb: 1\n"
    assert load_yaml(path) == {"a": [None], "b": 1}


def test_bad_yaml_tells_where():
    import yaml
    with pytest.raises(yaml.YAMLError) as info:
        load_yaml_text("a: {")
    assert str(info.value) == ("while parsing a flow node\nexpected the node content, but found '<stream end>'\n"
                               '  in "<unicode string>", line 1, column 5:\n    a: {\n        ^')
    with pytest.raises(yaml.YAMLError):
        load_yaml_text("!!python/object/apply:os.getcwd []")


# -- graphs

def sample():
    g = digraph()
    g.add_node("_1", attrs=[("label", "foo-1"), ("fontsize", 10), ("style", "filled,dashed")])
    g.add_node("_2", attrs=[("label", "bar-2[0]"), ("fontsize", 10), ("style", "filled,dashed")])
    g.add_node("_3", attrs=[("label", "baz")])
    g.add_edge(("_1", "_2"), attrs=[("arrowsize", "0.5")])
    g.add_edge(("_3", "_1"), label="CONFLICT", attrs=[("color", "red")])
    return g


DOT = '''digraph g {
_1 [label="foo-1", fontsize="10", style="filled,dashed"];
_2 [label="bar-2[0]", fontsize="10", style="filled,dashed"];
_3 [label="baz"];
_1 -> _2 [arrowsize="0.5"];
_3 -> _1 [color="red", label="CONFLICT"];
}'''

COMPACT = ("{'nodes': [((('fontsize', 10), ('style', 'filled,dashed')), [('_1', 'foo-1'), ('_2', 'bar-2[0]')]), "
           "((), [('_3', 'baz')])], 'edges': [((('arrowsize', '0.5'),), [('_1', '_2')]), "
           "((('color', 'red'),), [('_3', '_1', 'CONFLICT')])]}")


def test_graph_as_text():
    graph = sample()
    assert dot.write_dot(graph) == DOT
    assert dot.write_dot(graph) == DOT  # writing changes nothing
    assert dot.write_compacted(graph) == COMPACT


def test_graph_with_plain_values():
    assert dot.write_plain_dot(sample()) == '''digraph graphname {
_1 [fontsize=10, label="foo-1", style=filled,dashed];
_2 [fontsize=10, label="bar-2[0]", style=filled,dashed];
_3 [label=baz];
_1 -> _2  [arrowsize="0.5"];
_3 -> _1  [color=red, label=CONFLICT];
}
'''


def test_text_as_graph():
    assert dot.write_dot(dot.read_graph_from_string(DOT)) == DOT
    graph = dot.read_graph_from_string(COMPACT)
    assert dot.write_compacted(graph) == COMPACT
    assert graph.node_attributes("_1") == [("fontsize", 10), ("style", '"filled,dashed"'), ("label", '"foo-1"')]
    assert graph.edge_label(("_3", "_1")) == "CONFLICT"


def test_dot_language():
    graph = dot.read_graph_from_string('''
        strict digraph "a name" {
            rankdir = LR; // comment
            a -> b -> c [label=x, weight=1.5]; "q r" -> a:n; b [label=<x<b>y</b>>];
            /* subgraphs
               are left out */
            subgraph s { z; }
        }''')
    assert set(graph.edges()) == {("a", "b"), ("b", "c"), ('"q r"', "a:n")}
    assert graph.edge_label(("b", "c")) == "x" and graph.edge_weight(("b", "c")) == "1.5"
    assert graph.node_attributes("b") == [("label", "<x<b>y</b>>")]
    assert not graph.has_node("z")


@pytest.mark.parametrize("source", ["", "garbage", "graph g", "digraph g {", "digraph g { a -> ; }", "digraph { ^ }",
                                    "digraph g { a [label=<x ] }"])
def test_bad_dot(source):
    with pytest.raises(ValueError, match="Not a graph in dot language"):
        dot.read_graph_from_string(source)


@pytest.mark.parametrize("source", [DOT, COMPACT])
def test_prune_graph(source):
    pruned = dot.read_graph_from_string(dot.prune_graph(source, "foo"))
    assert pruned.nodes() == ["_1", "_3"] and pruned.edges() == [("_3", "_1")]
    assert dot.read_graph_from_string(dot.prune_graph(source, "baz")).nodes() == ["_3"]
    with pytest.raises(ValueError, match="The package 'zz' does not appear in the graph."):
        dot.prune_graph(source, "zz")


def test_graph_interface():
    g = sample()
    assert (len(g), list(g), list(g["_1"]), g.order()) == (3, ["_1", "_2", "_3"], ["_2"], 3)
    assert (g.neighbors("_1"), g.incidents("_1"), g.node_order("_2")) == (["_2"], ["_3"], 0)
    assert (g.edge_weight(("_1", "_2")), g.edge_attributes(("_1", "_2"))) == (1, [("arrowsize", "0.5")])
    assert g.has_edge(("_1", "_2")) and not g.has_edge(("_2", "_1")) and not g.has_edge(("q", "r"))
    with pytest.raises(AdditionError, match="Node _1 already in digraph"):
        g.add_node("_1")
    with pytest.raises(AdditionError, match=r"Edge \(_1, _2\) already in digraph"):
        g.add_edge(("_1", "_2"))
    with pytest.raises(AdditionError, match="zz is missing from the node_neighbors table"):
        g.add_edge(("_1", "zz"))
    g.add_node_attribute("_1", ("k", "v"))
    assert g.node_attributes("_1")[-1] == ("k", "v")
    g.del_node("_1")
    assert g.edges() == [] and g.edge_attr == {} and g.edge_properties == {}


def test_graph_equality_and_reverse():
    assert sample() == sample() != digraph()
    reverse = sample().reverse()
    assert reverse.edges() == [("_1", "_3"), ("_2", "_1")] and reverse.edge_label(("_1", "_3")) == "CONFLICT"


@st.composite
def graphs(draw):
    size = draw(st.integers(0, 6))
    g = digraph()
    g.add_nodes(range(size))
    if size:
        node = st.integers(0, size - 1)
        for edge in draw(st.lists(st.tuples(node, node), max_size=12, unique=True)):
            g.add_edge(edge)
    return g


def reachable(g, node):
    found, previous = {node}, None
    while found != previous:
        previous = set(found)
        found |= {target for source, target in g.edges() if source in found}
    return found


@given(graphs())
def test_accessibility(g):
    access = accessibility(g)
    assert list(access) == g.nodes()
    for node, nodes in access.items():
        assert nodes[0] == node and len(set(nodes)) == len(nodes) and set(nodes) == reachable(g, node)


@given(graphs())
def test_find_cycle(g):
    cycle = find_cycle(g)
    has_cycle = any(node in reachable(g, neighbor) for node in g for neighbor in g.neighbors(node))
    assert bool(cycle) == has_cycle
    for edge in zip(cycle, cycle[1:] + cycle[:1]):
        assert g.has_edge(edge)


@given(graphs())
def test_graphs_survive_as_text(g):
    assert {tuple(map(int, edge)) for edge in dot.read_graph_from_string(dot.write_dot(g)).edges()} == set(g.edges())
    assert dot.read_graph_from_string(dot.write_compacted(g)).edges() == g.edges()
    assert g.reverse().reverse() == g
