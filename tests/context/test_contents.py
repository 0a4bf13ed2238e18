"""What can be told from a context alone."""
import pytest

from pkgrs.context.limits import Callback
from pkgrs.solver.callback import SolverCallbackReturn


def test_text(resolve):
    assert str(resolve("app")) == "solved(app ~platform==linux ==> lib-1.1[] app-1.0.0[])"
    assert str(resolve("lib-1", "lib-2")) == "ResolvedContext:failed(lib-1 lib-2 ~platform==linux)"


def test_equality(resolve):
    assert resolve("lib") == resolve("lib", timestamp=2000000000)
    assert resolve("lib") != resolve("lib-2")
    assert resolve("lib") != resolve("lib", add_implicit_packages=False)
    assert resolve("lib") != 3


def test_tools(resolve):
    context = resolve("app")
    assert {name: tools for name, (_, tools) in context.get_tools().items()} == {
        "lib": ["libtool", "shared"], "app": ["apptool", "shared"]}
    assert list(context.get_tools(request_only=True)) == ["app"]
    assert {tool: sorted(v.name for v in variants) for tool, variants in context.get_conflicting_tools().items()} == {
        "shared": ["app", "lib"]}
    assert context.get_conflicting_tools(request_only=True) == {}
    assert {variant.name for variant in context.get_tool_variants("shared")} == {"app", "lib"}
    assert context.get_tool_variants("nonesuch") == set()


def test_keys(resolve):
    context = resolve("app")
    assert {name: [str(r) for r in value] for name, (_, value) in context.get_key("requires").items()} == {
        "lib": [], "app": ["lib-1"]}
    assert context.get_key("description") == {}
    with pytest.raises(AttributeError):
        context.get_key("nonesuch")


def test_exact_requests(resolve):
    assert [str(r) for r in resolve("app", "plain").get_resolve_as_exact_requests()] == [
        "lib==1.1", "app==1.0.0", "plain"]


def test_dependency_graph(resolve):
    graph = resolve("app", ".feature-1").get_dependency_graph()
    assert set(graph.nodes()) == {"lib", "app", ".feature"} and graph.edges() == [("app", "lib")]


def test_validate(resolve):
    resolve("app").validate()


class State:
    """A solver's state, as far as limits look at it."""

    num_fails = 3


def test_limits():
    keep_going = (SolverCallbackReturn.keep_going, "")
    assert Callback(-1, -1, None)(State()) == keep_going
    assert Callback(4, 100, None)(State()) == keep_going
    assert Callback(3, -1, None)(State()) == (
        SolverCallbackReturn.fail, "fail limit reached: aborted after 3 failures")
    assert Callback(-1, -5, None)(State()) == (SolverCallbackReturn.abort, "time limit exceeded")
    assert Callback(-1, -1, lambda state: (SolverCallbackReturn.abort, "no"))(State()) == (
        SolverCallbackReturn.abort, "no")


def test_limits_stop_a_resolve(resolve):
    context = resolve("app", time_limit=-2)
    assert context.status.name == "aborted" and context.failure_description == "time limit exceeded"
