"""Laws of the algebra of versions, ranges and requirements."""
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pkgrs.version import Requirement, RequirementList, Version, VersionError, VersionRange

few = settings(max_examples=60, deadline=None)

TOKENS = st.sampled_from(["0", "1", "2", "3", "01", "10", "a", "b", "_", "1_", "1a", "a2", "A"])
texts = st.builds(lambda tokens, sep: sep.join(tokens), st.lists(TOKENS, min_size=1, max_size=3), st.sampled_from(".-"))
versions = texts.map(Version)


@st.composite
def intervals(draw):
    low, high = sorted((draw(versions), draw(versions)))
    form = draw(st.sampled_from(["{0}", "=={0}", "{0}+", ">{0}", "<{0}", "<={0}", "{0}..{1}", "{0}+<{1}", ">{0}<={1}"]))
    return form.format(low, high)


@st.composite
def ranges(draw):
    try:
        return VersionRange("|".join(draw(st.lists(intervals(), min_size=1, max_size=3))))
    except VersionError:
        assume(False)


def ends(*many):
    return [end.version for range_ in many for bound in range_.bounds for end in (bound.lower, bound.upper)
            if end.version and end.version != Version.inf]


requirements = st.builds("{}{}-{}".format, st.sampled_from(["", "", "!", "~"]), st.sampled_from("xy"), ranges()).map(
    Requirement)


@few
@given(versions)
def test_version_text_round_trip(version):
    assert Version(str(version)) == version
    assert version < version.next()


@few
@given(versions, versions, versions)
def test_versions_are_totally_ordered(a, b, c):
    assert (a < b) + (a == b) + (a > b) == 1
    if a <= b <= c:
        assert a <= c
    if a == b:
        assert hash(a) == hash(b)


@few
@given(versions, texts)
def test_more_tokens_lie_between_a_version_and_its_next(version, more):
    assert version < Version("%s.%s" % (version, more)) < version.next()


@few
@given(versions)
def test_order_is_that_of_the_tokens(version):
    other = Version("1.a.2")
    assert (version < other) == (version.tokens < other.tokens)
    assert (version == other) == (version.tokens == other.tokens)


@few
@given(ranges())
def test_range_text_round_trip(range_):
    again = VersionRange(str(range_))
    if len(set(ends(range_))) == len(ends(range_)):
        assert again == range_
        assert hash(again) == hash(range_)
        assert str(again) == str(range_)


@few
@given(ranges(), ranges(), versions)
def test_intersection(a, b, version):
    both = a & b
    assert both == (b & a)
    assert a.intersects(b) == (both is not None)
    assert (both is not None and version in both) == (version in a and version in b)


@few
@given(ranges(), ranges(), ranges())
def test_intersection_is_associative(a, b, c):
    left, right = a & b, b & c
    assert (left and left & c) == (right and a & right) == a.intersection([b, c])


@few
@given(ranges(), ranges(), versions)
def test_union(a, b, version):
    either = a | b
    assert either == (b | a)
    if version in a or version in b:
        assert version in either
    assert a.issubset(either) and b.issubset(either)
    # where ends meet, see pkgrs.version.algebra.union
    if len(set(ends(a, b))) == len(ends(a, b)):
        assert (version in either) == (version in a or version in b)


@few
@given(ranges(), versions)
def test_inverse(range_, version):
    inverse = ~range_
    assert (inverse is not None and version in inverse) == (version not in range_)
    if inverse is not None:
        assert not inverse.intersects(range_)


@few
@given(ranges(), versions)
def test_inverse_of_inverse(range_, version):
    inverse = ~range_
    if inverse is not None:
        assert (version in ~inverse) == (version in range_)


@few
@given(ranges(), ranges())
def test_difference(a, b):
    inverse = ~b
    assert (a - b) == (inverse and a & inverse)
    if a.issubset(b):
        assert a - b is None


@few
@given(ranges(), ranges(), versions)
def test_subset(a, b, version):
    assert a.issubset(a) and a.issubset(VersionRange())
    if a.issubset(b):
        assert b.issuperset(a)
        assert (a & b) == a
        if version in a:
            assert version in b


@few
@given(st.lists(versions, max_size=5), versions)
def test_from_versions(several, version):
    range_ = VersionRange.from_versions(several)
    assert (version in range_) == (version in several)
    assert (range_.to_versions() or []) == sorted(set(several))


@few
@given(ranges(), st.lists(versions, max_size=8), st.booleans())
def test_iteration_agrees_with_containment(range_, several, descending):
    several.sort(reverse=descending)
    expected = [(version in range_, version) for version in several]
    assert list(range_.iter_intersect_test(several, descending=descending)) == expected
    assert list(range_.iter_intersecting(several, descending=descending)) == [v for yes, v in expected if yes]
    assert list(range_.iter_non_intersecting(several, descending=descending)) == [v for yes, v in expected if not yes]


@few
@given(ranges())
def test_split_and_span(range_):
    parts = range_.split()
    assert all(len(part) == 1 and part.issubset(range_) for part in parts)
    assert range_.issubset(range_.span())
    assert len(range_.span()) == 1


@few
@given(requirements, requirements)
def test_conflict_is_mutual(a, b):
    assert a.conflicts_with(b) == b.conflicts_with(a)


@few
@given(requirements, requirements)
def test_merging_fails_only_on_conflict(a, b):
    merged = a.merged(b)
    assert merged == b.merged(a)
    if a.name != b.name:
        assert merged is None
    else:
        assert (merged is None) == a.conflicts_with(b)


@few
@given(requirements)
def test_requirement_text_round_trip(requirement):
    again = Requirement(str(requirement))
    range_ = requirement.range
    if range_ is None or len(set(ends(range_))) == len(ends(range_)):
        assert again == requirement
        assert str(again) == str(requirement)


@few
@given(st.lists(requirements, max_size=4))
def test_requirement_list(several):
    merged = RequirementList(several)
    assert RequirementList(merged).requirements == merged.requirements
    if merged.conflict:
        assert not merged.requirements
    else:
        assert {requirement.name for requirement in several} == merged.names | merged.conflict_names
