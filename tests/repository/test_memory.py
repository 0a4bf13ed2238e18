"""Packages that are data."""
import pytest

from pkgrs.base.schema import SchemaError
from pkgrs.errors import PackageRequestError
from pkgrs.repository.manager import PackageRepositoryManager, create_memory_package_repository
from pkgrs.repository.memory import MemoryPackageRepository, MemoryPackageResource
from pkgrs.version.version import Version

DATA = {
    "foo": {"1.0": {"name": "foo", "version": "1.0", "variants": [["a"], ["b"]]}, "2.0": {"name": "foo"}},
    "bar": {"_NO_VERSION": {"name": "bar"}, "1": {"name": "bar"}},
}


@pytest.fixture
def repository():
    return create_memory_package_repository(DATA)


def test_where_it_is(repository):
    assert isinstance(repository, MemoryPackageRepository)
    assert repository.location == "memory{%s}" % hex(id(DATA))
    assert repository.uid == ("memory", repository.location)
    assert str(repository) == "memory@" + repository.location


def test_packages(repository):
    uris = [package.uri.partition(":")[2] for family in repository.iter_package_families()
            for package in repository.iter_packages(family)]
    assert uris == ["foo-1.0", "foo-2.0", "bar"]


def test_variants(repository):
    package = repository.get_package("foo", Version("1.0"))
    assert [variant.subpath for variant in repository.iter_variants(package)] == ["a", "b"]
    variant = list(repository.iter_variants(repository.get_package("foo", Version("2.0"))))[0]
    assert variant.handle.variables == {
        "location": repository.location, "name": "foo", "version": "2.0", "index": None, "repository_type": "memory"}
    assert variant.root is None and variant.base is None


def test_what_is_not_there(repository):
    assert repository.get_package_family("nope") is None
    assert repository.get_package("foo", Version("3")) is None
    with pytest.raises(PackageRequestError):
        repository.get_package_family("not a name")
    for method in (repository.get_package_payload_path, repository.install_variant):
        with pytest.raises(NotImplementedError):
            method("foo")
    assert repository.get_variant_from_uri("x") is None
    assert repository.get_last_release_time(None) == 0


def test_data_can_be_set_later():
    manager = PackageRepositoryManager()
    repository = manager.get_repository("memory@any")
    assert repository is manager.get_repository("memory@any") and repository.is_empty()
    repository.data = {"foo": {"1": {"name": "foo"}}}
    assert not repository.is_empty()


def test_resource_classes_can_be_replaced(repository):
    class Special(MemoryPackageResource):
        pass

    repository.pool.resource_classes[Special.key] = Special
    assert type(repository.get_package("foo", Version("1.0"))) is Special


@pytest.mark.parametrize("commands, expected", [
    ("env.X = 1", "env.X = 1"),
    (None, None),
])
def test_commands(commands, expected):
    data = {"name": "foo"}
    if commands:
        data["commands"] = commands
    repository = create_memory_package_repository({"foo": {"1": data}})
    result = repository.get_package("foo", Version("1")).commands
    assert (result and result.source) == expected


def test_old_commands(settings):
    repository = create_memory_package_repository({"foo": {"1": {"name": "foo", "commands": ["export A=1"]}}})
    package = repository.get_package("foo", Version("1"))
    with pytest.raises(SchemaError) as info:
        package.commands
    assert str(info.value) == "package '%s:foo-1' is using old-style commands." % repository.location
