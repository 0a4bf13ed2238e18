"""The solver as a whole."""
import io
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkgrs.base.dot import write_compacted
from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError, ResolveError
from pkgrs.solver.reasons import Cycle, DependencyConflicts, TotalReduction
from pkgrs.solver.callback import SolverCallbackReturn
from pkgrs.solver.status import SolverStatus
from pkgrs.version.requirement import Requirement, RequirementList
from pkgrs.version.version import Version

FAMILIES = "abcd"
stated = st.builds(
    "{}{}{}".format, st.sampled_from(["", "", "", "!", "~"]), st.sampled_from(FAMILIES),
    st.sampled_from(["", "-1", "-2", "-3", "-1|3", "-2+", "<3", "==2"]))
definitions = st.fixed_dictionaries({}, optional={
    "requires": st.lists(stated, max_size=2),
    "variants": st.lists(st.lists(stated, max_size=2), min_size=1, max_size=2)})
repositories = st.fixed_dictionaries({
    "%s-%d" % (name, version): definitions for name in FAMILIES for version in (1, 2, 3)})
CONFLICTING = {"app-1": ["lib-1", "tool"], "app-2": ["lib-2", "tool"], "lib-1": [], "lib-2": ["!tool-1"], "tool-1": []}

FAILING_ONCE = {"a-1": ["b", "d"], "a-2": ["b", "c"], "b-1": ["d"], "c-1": ["d-2"], "c-2": ["d-2"], "d-1": [],
                "d-2": ["!c-2"]}


def variants(packages):
    """All variants by family: version, index and merged requirements; None if these contradict each other."""
    result = {}
    for key, definition in packages.items():
        name, _, version = key.partition("-")
        for index, own in enumerate(definition.get("variants") or [None]):
            merged = RequirementList([Requirement(text) for text in definition.get("requires", []) + (own or [])])
            result.setdefault(name, []).append((version, None if own is None else index, merged))
    return result


def is_solution(chosen, requests):
    """Tell whether chosen variants (by family) satisfy requests and each other."""
    asked = list(requests) + [each for _, _, merged in chosen.values() for each in merged]
    for each in asked:
        found = chosen.get(each.name)
        if found is None:
            if not each.conflict:
                return False
        elif each.range is not None and (Version(found[0]) in each.range) == each.conflict:
            return False
    return True


def without_self_reference(packages):
    def own(name, texts):
        return [text for text in texts if Requirement(text).name != name]

    return {key: {field: own(key[0], value) if field == "requires" else [own(key[0], each) for each in value]
                  for field, value in definition.items()} for key, definition in packages.items()}


@settings(deadline=None, max_examples=150)
@given(packages=repositories.map(without_self_reference), requests=st.lists(stated, min_size=1, max_size=2))
def test_finds_a_solution_whenever_there_is_one(solve, packages, requests):
    everything = variants(packages)
    if any(merged.conflict for each in everything.values() for _, _, merged in each):
        return
    wanted = RequirementList([Requirement(text) for text in requests])
    try:
        solver = solve(packages, requests)
    except PackageNotFoundError:  # as Rez does where a range that is asked for has no version
        return
    if solver.status == SolverStatus.solved:
        chosen = {}
        for text in solver.resolved_packages:
            name, version, index = text[0], text[2:].partition("[")[0], text.partition("[")[2][:-1]
            chosen[name] = next(each for each in everything[name]
                                if (each[0], "" if each[1] is None else str(each[1])) == (version, index))
        assert is_solution(chosen, wanted)
    elif not solver.cyclic_fail and not wanted.conflict:
        choices = [[None] + each for _, each in sorted(everything.items())]
        for combination in product(*choices):
            chosen = {name: each for name, each in zip(sorted(everything), combination) if each}
            assert not is_solution(chosen, wanted)


def test_shared_tables_do_not_change_outcomes(make_catalog, solve):
    catalog = make_catalog(CONFLICTING)
    fresh = [solve(CONFLICTING, [request]).resolved_packages for request in ("app", "lib", "app-1", "app")]
    shared = [solve(catalog, [request]).resolved_packages for request in ("app", "lib", "app-1", "app")]
    assert fresh == shared
    assert fresh[0] == ["lib-1[]", "tool-1[]", "app-1[]"]


def test_missing_family(solve):
    with pytest.raises(PackageFamilyNotFoundError) as error:
        solve({}, ["foo-1"])
    assert str(error.value) == "package family not found: foo (searched: nowhere)"


def test_missing_required_family(solve, make_catalog):
    packages = {"foo-1": {"variants": [["nothing"], ["bar"]]}, "bar-1": {}}
    with pytest.raises(PackageFamilyNotFoundError) as error:
        solve(packages, ["foo"])
    assert str(error.value) == "package family not found: nothing, was required by: foo (searched: nowhere)"
    catalog = make_catalog(packages)
    catalog.tolerant = True
    solver = solve(catalog, ["foo"])
    assert solver.resolved_packages == ["bar-1[]", "foo-1[1]"]
    assert solver.failure_reason(0) is None
    assert solver.failure_description(0) == "Solver failed with unknown reason."
    assert solver.failure_packages(0) is None


def test_variant_that_contradicts_itself_among_others(solve):
    packages = {"foo-1": {"variants": [["bar-1", "bar-2"], ["bar-1"]]}, "bar-1": {}, "bar-2": {}}
    with pytest.raises(ResolveError) as error:
        solve(packages, ["foo"])
    assert str(error.value).endswith("internal requirements conflict: bar-1 <--!--> bar-2")


@pytest.mark.parametrize("packages, targets", [
    # first the edges to all that the variant requires, then that to what was extracted from it
    ({"foo-1": ["~bar", "baz", "!qux-2"], "baz-1": {}}, ["~bar", "!qux-2", "baz"]),
    # last of all the one to what reduced it to nothing
    ({"foo-1": ["~qux-2+", "baz"], "baz-1": ["qux<2"], "qux-0": {}, "qux-1": {}}, ["baz", "~qux-2+"]),
])
def test_edge_that_is_drawn_again_comes_last(solve, packages, targets):
    graph = solve(packages, ["foo"]).get_graph()
    labels = {node: dict(graph.node_attributes(node))["label"] for node in graph.nodes()}
    assert [labels[target] for source, target in graph.edges() if labels[source] == "foo-1[]"] == targets


def test_missing_version(solve):
    with pytest.raises(PackageNotFoundError) as error:
        solve({"foo-1": {}}, ["foo-2"])
    assert str(error.value) == "Package could not be found: foo-2"


def test_unused_conflict_needs_no_family(solve):
    assert solve({"foo-1": {}}, ["foo", "!nothing-1", "~nowhere"]).resolved_packages == ["foo-1[]"]


def test_conflicting_requests(solve):
    solver = solve({}, ["foo-1", "foo-2"])
    assert solver.status == SolverStatus.failed
    assert solver.num_solves == 0
    assert str(solver.failure_reason()) == "(foo-1 <--!--> foo-2)"
    assert isinstance(solver.failure_reason(), DependencyConflicts)
    assert [solver.get_graph().edge_label(edge) for edge in solver.get_graph().edges()] == ["CONFLICT"]


def test_weak_requests_narrow_only_what_others_require(solve):
    packages = {"foo-1": ["bar"], "bar-1": {}, "bar-2": {}}
    assert solve(packages, ["foo", "~bar-1"]).resolved_packages == ["bar-1[]", "foo-1[]"]
    assert solve(packages, ["~bar-1"]).resolved_packages == []


def test_ephemerals(solve):
    packages = {"foo-1": [".feature-1"], "foo-2": [".feature-2+"]}
    solver = solve(packages, ["foo", ".feature<5"])
    assert [str(each) for each in solver.resolved_ephemerals] == [".feature-2+<5"]
    assert solve(packages, ["foo", ".feature-1"]).resolved_packages == ["foo-1[]"]
    assert solve(packages, ["foo", ".feature<1"]).status == SolverStatus.failed


def test_total_reduction(solve):
    solver = solve(CONFLICTING, ["app", "tool", "lib-2"])
    reason = solver.failure_reason()
    assert isinstance(reason, TotalReduction)
    assert str(reason) == "(lib-2[] (dep(!tool-1) <--!--> tool==1))"
    assert [str(each) for each in reason.involved_requirements()] == ["lib-2", "!tool-1", "tool==1"]


def test_cycle(solve):
    solver = solve({"a-1": ["b"], "b-1": ["c"], "c-1": ["a"]}, ["a"])
    assert solver.cyclic_fail
    assert solver.status == SolverStatus.failed
    assert solver.num_fails == 1
    assert isinstance(solver.failure_reason(), Cycle)
    assert solver.failure_description() == "A cyclic dependency was detected: a-1 --> b-1 --> c-1 --> a-1"


@pytest.mark.parametrize("answer, status, reason", [
    (SolverCallbackReturn.abort, SolverStatus.unsolved, "enough"),
    (SolverCallbackReturn.keep_going, SolverStatus.solved, None),
    (SolverCallbackReturn.fail, SolverStatus.failed, "enough"),
])
def test_callback(solve, answer, status, reason):
    packages = {"a-1": {}, "a-2": ["b"], "b-1": ["!a-2"], "b-2": ["!a-2"]}
    states = []

    def callback(state):
        states.append(str(state))
        return answer, "enough"

    solver = solve(packages, ["a", "~b"], callback=callback)
    assert solver.status == status
    assert solver.abort_reason == reason
    assert states[0] == "solve #1 (0 fails so far): a[1..2(2)] ~b"
    if status == SolverStatus.failed:
        assert solver.failure_description().startswith("enough:\nA package was completely reduced: ")


def test_steps_and_reset(solve, make_catalog):
    solver = solve(CONFLICTING, ["app"])
    steps = solver.num_solves
    with pytest.raises(ResolveError):
        solver.solve()
    solver.reset()
    assert (solver.status, solver.num_solves) == (SolverStatus.unsolved, 0)
    for _ in range(steps):
        assert solver.resolved_packages is None
        solver.solve_step()
    assert solver.status == SolverStatus.solved
    solver.solve_step()
    assert solver.num_solves == steps


def test_failure_index(solve):
    solver = solve(FAILING_ONCE, ["a"])
    assert solver.num_fails == 1
    assert solver.failure_reason(0) == solver.failure_reason(-1)
    with pytest.raises(IndexError):
        solver.failure_reason(1)


def test_filter_and_callback_see_each_package_once(solve, make_catalog):
    catalog = make_catalog({"a-1": ["b"], "a-2": ["b"], "b-1": {}, "b-2": {}, "b-3": {}})
    catalog.selective = True
    met, entered = [], []
    catalog.admit = lambda source, place: met.append((source.name, place)) or (source.name, place) != ("b", 2)
    catalog.entered = lambda source, place: entered.append((source.name, place))
    solver = solve(catalog, ["a", "b-2|3"])
    assert solver.resolved_packages == ["b-2[]", "a-2[]"]
    assert met == [("a", 0), ("a", 1), ("b", 1), ("b", 2)]
    assert entered == [("a", 0), ("a", 1), ("b", 1)]
    assert solver.num_loaded_packages == 3


def test_order_of_versions(solve, make_catalog):
    catalog = make_catalog({"a-1": {}, "a-3": {}, "a-2": {}})
    catalog.orders = True
    catalog.arrange = lambda source, places: sorted(places, key=lambda place: source.texts[place] != "2")
    assert solve(catalog, ["a"]).resolved_packages == ["a-2[]"]


def test_dump(solve, capsys):
    solve(FAILING_ONCE, ["a"]).dump()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "status: solved (The solve has completed successfully.)"
    assert lines[1] == "initial request: a"
    assert "previous failures:" in lines


def test_stats_are_printed(solve):
    buf = io.StringIO()
    solver = solve(CONFLICTING, ["app"], buf=buf, print_stats=True)
    assert buf.getvalue().startswith("{'solve_stats': {'extractions': {'extraction_time': ")
    assert solver.solve_stats["global"]["num_solves"] == solver.num_solves


def test_passive_lines_can_be_left_out(solve, make_catalog):
    from pkgrs.solver.report import Reporter
    from pkgrs.solver.solver import PhaseSolver

    texts = []
    for suppress in (False, True):
        buf = io.StringIO()
        PhaseSolver([Requirement("a")], make_catalog(FAILING_ONCE), Reporter(3, buf, suppress)).solve()
        texts.append(buf.getvalue())
    assert "reducing " in texts[0]
    assert "reducing " not in texts[1]
    assert "was reduced to nothing" in texts[1]


@pytest.mark.parametrize("packages, requests", [
    ({"foo-1": {}}, ["foo"]),
    (CONFLICTING, ["app"]),
    (CONFLICTING, ["app-2", "tool<2", "~lib"]),
    (FAILING_ONCE, ["a"]),
    (FAILING_ONCE, ["a-2", "b"]),
    ({"foo-1": ["bar"], "bar-1": ["foo"]}, ["foo"]),
    ({}, ["foo-1", "foo-2"]),
])
@pytest.mark.parametrize("prune", [False, True])
def test_text_of_the_graph_is_that_of_the_graph(solve, packages, requests, prune):
    solver = solve(packages, requests)
    solver.prune_unfailed = prune
    graph = solver.graph_maker()
    assert graph.compact_text() == write_compacted(graph())
