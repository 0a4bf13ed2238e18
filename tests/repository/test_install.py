"""Installing variants."""
import os
import subprocess
import sys
import textwrap

import pytest

from pkgrs.definition.load import load_from_file
from pkgrs.errors import PackageMetadataError, ResourceError
from pkgrs.tool_errors import PackageRepositoryError
from pkgrs.version.version import Version


def read(world, path):
    return load_from_file(world.path + "/" + path + "/package.py")


def test_new_package(world, variant):
    repository = world.open()
    installed = repository.install_variant(variant(
        description="hello", requires=["a-1", "b"], commands="env.X = 1", timestamp=55, build_command="make",
        config={"a": 1}))
    assert installed.uri == world.path + "/foo/1.0/package.py[]" and installed._repository is repository
    with open(installed.parent.filepath) as stream:
        assert stream.read() == textwrap.dedent("""\
            # -*- coding: utf-8 -*-

            name = 'foo'

            version = '1.0'

            description = 'hello'

            requires = [
                'a-1',
                'b'
            ]

            def commands():
                env.X = 1

            with scope('config') as config:
                config.a = 1

            timestamp = 55

            format_version = 2
            """)
    assert os.stat(installed.parent.filepath).st_mode & 0o777 == 0o444
    assert sorted(os.listdir(world.path)) == ["foo"]
    assert repository.get_package("foo", Version("1.0")) is not None


def test_timestamp_is_now_unless_given(world, variant):
    world.open().install_variant(variant())
    assert read(world, "foo/1.0")["timestamp"] > 1500000000


def test_variants_are_merged_in_the_order_of_installation(world, variant):
    attributes = dict(variants=[["py-2"], ["py-3"]], tools=["t"])
    for index, expected in ((1, 0), (0, 1), (1, 0)):
        installed = world.open().install_variant(variant(index=index, **attributes))
        assert installed.index == expected
    assert read(world, "foo/1.0")["variants"] == [["py-3"], ["py-2"]]


def test_changed_attributes_replace_but_for_the_release(world, variant):
    world.open().install_variant(variant(
        variants=[["py-2"]], tools=["t"], timestamp=5, revision={"a": 1}, custom=1))
    world.open().install_variant(variant(
        variants=[["py-3"]], tools=["u"], timestamp=77, changelog="c"))
    data = read(world, "foo/1.0")
    assert (data["tools"], data["timestamp"], data["revision"]) == (["u"], 5, {"a": 1})
    assert data["changelog"] == "c" and "custom" not in data
    assert data["variants"] == [["py-2"], ["py-3"]]


@pytest.mark.parametrize("first, second, message", [
    (dict(), dict(variants=[["x"]]), "Attempting to install a variant ("),
    (dict(variants=[["x"]]), dict(), "Attempting to install a package without variants ("),
    (dict(uuid="a"), dict(uuid="b"), "Cannot install variant MemoryVariantResource("),
])
def test_what_does_not_go_together(world, variant, first, second, message):
    world.open().install_variant(variant(**first))
    before = read(world, "foo/1.0")
    with pytest.raises(ResourceError) as info:
        world.open().install_variant(variant(**second))
    assert str(info.value).startswith(message)
    assert read(world, "foo/1.0") == before


def test_dry_run(world, variant):
    repository = world.open()
    assert repository.install_variant(variant(tools=["a"]), dry_run=True) is None
    assert os.listdir(world.path) == []
    repository.install_variant(variant(tools=["a"]))
    assert repository.get_equivalent_variant(variant(tools=["a"])).index is None
    assert repository.install_variant(variant(tools=["b"]), dry_run=True) is None


def test_overrides(world, variant):
    repository = world.open()
    repository.install_variant(
        variant(tools=["a"], description="d"),
        overrides={"name": "bar", "version": "3", "tools": repository.remove, "uuid": "u"})
    data = read(world, "bar/3")
    assert (data["name"], data["version"], data["uuid"], data["description"]) == ("bar", "3", "u", "d")
    assert "tools" not in data
    for key in ("name", "version"):
        with pytest.raises(PackageRepositoryError, match="Cannot remove package attribute '%s'" % key):
            repository.install_variant(variant(), overrides={key: repository.remove})


def test_onto_itself_nothing_is_done(world, variant):
    repository = world.open()
    installed = repository.install_variant(variant())
    assert repository.install_variant(installed) is installed
    assert repository.install_variant(installed, overrides={"version": "2"}).get("version") == "2"


def test_yaml_stays_yaml(world, variant):
    path = world.put("foo/1.0/package.yaml", "name: foo\nversion: '1.0'\n")
    world.open().install_variant(variant(description="new", timestamp=3))
    with open(path) as stream:
        assert stream.read() == ("name: foo\n\nversion: '1.0'\n\ndescription: new\n\ntimestamp: 3\n\n"
                                 "format_version: 2\n")
    assert os.listdir(os.path.dirname(path)) == ["package.yaml"]


def test_unversioned(world, variant, settings):
    world.open().install_variant(variant(version=""))
    assert read(world, "foo")["version"] == ""
    settings(allow_unversioned_packages=False)
    with pytest.raises(PackageMetadataError) as info:
        world.open().install_variant(variant("other", version=""))
    assert str(info.value) == "Unversioned package is not allowed in current configuration."


def test_not_into_a_file(world, variant):
    path = world.put("foo.py", "versions = ['2']\n")
    with pytest.raises(NotImplementedError) as info:
        world.open().install_variant(variant())
    assert str(info.value) == "Cannot install variant into combined-style package file %r." % path


def test_place_that_cannot_be_made(world, variant):
    world.put("file")
    world.path += "/file/repo"
    with pytest.raises(PackageRepositoryError) as info:
        world.open().install_variant(variant())
    assert str(info.value).startswith(
        "Package repository path %r could not be created: NotADirectoryError: " % world.path)


def test_ignored_package_stays_ignored(world, variant):
    repository = world.open()
    repository.ignore_package("foo", Version("1.0"), allow_missing=True)
    assert repository.install_variant(variant()).get("version") == "1.0"
    assert repository.get_package("foo", Version("1.0")) is None


def test_marks_of_installations(world, variant):
    repository = world.open()
    repository.pre_variant_install(variant(version="2.0"))
    repository.pre_variant_install(variant("unversioned", version=""))
    assert os.listdir(world.path) == ["foo"] and os.listdir(world.path + "/foo") == [".building2.0"]
    os.makedirs(world.path + "/foo/2.0")
    assert world.versions("foo") == []
    repository.install_variant(variant(version="2.0"))
    assert os.listdir(world.path + "/foo") == ["2.0"] and world.versions("foo") == ["2.0"]


def test_marks_of_given_up_installations(world, variant):
    repository = world.open()
    given_up = variant(version="3.0")
    repository.pre_variant_install(given_up)
    repository.on_variant_install_cancelled(given_up)
    assert os.listdir(world.path + "/foo") == [".building3.0"]
    os.utime(world.path + "/foo/.building3.0", (1, 1))
    repository.on_variant_install_cancelled(given_up)
    assert os.listdir(world.path + "/foo") == []


def test_marks_of_killed_installations(world, variant):
    repository = world.open()
    repository.pre_variant_install(variant(version="3.0"))
    os.makedirs(world.path + "/foo/3.0")
    os.utime(world.path + "/foo/.building3.0", (1, 1))
    repository.install_variant(variant(version="2.0"))
    assert sorted(os.listdir(world.path + "/foo")) == [".building3.0", "2.0", "3.0"]
    assert world.versions("foo") == ["2.0"]


def test_the_family_folder_is_touched(world, variant):
    world.open().install_variant(variant())
    os.utime(world.path + "/foo", (1, 1))
    repository = world.open()
    repository.install_variant(variant(tools=["x"]))
    assert repository.get_last_release_time(repository.get_package_family("foo")) > 1


INSTALLER = """
import sys
from pkgrs.base.resources import ResourcePool
from pkgrs.repository.filesystem import FileSystemPackageRepository
from pkgrs.repository.memory import MemoryPackageRepository
path, index = sys.argv[1], int(sys.argv[2])
memory = MemoryPackageRepository.create_repository({"foo": {"1.0": {
    "name": "foo", "version": "1.0", "variants": [["v-%d" % number] for number in range(5)]}}})
package = next(memory.iter_packages(memory.get_package_family("foo")))
repository = FileSystemPackageRepository(path, ResourcePool(cache_size=None))
repository.install_variant(list(package.iter_variants())[index])
"""


def test_installers_at_once_lose_nothing(world):
    environ = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    processes = [subprocess.Popen([sys.executable, "-c", INSTALLER, world.path, str(index)], env=environ)
                 for index in range(5)]
    assert [process.wait() for process in processes] == [0] * 5
    assert sorted(read(world, "foo/1.0")["variants"]) == [["v-%d" % index] for index in range(5)]
    assert os.listdir(world.path) == ["foo"]
