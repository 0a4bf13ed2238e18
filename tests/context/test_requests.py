"""Requests made from the request of a context."""
import pytest

from pkgrs.errors import PackageNotFoundError

REQUEST = ["lib-1.0", "!foo-2", "~bar-3", "plain", ".feature-1"]


@pytest.fixture
def patch(resolve):
    """Patches the request above; gives strings."""
    context = resolve(*REQUEST)
    return lambda *args, **kwargs: [str(request) for request in context.get_patched_request(*args, **kwargs)]


@pytest.mark.parametrize("changes, expected", [
    ([], REQUEST),
    (["lib-1.1"], ["lib-1.1", "!foo-2", "~bar-3", "plain", ".feature-1"]),
    (["lib-1.1", "app"], ["lib-1.1", "!foo-2", "~bar-3", "plain", ".feature-1", "app"]),
    (["!foo-3"], ["lib-1.0", "!foo-3", "~bar-3", "plain", ".feature-1"]),
    (["foo-3"], REQUEST + ["foo-3"]),
    (["!lib"], REQUEST + ["!lib"]),
    (["^lib"], ["!foo-2", "~bar-3", "plain", ".feature-1"]),
    (["^foo"], ["lib-1.0", "~bar-3", "plain", ".feature-1"]),
    (["^!foo"], REQUEST),
    (["^^lib"], REQUEST),
    (["^lib", "lib-2"], ["!foo-2", "~bar-3", "plain", ".feature-1", "lib-2"]),
    ([".feature-2"], ["lib-1.0", "!foo-2", "~bar-3", "plain", ".feature-2"]),
    (["lib-1.1", "lib-2"], ["lib-1.1", "!foo-2", "~bar-3", "plain", ".feature-1", "lib-2"]),
])
def test_changes(patch, changes, expected):
    assert patch(changes) == expected


def test_only_the_last_request_for_a_package_can_be_replaced(resolve):
    context = resolve("lib-1.0", "~lib")
    assert [str(r) for r in context.get_patched_request(["lib-1.1"])] == ["lib-1.0", "~lib", "lib-1.1"]
    assert [str(r) for r in context.get_patched_request(["~lib-1"])] == ["lib-1.0", "~lib-1"]


def test_subtractions(patch):
    assert patch(package_subtractions=["lib", "bar"]) == ["!foo-2", "plain", ".feature-1"]


def test_strict_starts_from_the_resolve(patch):
    assert patch(["app"], strict=True) == ["lib-1.0", "plain", "app"]
    assert patch(["app"], strict=True, rank=3) == ["lib-1.0", "plain", "app"]


@pytest.mark.parametrize("rank, expected", [
    (0, []), (1, []), (2, ["~lib<1_"]), (3, []),
])
def test_rank_keeps_leading_parts(patch, rank, expected):
    assert patch(["plain"], rank=rank) == REQUEST + expected


def test_rank_leaves_out_what_is_asked_for(patch):
    assert patch(["lib-1"], rank=2)[-1] == ".feature-1"


def test_retargeted(resolve, write_packages, tmp_path):
    context = resolve("plain", "old")
    other = write_packages(tmp_path / "other", {"plain": ""})
    with pytest.raises(PackageNotFoundError, match="equivalent variant in package .* could not be found"):
        context.retargeted([other])
    moved = context.retargeted([other], skip_missing=True)
    assert {v.name: v.uri.startswith(other) for v in moved.resolved_packages} == {"plain": True, "old": False}
    assert moved.package_paths == [other] and context.package_paths != [other]
    assert all(variant.context is moved for variant in moved.resolved_packages)
    assert all(variant.context is context for variant in context.resolved_packages)
