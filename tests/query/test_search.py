"""Searching. Expected values were recorded from Rez 3.4.0."""
import io

import pytest

from pkgrs.errors import PackageFamilyNotFoundError, ResourceError
from pkgrs.query.fields import RESULT_FIELDS
from pkgrs.query.search import (
    ResourceSearcher, ResourceSearchResult, ResourceSearchResultFormatter, get_plugins, get_reverse_dependency_tree)


@pytest.fixture
def studio(world, tmp_path, settings):
    local = tmp_path / "local"
    settings(packages_path=[str(local), world.path])
    world.add("foo", "1.0", "description = 'a\\nb'\ntimestamp = 1000\nvariants = [['a'], ['b']]\n")
    world.add("foo", "1.1", "requires = ['bar']\ntimestamp = 2000\ntools = ['x', 'y']\n")
    world.add("foo", "2.0", "requires = ['bar', '!baz']\nhas_plugins = True\n")
    world.add("foobar", "1", "requires = ['foo']\nplugin_for = ['foo']\n"
                             "build_requires = ['bld']\nprivate_build_requires = ['pbld']\n")
    world.add("bar", "1")
    world.add("baz", "1", "requires = ['~bar']\n")
    world.add("bld", "1")
    world.add("pbld", "1")
    world.add("top", "1", "requires = ['foobar', '.eph-1']\nvariants = [['foo'], ['bar']]\n")
    world.add("un")
    world.add("loc", "1", root=local)
    world.add("foo", "3", root=local)
    return world


@pytest.fixture
def bad(studio):
    studio.add("mbadreq", "1", "requires = ['##']\n")
    studio.add("mbadreq", "2")
    studio.add("mbadts", "1", "timestamp = 'x'\n")
    studio.add("mbadts", "2")
    studio.add("mbadvar", "1", "variants = ['x']\n")
    studio.add("mbadvar", "2")
    return studio


@pytest.fixture
def broken(studio):
    studio.add("broken", "1", "1/0\n")
    studio.add("broken", "2")
    return studio


def search(request=None, type_=None, **kwargs):
    resource_type, results = ResourceSearcher(resource_type=type_, **kwargs).search(request)
    names = []
    for result in results:
        assert result.resource_type == resource_type
        name = result.resource if resource_type == "family" else result.resource.qualified_name
        names.append(name + ("!" if result.validation_error else ""))
    return resource_type, " ".join(names)


@pytest.mark.parametrize("request_, expected", [
    (None, ("*", "None")), ("", ("*", "None")), ("foo", ("foo", "None")), ("foo-1", ("foo", "1")),
    ("f*-1+", ("f*", "1+")), ("foo>1", ("foo", ">1")), ("!foo", ("foo", "None")), ("!foo-1", ("foo", "1")),
    ("~foo-1", ("foo", "<1|1_+")), ("foo-1.*", ("foo-1.*", "None")), ("foo-##", ("foo-##", "None")),
    ("f?o", ("f?o", "None")), ("foo=1", ("foo=1", "None")), ("foo-1@2", ("foo-1@2", "None")),
    ("foo>=1,<2", ("foo", "1+<2")), ("foo==", ("foo", "==")),
])
def test_parse_request(request_, expected):
    assert tuple(map(str, ResourceSearcher._parse_request(request_))) == expected


@pytest.mark.parametrize("request_, type_, expected", [
    (None, None, ("family", "bar baz bld foo foobar loc pbld top un")),
    ("foo", None, ("package", "foo-1.0 foo-1.1 foo-2.0 foo-3")),
    ("foo", "family", ("family", "foo")),
    ("foo", "variant", ("variant", "foo-1.0[0] foo-1.0[1] foo-1.1[] foo-2.0[] foo-3[]")),
    ("foo*", None, ("family", "foo foobar")),
    ("foo*", "package", ("package", "foo-1.0 foo-1.1 foo-2.0 foo-3 foobar-1")),
    ("foo-1", None, ("package", "foo-1.0 foo-1.1")),
    ("foo-9", None, ("package", "")),
    ("[ab]*", None, ("family", "bar baz bld")),
    ("un", None, ("package", "un")),
    ("nope", None, ("family", "")),
    ("nope", "variant", ("variant", "")),
])
def test_search(studio, request_, type_, expected):
    assert search(request_, type_) == expected


@pytest.mark.parametrize("kwargs, expected", [
    ({"no_local": True}, "foo-1.0 foo-1.1 foo-2.0"),
    ({"latest": True}, "foo-3"),
    ({"after_time": 1000}, "foo-1.0 foo-1.1 foo-2.0 foo-3"),
    ({"after_time": 1001}, "foo-1.1 foo-2.0 foo-3"),
    ({"before_time": 2000}, "foo-1.0 foo-2.0 foo-3"),
    ({"before_time": 2001}, "foo-1.0 foo-1.1 foo-2.0 foo-3"),
    ({"after_time": 1500, "before_time": 1600}, "foo-2.0 foo-3"),
])
def test_search_options(studio, kwargs, expected):
    assert search("foo", **kwargs) == ("package", expected)


def test_no_local_is_ignored_with_paths(studio, tmp_path):
    assert search("foo", no_local=True, package_paths=[str(tmp_path / "local")]) == ("package", "foo-3")


@pytest.mark.parametrize("validate, type_, expected", [
    (False, "package", "mbadreq-1 mbadreq-2 mbadts-1! mbadts-2 mbadvar-1 mbadvar-2"),
    (True, "package", "mbadreq-1! mbadreq-2 mbadts-1! mbadts-2 mbadvar-1! mbadvar-2"),
    (False, "variant", "mbadreq-1[] mbadreq-2[] mbadts-2[] mbadvar-2[]"),
    (True, "variant", "mbadreq-2[] mbadts-2[] mbadvar-2[]"),
])
def test_invalid_packages(bad, validate, type_, expected):
    assert search("m*", type_, validate=validate) == (type_, expected)


@pytest.mark.parametrize("type_, expected", [("package", ["broken-1", "broken-2"]), ("variant", ["broken-2[]"])])
def test_packages_that_can_not_be_loaded(broken, type_, expected):
    searcher = ResourceSearcher(resource_type=type_)
    with pytest.raises(ResourceError, match="division by zero"):
        searcher.search("broken")
    searcher.keep_going = True
    results = searcher.search("broken")[1]
    assert [result.resource.qualified_name for result in results] == expected
    assert "division by zero" in str(searcher.load_error)


def test_latest_does_not_load_older(broken):
    assert search("broken", latest=True) == ("package", "broken-2")


def test_iter_resources(studio):
    assert [result.resource for result in ResourceSearcher().iter_resources("foo*")] == ["foo", "foobar"]


def formatted(request, format_, no_newlines=False, type_=None):
    results = ResourceSearcher(resource_type=type_).search(request)[1]
    formatter = ResourceSearchResultFormatter(output_format=format_, suppress_newlines=no_newlines)
    return [text for text, _ in formatter.format_search_results(results)]


@pytest.mark.parametrize("arguments, expected", [
    (("foo-1", None), ["foo-1.0", "foo-1.1"]),
    (("foo-1", ""), ["foo-1.0", "foo-1.1"]),
    (("foo-1", "{qualified_name} | {description}"), ["foo-1.0 | a\nb", "foo-1.1 | "]),
    (("foo-1", "{qualified_name} | {description}", True), ["foo-1.0 | a\\nb", "foo-1.1 | "]),
    (("foo-2", "{req}"), ["bar !baz"]),
    (("foo-1", "{desc}\\n{name}", True), ["a\\nb", "foo", "", "foo"]),
    (("foo-1", "{nope}{custom}"), ["{nope}{custom}"] * 2),
    (("foo-1.0", "{num_variants} {index}", False, "variant"), ["{num_variants} 0", "{num_variants} 1"]),
    (("foo-1.0", "{num_variants} {index}"), ["2 {index}"]),
    (("foo-1.0", "{name!r:>10}"), ["     'foo'"]),
    (("foo*", "{"), ["foo", "foobar"]),
])
def test_format(studio, arguments, expected):
    assert formatted(*arguments) == expected


def test_bad_format(studio):
    with pytest.raises(ValueError, match="Single '{' encountered in format string"):
        formatted("foo", "{")


def test_print(bad):
    buf = io.StringIO()
    results = ResourceSearcher(validate=True).search("mbadts")[1]
    ResourceSearchResultFormatter("{name}").print_search_results(results, buf=buf)
    assert buf.getvalue() == (
        "mbadts-1\nValidation of key 'timestamp' failed: 'x' should be instance of <class 'int'>\nmbadts\n")


def test_styles():
    class Resource:
        qualified_name = "foo-1"
    lines = ResourceSearchResultFormatter()._format_search_result(ResourceSearchResult(Resource(), "package", "wrong"))
    assert [(text, style.__name__) for text, style in lines] == [("foo-1", "error"), ("wrong", "critical")]


def test_fields():
    assert ResourceSearchResultFormatter.fields is RESULT_FIELDS
    assert len(set(RESULT_FIELDS)) == 23


@pytest.mark.parametrize("arguments, levels, edges", [
    (("foo",), [["foo"], ["foobar", "top"]], "foobar-foo top-foo"),
    (("foo", 0), [["foo"]], ""),
    (("bar", 1), [["bar"], ["top"]], "top-bar"),
    (("bld",), [["bld"]], ""),
    (("bld", None, None, True), [["bld"], ["foobar"], ["top"]], "foobar-bld top-foobar"),
    (("pbld", None, None, True, True), [["pbld"]], ""),
    (("baz",), [["baz"]], ""),
])
def test_reverse_dependencies(studio, arguments, levels, edges):
    found, graph = get_reverse_dependency_tree(*arguments)
    assert found == levels
    assert " ".join(sorted("-".join(edge) for edge in graph.edges())) == edges
    colours = {node: dict(graph.node_attributes(node)).get("fillcolor") for node in graph.nodes()}
    assert colours == {node: None if node == arguments[0] else "#F6F6F6" for level in levels for node in level}


def test_reverse_dependencies_of_unknown(studio):
    with pytest.raises(PackageFamilyNotFoundError, match="^No such package family 'nope'$"):
        get_reverse_dependency_tree("nope")


def test_plugins(studio):
    assert get_plugins("foo", paths=[studio.path]) == ["foobar"]
    assert get_plugins("foo") == []
    assert get_plugins("bar") == []
    with pytest.raises(PackageFamilyNotFoundError):
        get_plugins("nope")
