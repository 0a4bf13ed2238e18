"""The repositories of a process."""
import os

import pytest

from pkgrs.base.resources import ResourceHandle
from pkgrs.errors import RezPluginError
from pkgrs.repository.base import PackageRepository, PackageRepositoryGlobalStats
from pkgrs.repository.manager import PackageRepositoryManager, get_package_repository_types


@pytest.fixture
def manager():
    return PackageRepositoryManager()


def test_one_repository_per_place(manager, tmp_path, monkeypatch):
    (tmp_path / "repo").mkdir()
    os.symlink("repo", str(tmp_path / "link"))
    monkeypatch.chdir(tmp_path)
    path = str(tmp_path / "repo")
    repository = manager.get_repository(path)
    for other in (path + "/", "filesystem@" + path, "repo", str(tmp_path / "link"), path + "/../repo"):
        assert manager.get_repository(other) is repository, other
    assert manager.are_same("link", path)
    assert not manager.are_same(path, str(tmp_path))
    monkeypatch.chdir(path)
    assert manager.get_repository("repo") is not repository


def test_types(manager):
    assert get_package_repository_types() == ["filesystem", "memory"]
    with pytest.raises(RezPluginError, match="Unrecognised package repository plugin: 'zoo'"):
        manager.get_repository("zoo@bar")
    assert str(manager.get_repository("memory@bar")) == "memory@bar"


def test_resources(manager, world):
    world.package("foo", "1")
    handle = ResourceHandle("filesystem.package", {
        "location": world.path, "name": "foo", "version": "1", "repository_type": "filesystem"})
    package = manager.get_resource_from_handle(handle)
    assert package.handle == handle and package.name == "foo"
    assert manager.get_resource(
        "filesystem.package", "filesystem", world.path, name="foo", version="1") is package
    with pytest.raises(ValueError) as info:
        manager.get_resource_from_handle(ResourceHandle("filesystem.package", {"name": "foo"}))
    assert str(info.value) == ("PackageRepositoryManager requires resource_handle objects to have a "
                               "repository_type and location defined")


def test_clearing_caches(manager, world):
    world.package("foo", "1")
    repository = manager.get_repository(world.path)
    assert len(list(repository.iter_package_families())) == 1
    world.package("bar", "1")
    manager.clear_caches()
    assert len(list(repository.iter_package_families())) == 2


def test_a_repository_of_a_third_party():
    class Repository(PackageRepository):
        @classmethod
        def name(cls):
            return "own"

        def __init__(self):
            """Like some, it forgets its base class."""

        def _uid(self):
            return ("own",)

    assert Repository() == Repository()
    with pytest.raises(NotImplementedError):
        Repository().get_package_family("foo")
    assert Repository().get_package_from_uri("x") is None
    assert Repository().pre_variant_install(None) is None


def test_time_spent_on_loading():
    stats = PackageRepositoryGlobalStats()
    with stats.package_loading():
        pass
    assert stats.package_load_time > 0
