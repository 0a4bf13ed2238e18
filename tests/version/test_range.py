"""Version ranges: syntax, text, and what they contain."""
import copy

import pytest

from pkgrs.version import NumericToken, Version, VersionError, VersionRange

TEXTS = [
    ("", ""), ("1", "1"), ("==1", "==1"), ("==", "=="), ("1..2", "1..2"), ("..2", "<=2"), ("1+", "1+"), (">=1", "1+"),
    (">1", ">1"), ("<2", "<2"), ("<=2", "<=2"), (">=1<2", "1+<2"), ("1+<2", "1+<2"), ("1<2", "1+<2"),
    (">1,<=2", ">1<=2"), ("1,<2", "1+<2"), (">=1,<2", "1+<2"), ("<2,>=1", "1+<2"), ("<=2,>1", ">1<=2"),
    ("2,>=1", "1..2"), ("<5,<3", "3+<5"), ("1|2", "1|2"), ("2|1", "1|2"), ("1|1.5", "1"), ("<1|>=1", ""),
    ("==1|>1", "1+"), ("1..2|>2", "1+"), ("1|1_", "1+<1__"), ("1|1_+", "1+"), ("1|", ""), ("|<2", ""), (">|==", ""),
    ("1\n", "1"), ("\n|1", "1"), ("|2..1", ""), ("1+<5|2..3|>5", "1+"),
    ("1.2-3|1-2.3", "1.2-3"), ("1-2..1.2", "==1-2"), (">1<1_", ">1<1_"), ("a|1|A|_", "A|_|a|1"), ("1+<1_", "1"),
    ("+", ""), ("+<2", "<2"), ("><2", "><2"), ("<=", "=="),
]

SYNTAX_ERRORS = [
    "1 2", "1,2", "<", "1+<", "1..2..3", "1.", "é", " 1", "==1,<2", "<2>1", ">=1+", ">,<2", "<2,1", "1\n\n"]

INVALID = [("2..1", "Invalid bound"), ("1..", "Invalid bound"), (">1<1", "Invalid bound"), ("1|2..1", "Invalid bound"),
           ("<>1", "Invalid upper bound: '<'")]


@pytest.mark.parametrize("text, canonical", TEXTS)
def test_text(text, canonical):
    range_ = VersionRange(text)
    assert str(range_) == canonical
    assert VersionRange(canonical) == range_
    assert hash(VersionRange(canonical)) == hash(range_)


@pytest.mark.parametrize("text", SYNTAX_ERRORS)
def test_syntax_error(text):
    with pytest.raises(VersionError) as info:
        VersionRange("1|" + text)
    assert str(info.value) == "Syntax error in version range '1|%s': Syntax error in version range '%s'" % (text, text)


@pytest.mark.parametrize("text, reason", INVALID)
def test_invalid_range(text, reason):
    with pytest.raises(VersionError) as info:
        VersionRange(text)
    assert str(info.value) == "Invalid version range '%s': %s" % (text, reason)


def test_invalid_bound_may_be_let_through():
    range_ = VersionRange("2..1", invalid_bound_error=False)
    assert str(range_) == "2..1"
    assert not any(Version(text) in range_ for text in ("0", "1", "1.5", "2", "3"))


@pytest.mark.parametrize("text, inside, outside", [
    ("1", ["1", "1.5", "1.a"], ["0", "1_", "1a", "2", ""]),
    ("==1", ["1"], ["1.0", "0"]),
    ("1..2", ["1", "1.9", "2"], ["0", "2.0"]),
    (">1<2", ["1.0", "1_"], ["1", "2"]),
    ("<1|3|>=5", ["", "0.9", "3.1", "5", "6"], ["1", "2", "4.9"]),
    ("", ["", "1"], []),
    ("1-2", ["1.2", "1-2-3"], ["1.3"]),
])
def test_contains(text, inside, outside):
    range_ = VersionRange(text)
    for version in inside:
        assert Version(version) in range_
        assert range_.contains_version(Version(version))
    for version in outside:
        assert Version(version) not in range_


@pytest.mark.parametrize("left, right, intersection, union, difference", [
    ("1", "1.5", "1.5", "1", "1+<1.5|1.5_+<1_"),
    ("1", "2", None, "1|2", "1"),
    ("", "1+<2", "1+<2", "", "<1|2+"),
    ("1+", "<=1", "==1", "", ">1"),
    ("1..3|5", "2+<5.1", "2..3|5+<5.1", "1+<5_", "1+<2|5.1+<5_"),
    ("==1|==2", "==2|==3", "==2", "==1|==2|==3", "==1"),
    ("1-2..3-0", "1.2..3.0", "1-2..3-0", "1-2..3-0", None),
])
def test_algebra(left, right, intersection, union, difference):
    a, b = VersionRange(left), VersionRange(right)
    assert (a & b) == (intersection and VersionRange(intersection))
    assert str(a | b) == union
    assert str(a + b) == union
    assert (a - b) == (difference and VersionRange(difference))
    assert a.intersects(b) == b.intersects(a) == (intersection is not None)
    assert (a in b) == a.issubset(b) == b.issuperset(a) == (difference is None)


def test_several_at_once():
    ranges = [VersionRange("1..3"), VersionRange("2..4")]
    assert str(VersionRange("2.5+").intersection(ranges)) == "2.5..3"
    assert str(VersionRange("5").union(ranges)) == "1..4|5"
    assert VersionRange("5").intersection(ranges) is None


@pytest.mark.parametrize("text, inverse", [
    ("", None), ("1", "<1|1_+"), (">1", "<=1"), ("==1", "<1|>1"), ("<1|2..3", "1+<2|>3"), (">", "==")])
def test_inverse(text, inverse):
    result = ~VersionRange(text)
    assert (result if result is None else str(result)) == inverse
    if result is not None:
        assert ~result == VersionRange(text)


def test_touching_intervals():
    range_ = VersionRange("1..5|2+<3|>5")
    assert str(range_) == "1..5|>5"
    assert str(~range_) == "<1"
    assert str(VersionRange("4+") - range_) == "None"


@pytest.mark.parametrize("operation, text", [
    (None, "1.2"), ("==", "==1.2"), ("eq", "==1.2"), (">", ">1.2"), ("gt", ">1.2"), (">=", "1.2+"), ("gte", "1.2+"),
    ("<", "<1.2"), ("lt", "<1.2"), ("<=", "<=1.2"), ("lte", "<=1.2")])
def test_from_version(operation, text):
    assert str(VersionRange.from_version(Version("1.2"), operation)) == text


def test_from_version_errors():
    with pytest.raises(VersionError) as info:
        VersionRange.from_version(Version("1"), "!=")
    assert str(info.value) == "Unknown bound operation '!='"
    with pytest.raises(VersionError) as info:
        VersionRange.from_version(Version(""))
    assert str(info.value) == "Invalid upper bound: '<[INF]'"


def test_versions():
    versions = [Version("2"), Version("1.0"), Version("2")]
    assert str(VersionRange.from_versions(versions)) == "==1.0|==2"
    assert VersionRange("==1|==2|3").to_versions() == [Version("1"), Version("2")]
    assert VersionRange("3").to_versions() is None


def test_no_version():
    empty = VersionRange.from_versions([])
    assert str(empty) == ""
    assert not empty.is_any()
    assert empty != VersionRange()
    assert Version("1") not in empty
    assert (~empty).is_any()
    assert empty & VersionRange() is None
    with pytest.raises(IndexError):
        empty.span()


@pytest.mark.parametrize("arguments, text", [
    ((), ""), ((Version("1"),), "1+"), ((None, Version("2")), "<=2"), ((Version("1"), Version("2")), "1..2"),
    ((Version("1"), Version("2"), False, False), ">1<2"), ((Version("1"), Version("1")), "==1")])
def test_as_span(arguments, text):
    assert str(VersionRange.as_span(*arguments)) == text


def test_as_span_invalid():
    with pytest.raises(VersionError) as info:
        VersionRange.as_span(Version("2"), Version("1"))
    assert str(info.value) == "Invalid bound"


def test_parts():
    range_ = VersionRange("1|3..4|>9")
    assert len(range_) == 3
    assert [str(part) for part in range_.split()] == ["1", "3..4", ">9"]
    assert str(range_.span()) == "1+"
    assert str(VersionRange("1|3").span()) == "1+<3_"
    assert [str(bound) for bound in range_.bounds] == ["1", "3..4", ">9"]
    assert [(str(bound.lower), str(bound.upper)) for bound in range_.bounds] == [
        ("1+", "<1_"), ("3+", "<=4"), (">9", "<=[INF]")]


@pytest.mark.parametrize("text, lower, upper", [("", False, False), ("1+", True, False), ("<1", False, True),
                                                ("1|3", True, True), ("<1|>3", False, False)])
def test_bounded(text, lower, upper):
    range_ = VersionRange(text)
    assert (range_.lower_bounded(), range_.upper_bounded(), range_.bounded()) == (lower, upper, lower and upper)


def test_bound():
    first, second = VersionRange("1..3|5+").bounds
    assert [first.version_containment(Version(text)) for text in ("0", "1", "3", "3.0")] == [-1, 0, 0, 1]
    assert first.contains_version(Version("2"))
    assert not first.intersects(second)
    assert first.intersection(second) is None
    assert first.intersection(VersionRange("2+").bounds[0]) == VersionRange("2..3").bounds[0]
    assert first.contains_bound(VersionRange("2..3").bounds[0])
    assert not first.contains_bound(VersionRange("2+").bounds[0])
    assert first < second
    assert first.lower_bounded() and not second.upper_bounded()


@pytest.mark.parametrize("text, mode, items, descending, expected, taken", [
    ("1", "intersecting", "0 1 1.5 2 3 4", False, "1 1.5", 5),
    ("1", "intersecting", "4 3 2 1.5 1 0 0", True, "1.5 1", 7),
    ("1", "non_intersecting", "0 1 2 3", False, "0 2 3", 4),
    ("2+", "non_intersecting", "0 1 2 3 4", False, "0 1", 4),
    ("", "non_intersecting", "0 1 2", False, "", 1),
    ("1|3..4|>9", "intersecting", "0 1 2 3 4 5 9 10 11", False, "1 3 4 10 11", 9),
    ("1|3..4|>9", "intersecting", "11 10 9 5 4 3 2 1 0", True, "11 10 4 3 1", 9),
])
def test_iterate(text, mode, items, descending, expected, taken):
    seen = []

    def feed():
        for item in items.split():
            seen.append(item)
            yield item

    method = getattr(VersionRange(text), "iter_" + mode)
    assert " ".join(method(feed(), key=Version, descending=descending)) == expected
    assert len(seen) == taken


def test_iterate_all():
    versions = [Version(text) for text in ("0", "1", "2")]
    tested = VersionRange("1").iter_intersect_test(versions)
    assert tested.next() == (False, versions[0])
    assert list(tested) == [(True, versions[1]), (False, versions[2])]


def test_visit_versions():
    range_ = VersionRange("<1.5|2|>5.5")
    duplicate = copy.copy(range_)
    seen = []
    range_.visit_versions(lambda version: seen.append(str(version)) or version.trim(1))
    assert seen == ["1.5", "2", "2_", "5.5"]
    assert str(range_) == "<1|2|>5"
    assert Version("1.2") not in range_
    assert str(duplicate) == "<1.5|2|>5.5"


def test_other_types():
    assert VersionRange("1") != "1"
    for action in (lambda range_: range_ < "a", lambda range_: "1" in range_, lambda range_: range_.intersects("a"),
                   lambda range_: range_ & "a"):
        with pytest.raises(AttributeError) as info:
            action(VersionRange("1"))
        assert str(info.value) == "'str' object has no attribute 'bounds'"


def test_numeric_tokens():
    range_ = VersionRange("1.9..1.10", make_token=NumericToken)
    assert Version("1.10", NumericToken) in range_
    assert Version("1.11", NumericToken) not in range_
    assert Version("1.9", NumericToken) in VersionRange("1.9", NumericToken)


def test_subclass():
    class Mine(VersionRange):
        pass

    assert type(Mine.from_version(Version("1"))) is Mine
    assert type(Mine("1") & Mine("1.2")) is VersionRange
    assert Mine("1") == VersionRange("1")
