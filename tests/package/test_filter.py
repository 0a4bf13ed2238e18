"""Package filters."""
import pytest

from pkgrs.errors import ConfigurationError
from pkgrs.package import filter as module
from pkgrs.package.filter import (
    GlobRule, PackageFilter, PackageFilterList, RangeRule, RegexRule, Rule, TimestampRule, no_filter)
from pkgrs.version import Requirement, Version


class FakePackage:
    def __init__(self, name, version, timestamp=None):
        self.name = name
        self.version = Version(version)
        self.timestamp = timestamp
        self.qualified_name = "%s-%s" % (name, version) if version else name


PACKAGES = [FakePackage("foo", "1"), FakePackage("foo", "1.beta", 50), FakePackage("foo", "2", 100),
            FakePackage("foo", ""), FakePackage("bar", "1", 150)]


def matches(rule):
    return "".join("x" if rule.match(package) else "." for package in PACKAGES)


@pytest.mark.parametrize("text, kind, canonical, family, cost, matching", [
    ("foo-1", RangeRule, "range(foo-1)", "foo", 10, "xx..x"),
    ("range(!foo-1)", RangeRule, "range(!foo-1)", "foo", 10, "..xxx"),
    ("foo==1", RangeRule, "range(foo==1)", "foo", 10, "x...x"),
    ("*", GlobRule, "glob(*)", None, 10, "xxxxx"),
    ("foo-*", GlobRule, "glob(foo-*)", "foo", 10, "xxx.."),
    ("glob(*.beta)", GlobRule, "glob(*.beta)", None, 10, ".x..."),
    ("glob(foo@1)", GlobRule, "glob(foo@1)", "foo", 10, "....."),
    ("regex(foo-[12])", RegexRule, "regex(foo-[12])", "foo", 10, "xxx.."),
    ("regex(.*-1$)", RegexRule, "regex(.*-1$)", None, 10, "x...x"),
    ("before(100)", TimestampRule, "before(100)", None, 1000, ".xx.."),
    ("after(99)", TimestampRule, "after(99)", None, 1000, "..x.x"),
    ("after(foo:99)", TimestampRule, "after(foo:99)", "foo", 1000, "..x.x"),
])
def test_rule(text, kind, canonical, family, cost, matching):
    rule = Rule.parse_rule(text)
    assert type(rule) is kind
    assert str(rule) == repr(rule) == canonical
    assert rule.family() == family
    assert rule.cost() == cost
    assert matches(rule) == matching
    assert str(Rule.parse_rule(canonical)) == canonical


@pytest.mark.parametrize("text, canonical", [
    ("regex(foo", "range(range(regex(foo))"), ("glob()", "range(range(glob()))"), ("(*)", "glob(glob((*)))")])
def test_rule_with_unexpected_brackets_is_taken_literally(text, canonical):
    assert str(Rule.parse_rule(text)) == canonical


@pytest.mark.parametrize("text, message", [
    ("timestamp(100)", "'timestamp' is not a valid package filter type"),
    ("bad(foo)", "'bad' is not a valid package filter type"),
    ("foo-[ab]", "Error parsing package filter 'range(foo-[ab])': VersionError: Syntax error in version range '[ab]': "
                 "Syntax error in version range '[ab]'"),
    ("regex(*foo)", "Error parsing package filter 'regex(*foo)': error: nothing to repeat at position 0"),
    ("before(x)", "Error parsing package filter 'before(x)': ValueError: invalid literal for int() with base 10: 'x'"),
])
def test_bad_rule(text, message):
    with pytest.raises(ConfigurationError) as info:
        Rule.parse_rule(text)
    assert str(info.value).replace("PatternError", "error") == message


def test_timestamp_rule():
    assert matches(TimestampRule(100, match_untimestamped=True)) == "xxxx."
    assert str(TimestampRule.after(5, "foo")) == "after(foo:5)"
    assert str(TimestampRule.before(5)) == "before(5)"
    assert matches(TimestampRule.after(50)) == "..x.x"


def excluded(package_filter):
    return [str(package_filter.excludes(package)) for package in PACKAGES]


def test_exclusion_and_inclusion():
    package_filter = PackageFilter.from_pod({"excludes": ["*"], "includes": "foo-2"})
    assert excluded(package_filter) == ["glob(*)", "glob(*)", "None", "glob(*)", "glob(*)"]
    assert excluded(PackageFilter.from_pod({"includes": "foo"})) == ["None"] * 5


def test_rules_for_the_family_come_first_then_the_cheap_ones():
    package_filter = PackageFilter.from_pod({"excludes": ["before(999)", "foo-2", "*", "foo"]})
    assert excluded(package_filter) == ["range(foo)", "range(foo)", "range(foo-2)", "range(foo)", "glob(*)"]


@pytest.mark.parametrize("data, text, pod, cost", [
    ({}, "([], [])", {}, 0.0),
    ({"excludes": []}, "([], [])", {}, 0.0),
    ({"excludes": "foo-1"}, "([('foo', [range(foo-1)])], [])", {"excludes": ["range(foo-1)"]}, 1.0),
    ({"excludes": ["foo-2", "before(5)", "*a", "foo-1"], "includes": ["zoo", "*b"]},
     "([(None, [glob(*a), before(5)]), ('foo', [range(foo-2), range(foo-1)])], "
     "[(None, [glob(*b)]), ('zoo', [range(zoo)])])",
     {"excludes": ["range(foo-2)", "range(foo-1)", "glob(*a)", "before(5)"], "includes": ["range(zoo)", "glob(*b)"]},
     1012.0),
])
def test_filter(data, text, pod, cost):
    package_filter = PackageFilter.from_pod(data)
    assert str(package_filter) == text
    assert repr(package_filter) == "PackageFilter(%s)" % text
    assert package_filter.to_pod() == PackageFilter.from_pod(pod).to_pod() == pod
    assert package_filter.cost == cost
    assert bool(package_filter) == ("excludes" in pod)


def test_hash():
    assert PackageFilter().sha1 == "57284d24516fe4de3b83eace4a09fd4af032acc4"
    assert PackageFilter.from_pod({"excludes": "foo-1"}).sha1 == "e05b50bf2bbe393fbfe7b8abb5977d375b7c8c04"
    assert PackageFilterList.from_pod([{"excludes": "foo-1"}]).sha1 == "7cfde187310acd1732f4561415982e337bcced72"


def test_cost_follows_the_rules():
    package_filter = PackageFilter.from_pod({"excludes": ["foo"]})
    assert package_filter.cost == 1.0
    package_filter.add_exclusion(TimestampRule.after(6))
    assert package_filter.cost == 1001.0


def test_copy_and_combination():
    first = PackageFilter.from_pod({"excludes": ["foo"], "includes": ["foo-1"]})
    second = PackageFilter.from_pod({"excludes": ["bar"]})
    duplicate = first.copy()
    duplicate.add_exclusion(RangeRule(Requirement("zoo")))
    assert first.to_pod() == {"excludes": ["range(foo)"], "includes": ["range(foo-1)"]}
    assert (first & second).to_pod() == {"excludes": ["range(foo)", "range(bar)"], "includes": ["range(foo-1)"]}


def test_list_is_in_order_of_cost():
    filters = PackageFilterList.from_pod([{"excludes": ["before(5)"]}, {"excludes": ["foo"]}])
    assert filters.to_pod() == [{"excludes": ["range(foo)"]}, {"excludes": ["before(5)"]}]
    assert str(filters.filters[0].excludes(PACKAGES[0])) == "range(foo)"
    assert str(filters) == ("(PackageFilter(([('foo', [range(foo)])], [])), "
                            "PackageFilter(([(None, [before(5)])], [])))")


def test_list_rules_added_later():
    filters = PackageFilterList.from_pod([{"excludes": ["before(5)"]}, {"excludes": ["foo"]}])
    duplicate = filters.copy()
    filters.add_exclusion(RangeRule(Requirement("zip")))
    filters.add_inclusion(RangeRule(Requirement("zap")))
    assert filters.to_pod() == [
        {"excludes": ["range(foo)"], "includes": ["range(zap)"]},
        {"excludes": ["before(5)", "range(zip)"], "includes": ["range(zap)"]}]
    assert duplicate.to_pod() == [{"excludes": ["range(foo)"]}, {"excludes": ["before(5)"]}]


def test_empty_list():
    filters = PackageFilterList()
    filters.add_inclusion(RangeRule(Requirement("foo")))
    assert filters.to_pod() == []
    filters.add_exclusion(RangeRule(Requirement("foo")))
    assert filters.to_pod() == [{"excludes": ["range(foo)"]}]
    assert not no_filter
    assert excluded(no_filter) == ["None"] * 5


def test_list_excludes():
    filters = PackageFilterList.from_pod([{"excludes": ["foo-1"]}, {"excludes": ["foo-2"]}])
    assert [str(filters.excludes(package)) for package in PACKAGES[:4]] == [
        "range(foo-1)", "range(foo-1)", "range(foo-2)", "None"]
    assert filters


def test_iter_packages(monkeypatch):
    asked = []

    def iter_packages(*arguments):
        asked.append(arguments)
        return iter(PACKAGES[:4])

    monkeypatch.setattr(module, "iter_packages", iter_packages)
    found = list(PackageFilter.from_pod({"excludes": ["foo-1"]}).iter_packages("foo", "1+", ["/path"]))
    assert found == PACKAGES[2:4]
    assert asked == [("foo", "1+", ["/path"])]


@pytest.mark.parametrize("setting, pod", [
    (None, []), ({"excludes": "foo"}, [{"excludes": ["range(foo)"]}]),
    ([{"excludes": "before(5)"}, {"excludes": "foo"}], [{"excludes": ["range(foo)"]}, {"excludes": ["before(5)"]}])])
def test_filters_of_the_configuration(setting, pod, settings):
    class Fresh(PackageFilterList):
        pass

    settings(package_filter=setting)
    assert vars(PackageFilterList)["singleton"].func(Fresh).to_pod() == pod
