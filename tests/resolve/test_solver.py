"""The solver over repositories."""
import io

import pytest

from pkgrs.errors import PackageMetadataError, PackageNotFoundError, ResolveError, ResourceError
from pkgrs.package.filter import PackageFilterList
from pkgrs.package.order import PackageOrderList
from pkgrs.repository.manager import package_repository_manager
from pkgrs.resolve.solver import PackageVariantCache, Solver
from pkgrs.solver.status import SolverStatus
from pkgrs.version.requirement import Requirement


def solve(paths, *requests, **options):
    solver = Solver([Requirement(text) for text in requests], [paths] if isinstance(paths, str) else paths, **options)
    solver.solve()
    return solver


def resolved(paths, *requests, **options):
    return [str(variant) for variant in solve(paths, *requests, **options).resolved_packages]


def test_variants(memory):
    path = memory({"a-1": ["b"], "b-1": {"variants": [["c-1"], ["c-2"]]}, "c-1": [], "c-2": []})
    solver = solve(path, "a")
    assert solver.status == SolverStatus.solved
    variant = solver.resolved_packages[1]
    assert (variant.name, str(variant.version), variant.index) == ("b", "1", 1)
    assert variant.handle["key"] == "memory.variant"
    assert variant.variant.qualified_name == "b-1[1]"
    assert str(variant.requires_list) == "c-2"
    assert (variant.request_fams, variant.conflict_request_fams) == ({"c"}, set())
    assert repr(variant) == "PackageVariant(b-1[1])"


@pytest.mark.parametrize("mode, expected", [("version_priority", 1), ("intersection_priority", 0)])
def test_variant_select_mode(memory, override, mode, expected):
    override("variant_select_mode", mode)
    path = memory({"app-1": {"variants": [["a-1", "b-1"], ["a-2"]]}, "a-1": [], "a-2": [], "b-1": []})
    solver = solve(path, "app", "a", "b")
    assert {variant.name: variant.index for variant in solver.resolved_packages}["app"] == expected


def test_what_a_build_requires(memory):
    path = memory({"a-1": {"requires": ["b"], "build_requires": ["b-1"]}, "b-1": [], "b-2": []})
    assert resolved(path, "a") == ["b-2[]", "a-1[]"]
    assert resolved(path, "a", building=True) == ["b-1[]", "a-1[]"]


def test_filter_orderers_and_callback(memory):
    path = memory({"a-1": ["b"], "b-1": [], "b-2": [], "b-3": []})
    loaded = []
    assert resolved(
        path, "a", package_filter=PackageFilterList.from_pod([{"excludes": ["b-3"]}]),
        package_load_callback=lambda package: loaded.append(package.qualified_name)) == ["b-2[]", "a-1[]"]
    assert sorted(loaded) == ["a-1", "b-1", "b-2"]
    orderers = PackageOrderList.from_pod([{"type": "sorted", "descending": False, "packages": ["b"]}])
    buf = io.StringIO()
    assert resolved(path, "a", package_orderers=orderers, verbosity=3, buf=buf) == ["b-1[]", "a-1[]"]
    assert "sorted: b packages: SortedOrder(False)\n" in buf.getvalue()


def test_nothing_passes_the_filter(memory):
    path = memory({"b-1": []})
    with pytest.raises(PackageNotFoundError):
        solve(path, "b", package_filter=PackageFilterList.from_pod([{"excludes": ["b"]}]))


def test_first_path_hides_versions_of_later_ones(memory):
    first, second = memory({"a-1": ["b-1"], "b-1": [], "b-2": []}), memory({"a-1": ["b-2"], "a-2": ["b-2"]})
    assert resolved([first, second], "a-1") == ["b-1[]", "a-1[]"]
    assert resolved([second, first], "a-1") == ["b-2[]", "a-1[]"]
    assert resolved([first, second], "a") == ["b-2[]", "a-2[]"]


LATE = """
@late()
def requires():
    return ["b-%d" % (2 if in_context() else 1)]
"""


class Context:
    def _get_pre_resolve_bindings(self):
        return {}


def test_late_requirements(folder):
    path = folder({"a-1": LATE, "b-1": "", "b-2": ""})
    assert resolved(path, "a") == ["b-1[]", "a-1[]"]
    assert resolved(path, "a", context=Context()) == ["b-2[]", "a-1[]"]
    assert resolved(path, "a") == ["b-1[]", "a-1[]"]


def test_changes_are_seen_when_caches_are_cleared(folder):
    path = folder({"a-1": "requires = ['b']", "b-1": ""})
    assert resolved(path, "a") == ["b-1[]", "a-1[]"]
    folder({"b-2": "", "a-1": "requires = ['b', 'c']", "c-1": ""})
    assert resolved(path, "a") == ["b-1[]", "a-1[]"]
    package_repository_manager.clear_caches()
    assert resolved(path, "a") == ["b-2[]", "c-1[]", "a-1[]"]


def test_broken_definitions_matter_only_in_range(folder):
    path = folder({"a-1": "", "a-2": "requires = [", "a-3": "requires = ['b-+-']", "a-4": "variants = [['b-+-']]"})
    assert resolved(path, "a-1") == ["a-1[]"]
    for request, error in ("a-2", ResourceError), ("a", ResourceError), ("a-3", PackageMetadataError), (
            "a-4", PackageMetadataError):
        for _ in range(2):
            with pytest.raises(error):
                solve(path, request)


def test_contradicting_variant(memory):
    path = memory({"a-1": {"requires": ["b-1"], "variants": [["b-2"]]}, "b-1": []})
    with pytest.raises(ResolveError) as error:
        solve(path, "a")
    assert str(error.value) == "The package a-1[0] has an internal requirements conflict: b-1 <--!--> b-2"


def test_missing_required_family(memory, override, capsys):
    path = memory({"a-1": {"variants": [["nothing"], ["b"]]}, "b-1": []})
    override("error_on_missing_variant_requires", False)
    assert resolved(path, "a") == ["b-1[]", "a-1[1]"]
    message = "package family not found: nothing, was required by: a (searched: %s)\n" % path
    assert capsys.readouterr().err == message


def test_package_variant_cache(memory):
    solver = solve(memory({"a-1": [], "a-2": []}), "a")
    cache = PackageVariantCache(solver)
    assert str(cache.get_variant_slice("a", Requirement("a-1").range)) == "[a==1]"
    assert cache.get_variant_slice("a", Requirement("a-5").range) is None


def test_timed(memory):
    total = [1.0]
    with solve(memory({"a-1": []}), "a").timed(total):
        pass
    assert total[0] >= 1.0


def test_ephemerals_are_ordered_too(memory):
    path = memory({"a-1": {"variants": [[".x-2"], [".x-1"], ["b", ".x-3"]]}, "b-1": {"timestamp": 5}})
    reverse = PackageOrderList.from_pod([{"type": "sorted", "descending": False}])
    assert [variant.index for variant in solve(path, "a", package_orderers=reverse).resolved_packages] == [1]
    # this orderer looks for packages; in Rez, such a resolve fails with an error
    timestamp = PackageOrderList.from_pod([{"type": "soft_timestamp", "timestamp": 10}])
    assert [variant.index for variant in solve(path, "a", package_orderers=timestamp).resolved_packages] == [0]
