"""Finding packages in repositories. Expected values were recorded from Rez 3.4.0."""
import pytest

from pkgrs.errors import PackageFamilyNotFoundError, PackageRequestError, ResourceError
from pkgrs.package.find import (
    PackageSearchPath, get_completions, get_last_release_time, get_latest_package, get_latest_package_from_string,
    get_package, get_package_family_from_repository, get_package_from_handle, get_package_from_repository,
    get_package_from_string, get_package_from_uri, get_variant, get_variant_from_uri, iter_package_families,
    iter_packages)
from pkgrs.version.common import VersionError
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version


@pytest.fixture
def foo(world):
    for version in ("1.0", "1.1", "2.0"):
        world.add("foo", version, "variants = [['x-1'], ['y-2']]\n")
    world.add("un")
    return world


def versions(packages):
    return sorted(str(package.version) for package in packages)


def name_of(package):
    return package and package.qualified_name


@pytest.mark.parametrize("version, expected", [
    ("1.0", "foo-1.0"), ("1", None), ("", None), (Version("1.1"), "foo-1.1"), (Version(), None), ("9", None),
])
def test_get_package(foo, version, expected):
    assert name_of(get_package("foo", version)) == expected


def test_unversioned(foo):
    assert name_of(get_package("un", "")) == "un"
    assert name_of(get_package("un", Version())) == "un"
    assert get_package("un", "1") is None
    assert name_of(get_package_from_repository("un", "", foo.path)) == "un"


def test_get_package_malformed(foo):
    with pytest.raises(VersionError, match="Syntax error in version range '==1.0##'"):
        get_package("foo", "1.0##")


@pytest.mark.parametrize("range_, expected", [
    (None, ["1.0", "1.1", "2.0"]), ("1+<2", ["1.0", "1.1"]), (VersionRange("==2.0"), ["2.0"]), ("3", []),
])
def test_iter_packages(foo, range_, expected):
    assert versions(iter_packages("foo", range_)) == expected
    assert versions(PackageSearchPath([foo.path]).iter_packages("foo", range_)) == expected


def test_iter_packages_reads_no_definition(foo):
    foo.add("foo", "3.0", "1/0\n")
    assert versions(iter_packages("foo")) == ["1.0", "1.1", "2.0", "3.0"]
    assert get_latest_package("foo").version == Version("3.0")
    with pytest.raises(ResourceError, match="division by zero"):
        get_latest_package("foo").description  # noqa: B018


def test_range_of_no_such_family_is_not_parsed(foo):
    assert list(iter_packages("nope", "<<")) == []


def test_earlier_path_hides_later_one(foo, tmp_path):
    first = tmp_path / "first"
    foo.add("foo", "1.0", "description = 'first'\n", root=first)
    paths = [str(first), foo.path]
    assert versions(iter_packages("foo", paths=paths)) == ["1.0", "1.1", "2.0"]
    assert get_package("foo", "1.0", paths=paths).description == "first"
    assert get_package("foo", "1.0", paths=paths[::-1]).description is None
    assert sorted(family.name for family in iter_package_families(paths)) == ["foo", "foo", "un"]


def test_search_path_contains(foo, tmp_path):
    other = tmp_path / "other"
    foo.add("bar", "1", root=other)
    path = PackageSearchPath([foo.path])
    package = get_package("foo", "1.0")
    assert package in path and package.get_variant(0) in path
    assert get_package("bar", "1", paths=[str(other)]) not in path


@pytest.mark.parametrize("text, expected", [
    ("foo-1.0", "foo-1.0"), ("foo", None), ("foo-1", None), ("un", "un"), ("un-", "un"), ("nope", None),
])
def test_get_package_from_string(foo, text, expected):
    assert name_of(get_package_from_string(text)) == expected


@pytest.mark.parametrize("text, error", [
    ("foo==1.0", PackageRequestError), ("!foo", PackageRequestError), ("foo-1+<2", VersionError),
])
def test_get_package_from_malformed_string(foo, text, error):
    with pytest.raises(error):
        get_package_from_string(text)


@pytest.mark.parametrize("text, expected", [
    ("foo", "foo-2.0"), ("foo-1", "foo-1.1"), ("foo==1.0", "foo-1.0"), ("!foo", "foo-2.0"), ("~foo", "foo-2.0"),
    ("foo-9", None), ("nope", None), ("un", "un"),
])
def test_get_latest_package_from_string(foo, text, expected):
    assert name_of(get_latest_package_from_string(text)) == expected


def test_latest_error(foo):
    assert get_latest_package("foo", "9") is None
    with pytest.raises(PackageFamilyNotFoundError, match="^No such package family 'foo'$"):
        get_latest_package("foo", "9", error=True)


def test_from_repository(foo):
    assert get_package_family_from_repository("foo", foo.path).name == "foo"
    assert get_package_family_from_repository("nope", foo.path) is None
    assert name_of(get_package_from_repository("foo", "1.0", foo.path)) == "foo-1.0"
    assert get_package_from_repository("foo", "1", foo.path) is None


def test_handles(foo):
    package = get_package("foo", "1.0")
    variant = package.get_variant(1)
    for handle in (package.handle, package.handle.to_dict()):
        assert get_package_from_handle(handle) == package
    for handle in (variant.handle, variant.handle.to_dict()):
        assert get_variant(handle) == variant
    assert get_variant(variant.handle, context="ctx").context == "ctx"
    with pytest.raises(ResourceError, match="^Expected VariantResource, got FileSystemPackageResource$"):
        get_variant(package.handle)


def test_uris(foo):
    package = get_package("foo", "1.0")
    variant = package.get_variant(1)
    assert get_package_from_uri(package.uri) == package
    assert get_package_from_uri(variant.uri) == package
    assert get_variant_from_uri(variant.uri) == variant
    assert get_variant_from_uri(package.uri) is None
    assert get_package_from_uri(package.uri, paths=["/nowhere"]) is None
    assert get_package_from_uri("") is None


def test_uri_outside_of_packages_path(foo, tmp_path):
    other = tmp_path / "other"
    foo.add("bar", "1", root=other)
    foo.add("unbar", root=other)
    for name, version in (("bar", "1"), ("unbar", "")):
        package = get_package(name, version, paths=[str(other)])
        assert get_package_from_uri(package.uri) == package
        assert get_variant_from_uri(package.uri + "[]") == package.get_variant()
        assert get_package_from_uri(package.uri, paths=[foo.path]) is None


def test_last_release_time(foo, settings):
    assert get_last_release_time("nope") == 0
    assert get_last_release_time("foo") > 0


@pytest.mark.parametrize("prefix, expected", [
    ("", {"foo", "un"}),
    ("f", {"foo", "foo-1.0", "foo-1.1", "foo-2.0"}),
    ("foo-", {"foo-1.0", "foo-1.1", "foo-2.0"}),
    ("foo-1.", {"foo-1.0", "foo-1.1"}),
    ("foo@", set()), ("foo#1", set()), ("foo==", set()), ("-", set()), ("un", {"un"}), ("un-", set()),
    ("!f", {"!foo", "!foo-1.0", "!foo-1.1", "!foo-2.0"}),
    ("~foo-2", {"~foo-2.0"}),
    ("!", {"!foo", "!un"}),
])
def test_completions(foo, prefix, expected):
    assert get_completions(prefix) == expected


@pytest.mark.parametrize("prefix, expected", [
    ("", {"foo", "un"}), ("f", {"foo"}), ("foo-", set()), ("!f", set()), ("~", set()),
])
def test_completions_of_families(foo, prefix, expected):
    assert get_completions(prefix, family_only=True) == expected


def test_completions_of_several_names_have_no_versions(foo):
    foo.add("foobar", "1")
    assert get_completions("foo") == {"foo", "foobar"}
