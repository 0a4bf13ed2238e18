"""Hiding and removing packages."""
import os

import pytest

from pkgrs.tool_errors import PackageRepositoryError
from pkgrs.version.version import Version

V1, V2 = Version("1.0"), Version("2.0")


@pytest.fixture
def repository(world):
    world.package("foo", "1.0")
    world.put("comb.py", "versions = ['1.0']\n")
    return world.open()


def listing(world, name="foo"):
    path = world.path + "/" + name
    return sorted(os.listdir(path)) if os.path.isdir(path) else None


def test_ignore_and_unignore(world, repository):
    assert repository.ignore_package("foo", V1) == 1
    assert listing(world) == [".ignore1.0", "1.0"]
    assert repository.get_package("foo", V1) is None
    assert repository.ignore_package("foo", V1) == 0
    assert repository.unignore_package("foo", V1) == 1
    assert repository.get_package("foo", V1) is not None
    assert repository.unignore_package("foo", V1) == 0


def test_ignore_what_is_not_there(world, repository):
    assert repository.ignore_package("foo", V2) == -1
    assert repository.ignore_package("nope", V1) == -1 and listing(world, "nope") is None
    assert repository.ignore_package("new", V1, allow_missing=True) == 1 and listing(world, "new") == [".ignore1.0"]
    assert repository.unignore_package("new", V1) == -1 and listing(world, "new") == []
    assert repository.unignore_package("nope", V1) == -1


def test_remove(world, repository):
    assert repository.remove_package("foo", V2) is False
    assert repository.remove_package("foo", V1) is True
    assert listing(world) == [] and repository.get_package("foo", V1) is None


def test_remove_unversioned(world):
    world.package("foo")
    assert world.open().remove_package("foo", Version("")) is True
    assert listing(world) is None


def test_remove_family(world, repository):
    with pytest.raises(PackageRepositoryError, match="Cannot remove non-empty package family 'foo'"):
        repository.remove_package_family("foo")
    repository.ignore_package("foo", V1)
    with pytest.raises(PackageRepositoryError):
        repository.remove_package_family("foo")
    assert repository.remove_package_family("foo", force=True) is True
    assert listing(world) is None
    assert repository.remove_package_family("foo") is False


def test_single_file_families_stay_whole(world, repository):
    with pytest.raises(PackageRepositoryError, match="not supported in combined-style packages"):
        repository.ignore_package("comb", V1)
    with pytest.raises(NotImplementedError, match="not supported in combined-style packages"):
        repository.remove_package("comb", V1)
    assert repository.remove_package("comb", V2) is False and repository.ignore_package("comb", V2) == -1
    assert listing(world, "comb") is None and os.path.exists(world.path + "/comb.py")
    assert repository.remove_package_family("comb", force=True) is True
    assert not os.path.exists(world.path + "/comb.py")


def test_remove_ignored(world, repository):
    world.package("foo", "2.0")
    for version in (V1, V2):
        repository.ignore_package("foo", version)
    repository.ignore_package("gone", V1, allow_missing=True)
    os.utime(world.path + "/foo/.ignore1.0", (1, 1))
    assert repository.remove_ignored_since(7, dry_run=True, verbose=True) == 1
    assert "1.0" in listing(world)
    assert repository.remove_ignored_since(7, verbose=True) == 1
    assert listing(world) == [".ignore2.0", "2.0"]
    assert repository.remove_ignored_since(0) == 1
    assert listing(world) == []


def test_remove_a_read_only_payload(world, repository):
    os.chmod(world.path + "/foo/1.0", 0o555)
    assert repository.remove_package("foo", V1) is True
    assert listing(world) == []
