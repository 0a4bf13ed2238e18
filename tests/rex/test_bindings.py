"""The objects that package commands see. Expected values are Rez's."""
from __future__ import annotations

import pytest

from pkgrs.rex.bindings import (
    Binding, EphemeralsBinding, RequirementsBinding, RO_MappingBinding, VariantBinding, VariantsBinding,
    VersionBinding, intersects,
)
from pkgrs.rex.interpreter import ActionInterpreter
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version


class Variant:
    name = "foo"
    version = Version("1.2")
    root = "/r"
    base = "/b"
    qualified_package_name = "foo-1.2"


class Windows(ActionInterpreter):
    def normalize_path(self, path):
        return path.replace("/", "\\")


def test_version():
    version = VersionBinding(Version("1.2.3alpha"))
    assert (version.major, version.minor, version.patch) == (1, 2, "3alpha")
    assert (len(version), version[1], version[-1], version[5], version[:2], version[1:9]) == (
        3, 2, "3alpha", None, (1, 2), (2, "3alpha"))
    assert str(version) == "1.2.3alpha" and "{}".format(version) == "1.2.3alpha"
    assert version.as_tuple() == (1, 2, "3alpha")
    assert VersionBinding(Version("1.02.a3")).as_tuple() == (1, "02", "a3")
    empty = VersionBinding(Version(""))
    assert not empty and empty.major is None and str(empty) == ""
    with pytest.raises(AttributeError, match="^version 1.2.3alpha has no attribute 'trim'$"):
        version.trim
    with pytest.raises(TypeError):
        version >= "1"


def test_variant():
    binding = VariantBinding(Variant())
    assert (binding.name, binding.base, binding.root, str(binding)) == ("foo", "/b", "/r", "foo-1.2")
    assert type(binding.version) is VersionBinding and not binding._is_in_package_cache()
    with pytest.raises(AttributeError, match="^package foo-1.2 has no attribute 'nosuch'$"):
        binding.nosuch
    cached = VariantBinding(Variant(), cached_root="/c/x", interpreter=Windows())
    assert cached.root == "\\c\\x" and cached.base == "/b" and cached._is_in_package_cache()


def test_mapping():
    mapping = RO_MappingBinding({"a": 1})
    assert mapping["a"] == mapping.a == mapping.get("a") == 1
    assert mapping.get("z", 3) == 3 and "a" in mapping and "z" not in mapping
    assert str(mapping) == "dict_values([1])"
    for lookup in (lambda: mapping.z, lambda: mapping["z"]):
        with pytest.raises(AttributeError, match="^RO_MappingBinding has no attribute 'z'$"):
            lookup()
    with pytest.raises(AttributeError, match="^Binding has no attribute 'x'$"):
        Binding().x


@pytest.mark.parametrize("binding, message", [
    (VariantsBinding({}), "package does not exist: 'x'"),
    (RequirementsBinding([]), "request does not exist: 'x'"),
    (EphemeralsBinding([]), "ephemeral does not exist: 'x'"),
])
def test_missing(binding, message):
    with pytest.raises(AttributeError, match="^%s$" % message):
        binding.x


def test_requirements():
    request = RequirementsBinding([Requirement(x) for x in ("foo-1.2+", "!bar-3", "foo.x-1", "z")])
    assert request.foo == "foo-1.2+" and request.get("bar") == "!bar-3" and request.get("no", "d") == "d"
    assert [str(request.get_range(name)) for name in ("foo", "bar", "z", "no")] == ["1.2+", "3", "", "None"]
    assert request.get_range("no", "==2") == VersionRange("==2")


def test_ephemerals():
    ephemerals = EphemeralsBinding([Requirement(".foo-1"), Requirement(".a.b-2")])
    assert ephemerals.foo == ".foo-1" and ephemerals.get("a.b") == ".a.b-2" and ".foo" not in ephemerals
    assert str(ephemerals.get_range("foo", "5")) == "1" and str(ephemerals.get_range("no", "5")) == "5"


@pytest.mark.parametrize("obj, range_, expected", [
    (VariantBinding(Variant()), "1", True), (VariantBinding(Variant()), "3", False),
    (VariantBinding(Variant()), "", True), (VersionBinding(Version("1.2")), "1.2", True),
    (VersionBinding(Version("1.2")), "2", False), (VersionBinding(Version("1.2")), "==1.2.3", True),
    ("foo-1.2", "1", True), ("foo-1.2+", "0", False),
    ("foo==1.2", "1.3", False), ("!foo-1", "1", False), ("~foo-1", "1", False), ("0", "1", True),
    (VersionRange("1..3"), "2", True), ("", "1", True),
])
def test_intersects(obj, range_, expected):
    assert intersects(obj, range_) is expected


@pytest.mark.parametrize("obj", [None, 3, Version("1"), Requirement("foo-1")])
def test_intersects_refuses_other_types(obj):
    with pytest.raises(RuntimeError, match="Invalid type .* passed as first arg to 'intersects'"):
        intersects(obj, "1")
