"""Package orderers."""
import pytest

from pkgrs.package import order as module
from pkgrs.package.order import (
    NullPackageOrder, PackageOrderList, PerFamilyOrder, SortedOrder, TimestampPackageOrder, VersionSplitPackageOrder,
    get_orderer)
from pkgrs.package.order_base import (
    FallbackComparable, PackageOrder, _orderers, from_pod, register_orderer, to_pod)
from pkgrs.version import Version, VersionRange


class FakePackage:
    def __init__(self, version, timestamp=None, name="foo"):
        self.name = name
        self.version = Version(version)
        self.timestamp = timestamp


RELEASES = [("1.0.0", 10), ("1.0.1", 20), ("1.1.0", 30), ("1.2.0", 40), ("2.0.0", 50), ("2.1.0", 60), ("2.1.1", 70),
            ("3.0.0", 80)]
#: Versions that did not appear in order, one without a timestamp.
MUDDLED = [("0.1.0", None), ("1.0.2", None), ("1.2.0", 60), ("2", None), ("2.0", 30), ("2.1.1", 60)]


@pytest.fixture
def packages(monkeypatch):
    """The packages that a search finds; a test may replace them."""
    found = [FakePackage(*release) for release in RELEASES]
    monkeypatch.setattr(module, "iter_packages", lambda name: [package for package in found if package.name == name])
    return found


def reordered(orderer, packages):
    result = orderer.reorder(packages)
    return result and " ".join(str(package.version) for package in result)


@pytest.mark.parametrize("orderer, expected", [
    (NullPackageOrder(), "1.0.0 1.0.1 1.1.0 1.2.0 2.0.0 2.1.0 2.1.1 3.0.0"),
    (SortedOrder(descending=True), "3.0.0 2.1.1 2.1.0 2.0.0 1.2.0 1.1.0 1.0.1 1.0.0"),
    (SortedOrder(descending=False), "1.0.0 1.0.1 1.1.0 1.2.0 2.0.0 2.1.0 2.1.1 3.0.0"),
    (VersionSplitPackageOrder(Version("2")), "1.2.0 1.1.0 1.0.1 1.0.0 3.0.0 2.1.1 2.1.0 2.0.0"),
    (TimestampPackageOrder(45), "1.2.0 1.1.0 1.0.1 1.0.0 2.0.0 2.1.0 2.1.1 3.0.0"),
    (TimestampPackageOrder(45, rank=2), "1.2.0 1.1.0 1.0.1 1.0.0 2.1.1 2.1.0 2.0.0 3.0.0"),
    (TimestampPackageOrder(45, rank=3), "1.2.0 1.1.0 1.0.1 1.0.0 2.0.0 2.1.1 2.1.0 3.0.0"),
    (TimestampPackageOrder(10, rank=2), "1.2.0 1.1.0 1.0.1 1.0.0 2.1.1 2.1.0 2.0.0 3.0.0"),
    (TimestampPackageOrder(45, rank=1), "3.0.0 2.1.1 2.1.0 2.0.0 1.2.0 1.1.0 1.0.1 1.0.0"),
    (TimestampPackageOrder(5), "1.0.0 1.0.1 1.1.0 1.2.0 2.0.0 2.1.0 2.1.1 3.0.0"),
    (TimestampPackageOrder(99), "3.0.0 2.1.1 2.1.0 2.0.0 1.2.0 1.1.0 1.0.1 1.0.0"),
    (PerFamilyOrder({"foo": SortedOrder(False)}), "1.0.0 1.0.1 1.1.0 1.2.0 2.0.0 2.1.0 2.1.1 3.0.0"),
    (PerFamilyOrder({"bar": SortedOrder(False)}), None),
    (PerFamilyOrder({"bar": SortedOrder(False)}, SortedOrder(True)),
     "3.0.0 2.1.1 2.1.0 2.0.0 1.2.0 1.1.0 1.0.1 1.0.0"),
])
def test_reorder(orderer, expected, packages):
    assert reordered(orderer, packages) == expected
    assert reordered(orderer, iter(packages)) == expected
    wrapped = [(package,) for package in packages]
    result = orderer.reorder(wrapped, key=lambda item: item[0])
    assert (result and " ".join(str(item[0].version) for item in result)) == expected


def test_no_order_keeps_the_order(packages):
    assert reordered(NullPackageOrder(), packages[::-1]) == "3.0.0 2.1.1 2.1.0 2.0.0 1.2.0 1.1.0 1.0.1 1.0.0"


def test_reorder_nothing():
    assert SortedOrder(True).reorder([]) == []
    assert PerFamilyOrder({}).reorder([]) is None


@pytest.mark.parametrize("timestamp, rank, first_after", [
    (5, 0, "1.2.0"), (25, 0, "1.2.0"), (30, 0, "2.1.1"), (100, 0, None), (5, 2, "1.0.2"), (25, 2, "1.0.2"),
    (30, 2, None), (45, 2, None), (100, 2, None)])
def test_first_version_after(timestamp, rank, first_after, packages):
    packages[:] = [FakePackage(*release) for release in MUDDLED]
    found = TimestampPackageOrder(timestamp, rank)._get_first_after("foo")
    assert (found and str(found)) == first_after


def test_timestamp_without_packages(packages):
    unknown = [FakePackage("1", name="x"), FakePackage("2", name="x")]
    assert reordered(TimestampPackageOrder(45, rank=2), unknown) == "2 1"


def test_search_is_done_once(packages, monkeypatch):
    orderer = TimestampPackageOrder(45)
    orderer.reorder(packages)
    monkeypatch.setattr(module, "iter_packages", None)
    assert orderer.sort_key_implementation("foo", Version("9"))[0] == 0


ORDERERS = [
    (NullPackageOrder(), "NullPackageOrder({})", "bf7c2fa4e6bd198c02adeea2c3a382cf57242051",
     {"type": "no_order", "packages": ["*"]}),
    (SortedOrder(True, ["b", "a"]), "SortedOrder(True)", "6c843fc13e0c1a1067d8c9c138c953ef41997399",
     {"type": "sorted", "descending": True, "packages": ["a", "b"]}),
    (VersionSplitPackageOrder(Version("2")), "VersionSplitPackageOrder(2)", "1d3f6640134155388af2215fc8620cdd1aaed16b",
     {"type": "version_split", "first_version": "2", "packages": ["*"]}),
    (TimestampPackageOrder(45, 2), "TimestampPackageOrder((45, 2))", "1d69b7237c4d69b51b844a4b0b4fbf3f8869d39a",
     {"type": "soft_timestamp", "timestamp": 45, "rank": 2, "packages": ["*"]}),
    (PerFamilyOrder({"foo": SortedOrder(False), "bar": VersionSplitPackageOrder(Version("2"))}),
     "PerFamilyOrder(([('bar', '2'), ('foo', 'False')], 'None'))", "6d70939bcdd274130f9ca1ddedd6bd9e9a7f6e31",
     {"type": "per_family", "orderers": [
         {"type": "sorted", "descending": False, "packages": ["foo"]},
         {"type": "version_split", "first_version": "2", "packages": ["bar"]}]}),
    (PerFamilyOrder({}, TimestampPackageOrder(45, 2)), "PerFamilyOrder(([], '(45, 2)'))",
     "5db26150840c94372a1a8d731e12f8dc11e07383",
     {"type": "per_family", "orderers": [],
      "default_order": {"type": "soft_timestamp", "timestamp": 45, "rank": 2, "packages": ["*"]}}),
]


@pytest.mark.parametrize("orderer, text, sha1, pod", ORDERERS)
def test_serialised(orderer, text, sha1, pod):
    assert repr(orderer) == text
    assert orderer.sha1 == sha1
    assert to_pod(orderer) == pod
    assert list(to_pod(orderer)) == list(pod)
    again = from_pod(pod)
    assert again == orderer and not again != orderer
    assert again.packages == orderer.packages


def test_orderers_differ():
    for i, (left, _, _, _) in enumerate(ORDERERS):
        assert [j for j, (right, _, _, _) in enumerate(ORDERERS) if left == right] == [i]


def test_pair_of_type_and_data():
    assert from_pod(("sorted", {"descending": False})) == SortedOrder(False)


@pytest.mark.parametrize("data, missing", [
    ({}, "type"), ({"type": "xx"}, "xx"), ({"type": "sorted"}, "descending"), ({"type": "soft_timestamp"}, "timestamp"),
    ({"type": "version_split"}, "first_version"), ({"type": "per_family"}, "orderers"),
    ({"type": "per_family", "orderers": [{"type": "no_order"}]}, "packages")])
def test_incomplete_data(data, missing):
    with pytest.raises(KeyError) as info:
        from_pod(data)
    assert info.value.args == (missing,)


def test_per_family_shares_orderers():
    orderer = from_pod({"type": "per_family", "orderers": [
        {"packages": ["foo", "bar"], "type": "sorted", "descending": True}]})
    assert orderer.order_dict["foo"] is orderer.order_dict["bar"]
    assert orderer.to_pod() == {"orderers": [{"type": "sorted", "descending": True, "packages": ["bar", "foo"]}]}


def test_per_family_without_orderer():
    with pytest.raises(RuntimeError) as info:
        PerFamilyOrder({}).sort_key("foo", Version("1"))
    assert str(info.value) == ("('package family orderer %r does not apply to package family %r', "
                               "(PerFamilyOrder(([], 'None')), 'foo'))")


@pytest.mark.parametrize("value, packages", [
    (None, ["*"]), ("a", ["a"]), (["b", "a"], ["a", "b"]), ([], []), (("b",), ["b"])])
def test_packages(value, packages):
    assert NullPackageOrder(value).packages == packages
    orderer = NullPackageOrder()
    orderer.packages = value
    assert orderer.packages == packages


@pytest.mark.parametrize("text, key", [
    ("1", "(((FallbackComparable(1, 1), -2), (FallbackComparable(1_, 1_), 1)),)"),
    (">1<=2", "(((FallbackComparable(1, 1), -1), (FallbackComparable(2, 2), 2)),)"),
    ("", "(((FallbackComparable(, ), -2), (FallbackComparable([INF], [INF]), 2)),)"),
])
def test_sort_key_of_range(text, key):
    result = SortedOrder(True).sort_key("foo", VersionRange(text))
    assert repr(result).replace("Version('", "").replace("')", "") == key


def test_sort_key_prefers_ranges_of_preferred_versions():
    def order(orderer):
        ranges = map(VersionRange, ["1", "3", "2+<3", "1.5..2"])
        return [str(r) for r in sorted(ranges, key=lambda r: orderer.sort_key("foo", r), reverse=True)]

    assert order(SortedOrder(True)) == ["3", "2+<3", "1.5..2", "1"]
    assert order(SortedOrder(False)) == ["1", "1.5..2", "2+<3", "3"]


def test_sort_key_of_others():
    assert SortedOrder(True).sort_key("foo", None) == 0
    with pytest.raises(TypeError):
        SortedOrder(True).sort_key("foo", "1")


@pytest.mark.parametrize("left, right, less, equal", [
    ((1, 2), (1, 3), False, True), ((1, 2), (2, 1), True, False), (("a", 1), (2, 3), True, False),
    ((None, 3), (1, 2), False, False)])
def test_fallback(left, right, less, equal):
    left, right = FallbackComparable(*left), FallbackComparable(*right)
    assert (left < right) is less
    assert (left == right) is equal


class TestList:
    def test_first_orderer_wins(self):
        orderers = PackageOrderList.from_pod([
            {"type": "sorted", "descending": True, "packages": ["foo"]},
            {"type": "sorted", "descending": False, "packages": ["foo", "bar"]}, {"type": "no_order"}])
        assert orderers.get("foo") == SortedOrder(True)
        assert orderers.get("bar") == SortedOrder(False)
        assert orderers.get("*") == NullPackageOrder()
        assert orderers.get("x", 3) == 3
        assert PackageOrderList.from_pod(orderers.to_pod()) == orderers

    @pytest.mark.parametrize("change", [
        lambda orderers: orderers.append(SortedOrder(False, ["bar"])),
        lambda orderers: orderers.extend([{"type": "sorted", "descending": False, "packages": ["bar"]}]),
        lambda orderers: orderers.insert(0, SortedOrder(False, ["bar"])),
    ])
    def test_added(self, change):
        orderers = PackageOrderList([SortedOrder(True, ["foo"])])
        assert orderers.get("bar") is None
        change(orderers)
        assert orderers.get("bar") == SortedOrder(False)
        assert orderers.get("foo") == SortedOrder(True)

    @pytest.mark.parametrize("change", [
        lambda orderers: orderers.clear(), lambda orderers: orderers.pop(),
        lambda orderers: orderers.remove(SortedOrder(True))])
    def test_removed(self, change):
        orderers = PackageOrderList([SortedOrder(True, ["foo"])])
        assert orderers.get("foo") == SortedOrder(True)
        change(orderers)
        assert orderers.get("foo") is None

    @pytest.mark.parametrize("setting, expected", [
        (None, []), ({"type": "no_order"}, [NullPackageOrder()]), ([{"type": "no_order"}], [NullPackageOrder()])])
    def test_of_the_configuration(self, setting, expected, settings):
        settings(package_orderers=setting)
        assert vars(PackageOrderList)["singleton"].func(PackageOrderList) == expected


def test_get_orderer():
    assert get_orderer("foo", {}) == SortedOrder(True)
    assert get_orderer("foo", {"foo": NullPackageOrder(), "*": SortedOrder(False)}) == NullPackageOrder()
    assert get_orderer("bar", {"foo": NullPackageOrder(), "*": SortedOrder(False)}) == SortedOrder(False)
    assert get_orderer("foo", PackageOrderList([SortedOrder(False)])) == SortedOrder(False)


def test_register():
    class Mine(PackageOrder):
        name = "mine"

        def sort_key_implementation(self, package_name, version):
            return len(str(version))

        def __str__(self):
            return ""

        def to_pod(self):
            return {}

        @classmethod
        def from_pod(cls, data):
            return cls()

    class Nameless(PackageOrder):
        pass

    try:
        assert register_orderer(Mine)
        assert from_pod({"type": "mine"}) == Mine()
        assert reordered(Mine(), [FakePackage("2"), FakePackage("1.0.0"), FakePackage("1.0")]) == "1.0.0 1.0 2"
    finally:
        _orderers.pop("mine", None)
    assert not any(map(register_orderer, [Nameless, PackageOrder, int, None, "sorted"]))
