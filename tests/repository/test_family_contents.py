"""What a solve reads of a family: the same as the packages tell, without making them."""
import os

import pytest

from pkgrs.cache import user_files
from pkgrs.definition import index
from pkgrs.repository.family_contents import FamilyContents
from pkgrs.repository.filesystem import FileSystemPackageRepository
from pkgrs.repository.filesystem_resources import FileSystemPackageResource

TEXTS = {
    "1": "requires = ['a-1', '!b']\nvariants = [['c-1'], ['c-2', 'd']]\n",
    "2": "build_requires = ['e']\n",
    "3": "variants = []\n",
    "4": "requires = ['a-1', {'not': 'text'}]\n",
    "5": "variants = ['a']\n",
    "6": "requires = None\n",
    "7": "@late()\ndef requires():\n    return ['a']\n",
    "8": "requires = [str('a')]\n",
    "9": "requires = ['a']\nformat_version = 3\n",
    "10": "format_version = 2\n",
}
STATED = {"1": (["a-1", "!b"], None, [["c-1"], ["c-2", "d"]]), "2": (None, ["e"], None), "3": (None, None, []),
          "10": (None, None, None)}


@pytest.fixture
def known(world, monkeypatch, tmp_path_factory):
    """Packages whose definitions the index has."""
    monkeypatch.setenv(index.SETTING, str(tmp_path_factory.mktemp("index")))
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    for version, text in TEXTS.items():
        world.package("foo", version, text)
    for package in packages(world.open()):
        package._data  # noqa: B018
    return world


def packages(repository):
    return list(repository.iter_packages(repository.get_package_family("foo")))


def contents(repository):
    return FamilyContents.of(repository, repository.get_package_family("foo"))


def stated(found):
    return {str(version): found.stated(place) for place, version in enumerate(found.versions)}


def test_what_definitions_state(known):
    found = stated(contents(known.open()))
    assert {version: value for version, value in found.items() if value is not None} == STATED
    assert set(found) == set(TEXTS)


@pytest.fixture
def unknown(world, monkeypatch, tmp_path_factory):
    """A repository of a user who has no index yet."""
    monkeypatch.setenv(index.SETTING, str(tmp_path_factory.mktemp("index")))
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    return world


@pytest.mark.parametrize("version", TEXTS)
def test_definitions_of_literals_are_read_when_they_are_not_known(unknown, version):
    unknown.package("foo", version, TEXTS[version])
    assert stated(contents(unknown.open())) == {version: STATED.get(version)}
    assert stated(contents(unknown.open())) == {version: STATED.get(version)}, "what was read is known now"


def test_a_definition_that_takes_running_is_run_once(unknown, tmp_path):
    witness = tmp_path / "ran"
    for version in "123":
        unknown.package("foo", version, "requires = ['a']\nopen(%r, 'a').write('x')\n" % str(witness))
    found = contents(unknown.open())
    assert stated(found) == {"1": None, "2": None, "3": None}
    assert not witness.exists()
    for place in range(3):
        found.package(place)._data  # noqa: B018
    assert witness.read_text() == "xxx"


@pytest.mark.parametrize("others", [{"debug_file_loads": True}, {"memcached_uri": ["127.0.0.1:1"]}], ids=str)
def test_who_else_looks_at_loading_still_does(unknown, settings, others):
    settings(**others)
    unknown.package("foo", "1", TEXTS["1"])
    assert stated(contents(unknown.open())) == {"1": None}


@pytest.mark.parametrize("change", ["edited", "removed", "hidden by another"])
def test_a_change_is_seen(known, change):
    found = contents(known.open())
    path = os.path.join(known.path, "foo", "1", "package.py")
    if change == "edited":
        known.package("foo", "1", "requires = ['z']\n")
    else:
        os.rename(path, os.path.join(os.path.dirname(path), "package.yaml"))
    assert stated(found)["1"] in ([None, (["z"], None, None)] if change == "edited" else [None])
    assert stated(found)["2"] == STATED["2"]


def test_packages_and_variants_are_those_of_the_repository(known):
    repository = known.open()
    found = contents(repository)
    resources = packages(repository)
    assert [found.package(place) for place in range(len(resources))] == resources
    assert [str(version) for version in found.versions] == [resource.get("version") for resource in resources]
    place = [str(version) for version in found.versions].index("1")
    assert [found.variant(place, number) for number in (0, 1)] == list(resources[place].iter_variants())
    assert [request.name for request in found.variant(place, 1).variant_requires] == ["c", "d"]


def test_a_listing_stays_until_caches_are_cleared(known):
    repository = known.open()
    contents(repository)
    known.package("foo", "11", "")
    assert len(packages(repository)) == len(contents(repository).versions) == len(TEXTS)
    repository.clear_caches()
    assert len(packages(repository)) == len(contents(repository).versions) == len(TEXTS) + 1


def test_others_decide_for_themselves(known, monkeypatch):
    class Other(FileSystemPackageRepository):
        pass

    assert contents(known.open()) is not None
    assert contents(Other(known.path, known.open().pool)) is None
    known.put("bar.py", "name = 'bar'\nversions = ['1']\n")
    repository = known.open()
    assert FamilyContents.of(repository, repository.get_package_family("bar")) is None
    monkeypatch.setattr(FileSystemPackageResource, "_load", lambda self: {})
    assert contents(known.open()) is None


def test_without_an_index(known, monkeypatch):
    monkeypatch.setenv(index.SETTING, "off")
    assert contents(known.open()) is None


def test_debugging_shows_each_resource(known, settings):
    settings(debug_resources=True)
    assert contents(known.open()) is None
