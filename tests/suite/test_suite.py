"""Suites: contexts and their tools."""
import io

import pytest

from pkgrs.tool_errors import SuiteError
from pkgrs.suite.suite import Suite


def aliases(suite):
    return {alias: "%s:%s" % (tool["context_name"], tool["tool_name"]) for alias, tool in suite.get_tools().items()}


def text(suite, method, **kwargs):
    buf = io.StringIO()
    getattr(suite, method)(buf=buf, **kwargs)
    return buf.getvalue()


def test_empty():
    suite = Suite()
    assert suite.get_tools() == {} and suite.to_dict() == {"contexts": {}} and str(suite) == "Suite()"
    assert suite.tools_path is None and suite.get_tool_filepath("x") is None
    assert text(suite, "print_info") == "Suite is empty.\n"
    assert text(suite, "print_tools") == "TOOL  ALIASING  PACKAGE  CONTEXT  \n----  --------  -------  -------  \n"


def test_later_contexts_go_first(suite):
    assert aliases(suite) == {"barrer": "B:barrer", "both": "B:both", "fooer": "A:fooer"}
    assert suite.get_conflicting_aliases() == ["both"]
    assert [tool["context_name"] for tool in suite.get_alias_conflicts("both")] == ["A"]
    assert suite.get_alias_conflicts("fooer") is None
    suite.bump_context("A")
    assert aliases(suite)["both"] == "A:both" and suite.get_tool_context("both") == "A"


def test_prefix_suffix_alias(suite):
    suite.set_context_prefix("A", "a_")
    suite.set_context_suffix("A", "_z")
    assert set(aliases(suite)) == {"barrer", "both", "a_fooer_z", "a_both_z"}
    suite.alias_tool("A", "fooer", "other")
    assert aliases(suite)["other"] == "A:fooer"
    suite.remove_context_prefix("A")
    suite.remove_context_suffix("A")
    suite.unalias_tool("A", "fooer")
    assert aliases(suite)["fooer"] == "A:fooer"


def test_hide(suite):
    suite.hide_tool("B", "both")
    assert aliases(suite)["both"] == "A:both"
    assert [tool["tool_name"] for tool in suite.get_hidden_tools()] == ["both"]
    suite.hide_tool("B", "both")
    suite.unhide_tool("B", "both")
    suite.unhide_tool("B", "both")
    assert aliases(suite)["both"] == "B:both"


def test_tool_of_two_packages_in_a_context(resolve):
    suite = Suite()
    suite.add_context("X", resolve("foo-1.0", "bar"))
    assert {variant.name for variant in suite.get_tools()["both"]["variant"]} == {"foo", "bar"}
    assert suite.get_conflicting_aliases() == []


def test_remove(suite):
    suite.remove_context("B")
    assert suite.context_names == ["A", "E"] and aliases(suite) == {"fooer": "A:fooer", "both": "A:both"}
    suite.add_context("B", suite.context("A"))
    assert suite.contexts["B"]["priority"] == 4


def test_contexts_are_copies(suite):
    assert suite.context("A") == suite.context("A") and suite.context("A") is not suite.context("A")


@pytest.mark.parametrize("method, args, message", [
    ("context", ("Z",), "No such context: 'Z'"),
    ("remove_context", ("Z",), "No such context: 'Z'"),
    ("bump_context", ("Z",), "No such context: 'Z'"),
    ("set_context_prefix", ("Z", "x"), "No such context: 'Z'"),
    ("hide_tool", ("A", "nonesuch"), "No such tool 'nonesuch' in context 'A'"),
    ("hide_tool", ("Z", "fooer"), "No such context: 'Z'"),
    ("alias_tool", ("A", "nonesuch", "x"), "No such tool 'nonesuch' in context 'A'"),
    ("unalias_tool", ("Z", "fooer"), "No such context: 'Z'"),
])
def test_refused(suite, method, args, message):
    before = suite.to_dict()
    with pytest.raises(SuiteError) as error:
        getattr(suite, method)(*args)
    assert str(error.value) == message and suite.to_dict() == before


def test_refused_contexts_and_aliases(suite, resolve):
    with pytest.raises(SuiteError, match="Context already in suite: 'A'"):
        suite.add_context("A", resolve("extra"))
    with pytest.raises(SuiteError, match="Context is not resolved: 'F'"):
        suite.add_context("F", resolve("foo-1.0", "foo-1.1"))
    suite.alias_tool("A", "fooer", "one")
    with pytest.raises(SuiteError, match="Tool 'fooer' in context 'A' is already aliased to 'one'"):
        suite.alias_tool("A", "fooer", "two")


def test_failed_bump_takes_no_priority(suite):
    with pytest.raises(SuiteError):
        suite.bump_context("Z")
    suite.bump_context("A")
    assert suite.contexts["A"]["priority"] == 4


@pytest.mark.parametrize("request_, resolve_, expected", [
    ("foo", None, ["A"]), (None, "foo", ["A", "B"]), (None, "foo-1.1", []), ("foo", "foo", ["A"]),
    (None, None, ["A", "B", "E"]), ("nonesuch", None, [])])
def test_find(suite, request_, resolve_, expected):
    assert suite.find_contexts(in_request=request_, in_resolve=resolve_) == expected


def test_print(suite):
    assert text(suite, "print_info") == "Suite contains 3 contexts:\nA B E\n"
    assert text(suite, "print_info", verbose=True).split("\n")[2:-1] == [
        "NAME  VISIBLE TOOLS            PATH", "----  -------------            ----",
        "A     1 tools from 1 packages  -", "B     2 tools from 1 packages  -", "E     no tools                 -"]
    rows = [line.split()[:4] for line in text(suite, "print_tools", verbose=True).split("\n")[2:-1]]
    assert rows == [["both", "-", "foo-1.0", "A"], ["fooer", "-", "foo-1.0", "A"], [],
                    ["barrer", "-", "bar-1", "B"], ["both", "-", "bar-1", "B"]]
    assert len(text(suite, "print_tools", context_name="B").split("\n")) == 5


def test_activation_code(saved):
    assert saved.activation_shell_code("bash") == 'export PATH="${PATH}:%s/bin"' % saved.load_path
