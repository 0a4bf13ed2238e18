"""The bit tables agree with the algebra of versions and requirements."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.errors import ResolveError
from pkgrs.solver.family import EphemeralRange, bits_of
from pkgrs.solver.scope import ConflictScope
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version

VERSIONS = ["", "1", "1.0", "1.0.1", "1.1", "1.beta", "2", "2.0", "3", "3.5", "10"]
versions = st.sampled_from(VERSIONS[1:])
pairs = st.tuples(versions, versions).filter(lambda pair: Version(pair[0]) < Version(pair[1]))
ranges = st.one_of(
    st.just(""), versions, versions.map("=={}".format), versions.map("{}+".format), versions.map("<{}".format),
    versions.map("<={}".format), versions.map(">{}".format), pairs.map("{0[0]}+<{0[1]}".format),
    st.tuples(versions, versions).map("{0[0]}|{0[1]}".format),
)


def request(sign, text):
    separator = "" if text[:1] in ("", "=", "<", ">") else "-"
    return sign + "bar" + separator + text


requests = st.builds(request, st.sampled_from(["", "!", "~"]), ranges)


@given(texts=st.lists(st.sampled_from(VERSIONS), min_size=1, unique=True), text=ranges)
def test_versions_in_range(make_catalog, texts, text):
    family = make_catalog({"foo-" + each: {} for each in texts}).universe.family("foo")
    range_ = VersionRange(text)
    found = {str(family.version(bit)) for bit in bits_of(family.versions_in(range_))}
    assert found == {each for each in texts if Version(each) in range_}


@given(made=st.lists(requests, min_size=1, max_size=6), other=st.lists(versions, min_size=1, unique=True))
def test_conflicting_variants(make_catalog, made, other):
    packages = {"foo-1": {"variants": [[each] for each in made]}}
    packages.update(("bar-" + each, {}) for each in VERSIONS[1:])
    universe = make_catalog(packages).universe
    foo, bar = universe.family("foo"), universe.family("bar")
    variants = foo.expand(foo.all_versions)
    foo.compile(foo.all_versions)
    chosen = bar.select(sum(1 << bit for bit in bits_of(bar.all_versions) if str(bar.version(bit)) in other))
    scope = type("Scope", (), {"versions": chosen.versions, "key": chosen.versions, "request": chosen.request})
    conflicting = foo.dependencies["bar"].conflicting(scope)
    assert not conflicting & ~variants
    assert {foo.index(variant) for variant in bits_of(conflicting)} == {
        index for index, each in enumerate(made) if Requirement(each).conflicts_with(chosen.request)}


@given(made=st.lists(requests, min_size=1, max_size=6), other=requests.filter(lambda text: text[0] in "!~"))
def test_conflicting_variants_of_a_conflict(make_catalog, made, other):
    universe = make_catalog({"foo-1": {"variants": [[each] for each in made]}}).universe
    foo = universe.family("foo")
    foo.expand(foo.all_versions)
    foo.compile(foo.all_versions)
    conflicting = foo.dependencies["bar"].conflicting(ConflictScope(Requirement(other)))
    assert {foo.index(variant) for variant in bits_of(conflicting)} == {
        index for index, each in enumerate(made) if Requirement(each).conflicts_with(Requirement(other))}


@given(made=st.lists(st.builds(request, st.just(""), ranges), min_size=1, max_size=5))
def test_demand_of_all_variants_is_their_union(make_catalog, made):
    packages = {"foo-1": {"variants": [[each, "baz"] for each in made]}, "baz": {}}
    packages.update(("bar-" + each, {}) for each in VERSIONS[1:])
    universe = make_catalog(packages).universe
    foo, bar = universe.family("foo"), universe.family("bar")
    selection = foo.select(foo.expand(foo.all_versions))
    demands = selection.demands
    assert list(demands) == ["bar", "baz"]
    union = VersionRange.union(Requirement(made[0]).range, [Requirement(each).range for each in made[1:]])
    assert demands["bar"] == bar.versions_in(union)
    assert selection.demanded("bar").range == union


def test_no_demand_that_a_variant_lacks(make_catalog):
    foo = make_catalog({"foo-1": {"variants": [["bar"], ["!bar-1"]]}, "bar-1": {}}).universe.family("foo")
    assert foo.select(foo.expand(1)).demands == {}


def test_variants_of_a_version_share_a_span(make_catalog):
    packages = {"foo-1": {"variants": [["a"], ["b"]]}, "foo-2": {}, "foo-3": {"variants": [["a"], ["b"], ["c"]]}}
    foo = make_catalog(packages).universe.family("foo")
    assert [str(foo.version(bit)) for bit in range(3)] == ["3", "2", "1"]
    everything = foo.expand(0b111)
    assert bin(everything).count("1") == 6
    assert foo.versions_of(everything) == 0b111
    last = foo.variants_of(0)[-1]
    assert (foo.owner(last), foo.index(last), foo.position(last), foo.describe(last)) == (0, 2, 2, "foo-3[2]")
    assert foo.describe(1) == "foo-2[]"


def test_definitions_are_expanded_only_when_asked_for(make_catalog):
    catalog = make_catalog({"foo-1": {}, "foo-2": {}, "foo-3": {}})
    foo = catalog.universe.family("foo")
    foo.expand(0b010)
    foo.expand(0b011)
    assert catalog.families["foo"].expanded == [1, 2]


def test_listing_order_is_kept(make_catalog):
    foo = make_catalog({"foo-2": {}, "foo-10": {}, "foo-1": {}}).universe.family("foo")
    assert [str(foo.version(bit)) for bit in foo.in_listing_order(0b111)] == ["2", "10", "1"]
    assert foo.select(0b101).first_listed == 0


def test_merged_requirements_of_a_variant(make_catalog):
    foo = make_catalog({"foo-1": ["bar-1+", "baz", "bar<3"], "bar-1": {}, "baz": {}}).universe.family("foo")
    foo.expand(1)
    foo.compile(1)
    assert [str(each) for each in foo.requirements_of(0)] == ["bar-1+<3", "baz"]


def test_variant_that_contradicts_itself(make_catalog):
    foo = make_catalog({"foo-1": {"variants": [["bar-1"], ["bar-2"]], "requires": ["bar<2"]}}).universe.family("foo")
    selection = foo.select(foo.expand(1))
    with pytest.raises(ResolveError) as error:
        selection.demands
    assert str(error.value) == "The package foo-1[1] has an internal requirements conflict: bar<2 <--!--> bar-2"
    with pytest.raises(ResolveError):
        selection.demands


def test_late_requirements_are_asked_for_in_each_solve(make_catalog):
    catalog = make_catalog({"foo-1": {"late": True}, "bar-1": {}, "bar-2": {}})
    for late in ["bar-1"], ["bar-2"]:
        catalog.late["foo"] = late
        catalog.universe.begin(catalog)
        foo = catalog.universe.family("foo")
        foo.expand(1)
        assert list(foo.select(1).demands) == ["bar"]
        assert foo.select(1).demanded("bar") == Requirement(late[0])


def test_memory_of_tables_is_limited(make_catalog, monkeypatch):
    monkeypatch.setattr("pkgrs.solver.family.MEMO_LIMIT", 2)
    foo = make_catalog({"foo-%d" % number: {} for number in range(9)}).universe.family("foo")
    for mask in range(1, 9):
        assert foo.select(mask).mask == mask
    assert len(foo._selections) <= 3


def test_ephemeral_ranges():
    one, two = (EphemeralRange(VersionRange(text)) for text in ("1+<3", "2+"))
    assert str((one & two).range) == "2+<3"
    assert str((one | two).range) == "1+"
    assert not one & EphemeralRange(VersionRange("5"))
