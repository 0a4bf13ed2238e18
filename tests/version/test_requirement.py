"""Requirements, versioned objects and lists of requirements."""
import copy

import pytest

from pkgrs.version import Requirement, RequirementList, Version, VersionedObject, VersionError, VersionRange


@pytest.mark.parametrize("text, canonical, name, range_, conflict, weak", [
    ("foo", "foo", "foo", "", False, False),
    ("foo-1+", "foo-1+", "foo", "1+", False, False),
    ("foo@1", "foo@1", "foo", "1", False, False),
    ("foo#>=1", "foo#1+", "foo", "1+", False, False),
    ("foo==1", "foo==1", "foo", "==1", False, False),
    ("foo-==1", "foo==1", "foo", "==1", False, False),
    ("foo>1<2", "foo>1<2", "foo", ">1<2", False, False),
    ("foo-", "foo", "foo", "", False, False),
    ("foo.bar-1", "foo.bar-1", "foo.bar", "1", False, False),
    ("!foo-1", "!foo-1", "foo", "1", True, False),
    ("!foo", "!foo", "foo", "", True, False),
    ("~foo-1", "~foo-1", "foo", "<1|1_+", True, True),
    ("~foo-<1", "~foo<1", "foo", "1+", True, True),
    ("~foo", "~foo", "foo", None, True, True),
    ("~foo-<1|1+", "~foo", "foo", None, True, True),
    ("!~foo", "!~foo", "~foo", "", True, False),
    ("-1", "-1", "", "1", False, False),
    (".eph-1", ".eph-1", ".eph", "1", False, False),
])
def test_parse(text, canonical, name, range_, conflict, weak):
    requirement = Requirement(text)
    assert str(requirement) == requirement.safe_str() == canonical
    assert requirement.name == name
    assert (requirement.range if range_ is None else str(requirement.range)) == range_
    assert (requirement.conflict, requirement.weak) == (conflict, weak)


@pytest.mark.parametrize("text, message", [
    ("foo=1", "Syntax error in version range '=1': Syntax error in version range '=1'"),
    ("foo-1 ", "Syntax error in version range '1 ': Syntax error in version range '1 '"),
    ("foo-2..1", "Invalid version range '2..1': Invalid bound"),
])
def test_bad_requirement(text, message):
    with pytest.raises(VersionError) as info:
        Requirement(text)
    assert str(info.value) == message


def test_invalid_bound_may_be_let_through():
    assert str(Requirement("foo-2..1", invalid_bound_error=False)) == "foo-2..1"


@pytest.mark.parametrize("left, right, merged", [
    ("a-1", "b-1", None),
    ("a-1", "a-2", None),
    ("a@1+", "a#<3", "a@1+<3"),
    ("a", "a@1", "a-1"),
    ("!a@1", "a#1+", "a#1_+"),
    ("a@1+", "!a-1", "a@1_+"),
    ("a-1", "!a", None),
    ("a-1", "~a-1.2", "a-1.2"),
    ("~a", "a@1", "a@1"),
    ("a@1", "~a", "a@1"),
    ("!a-1", "!a@2", "!a-1|2"),
    ("!a-1", "~a<3", "!a-1|3+"),
    ("~a-1+", "~a<3", "~a-1+<3"),
    ("~a-1", "~a-2", "!a"),
    ("~a-1", "~a", "~a-1"),
])
def test_merge(left, right, merged):
    result = Requirement(left).merged(Requirement(right))
    assert (result and str(result)) == merged


@pytest.mark.parametrize("left, right, conflict", [
    ("a-1", "a-2", True), ("a-1", "a-1.5", False), ("a-1", "b-2", False), ("a-1", "!a-1", True),
    ("a-1", "!a-1.5", False), ("a-1.5", "!a-1", True), ("!a", "!a-1", False),
    ("~a", "!a", False), ("~a-1", "a-2", True), ("~a-1", "a", False),
])
def test_conflict(left, right, conflict):
    assert Requirement(left).conflicts_with(Requirement(right)) is conflict


@pytest.mark.parametrize("text, conflict", [
    ("a", False), ("a-1", False), ("a-2", True), ("!a-1", True), ("!a-2", False), ("~a-1", False), ("~a-2", True),
    ("~a", False), ("b-2", False)])
def test_conflict_with_object(text, conflict):
    assert Requirement(text).conflicts_with(VersionedObject("a-1.5")) is conflict


def test_equality():
    assert Requirement("foo-1") == Requirement("foo@1")
    assert hash(Requirement("foo-1")) != hash(Requirement("foo@1"))
    assert Requirement("~foo-1") == Requirement("!foo<1|1_+")
    assert Requirement("foo") != Requirement("!foo")
    assert Requirement("foo") != "foo"
    assert len({Requirement("foo-1"), Requirement("foo-1")}) == 1


def test_construct():
    assert str(Requirement.construct("foo")) == "foo"
    assert str(Requirement.construct("foo", VersionRange("1"))) == "foo-1"
    assert str(Requirement.construct("foo", VersionRange("==1"))) == "foo==1"


def test_copy():
    requirement = Requirement("~foo@1+")
    for duplicate in (copy.copy(requirement), copy.deepcopy(requirement)):
        assert str(duplicate) == "~foo@1+"
        assert duplicate == requirement


@pytest.mark.parametrize("text, name, version, exact", [
    ("foo", "foo", "", "foo"), ("foo-1.2", "foo", "1.2", "foo==1.2"), ("foo@1", "foo", "1", "foo==1"),
    ("foo-1-2", "foo", "1-2", "foo==1-2"), ("-1", "", "1", "==1")])
def test_versioned_object(text, name, version, exact):
    versioned = VersionedObject(text)
    assert (versioned.name, str(versioned.version)) == (name, version)
    assert str(versioned) == text
    assert versioned.as_exact_requirement() == exact


def test_versioned_objects():
    assert VersionedObject("foo-1") == VersionedObject("foo@1")
    assert hash(VersionedObject("foo-1")) == hash(VersionedObject("foo@1"))
    assert str(VersionedObject.construct("foo", Version("1"))) == "foo-1"
    assert str(VersionedObject.construct("foo")) == "foo"
    assert VersionedObject("foo-1") != Requirement("foo-1")
    with pytest.raises(VersionError):
        VersionedObject("foo-1.")


def test_list():
    merged = RequirementList(map(Requirement, ["b-1+", "a", "!c", "b<3", "~d-1", "a-2"]))
    assert str(merged) == "b-1+<3 a-2 !c ~d-1"
    assert [str(requirement) for requirement in merged] == ["b-1+<3", "a-2", "!c", "~d-1"]
    assert merged.conflict is None
    assert merged.names == {"a", "b"}
    assert merged.conflict_names == {"c", "d"}
    assert str(merged.get("b")) == "b-1+<3"
    assert merged.get("x") is None


def test_list_with_conflict():
    merged = RequirementList([Requirement("a-1+"), Requirement("a-2+"), Requirement("b"), Requirement("a-1")])
    assert str(merged) == "a-2+ <--!--> a-1"
    assert [str(requirement) for requirement in merged.conflict] == ["a-2+", "a-1"]
    assert merged.requirements == []
    assert merged.names == merged.conflict_names == set()
    assert str(merged.get("a")) == "a-2+"
