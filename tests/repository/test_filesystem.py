"""Finding packages in folders."""
import os

import pytest

from pkgrs.base.resources import ResourceHandle
from pkgrs.errors import ConfigurationError, PackageMetadataError, PackageRequestError, ResourceError
from pkgrs.repository.filesystem_resources import FileSystemPackageResource, PackageDefinitionFileMissing
from pkgrs.version.version import Version


def families(repository):
    return sorted((family.name, family.key) for family in repository.iter_package_families())


def test_what_is_a_family(world):
    for path in ("foo/1/package.py", "one.py", "two.yaml", "readme.txt", "bad name/x", ".dot/1/package.py", "dir.py/x"):
        world.put(path)
    (world.root / "empty").mkdir()
    os.symlink("foo", str(world.root / "link"))
    os.symlink("nowhere", str(world.root / "dangling"))
    assert families(world.open()) == [
        ("dir.py", "filesystem.family"), ("empty", "filesystem.family"), ("foo", "filesystem.family"),
        ("link", "filesystem.family"), ("one", "filesystem.family.combined"), ("two", "filesystem.family.combined"),
    ]


def test_a_repository_that_is_not_there(world):
    world.path += "/nope"
    repository = world.open()
    assert repository.is_empty() and families(repository) == []
    assert repository.uid == ("filesystem", world.path)


def test_which_versions_there_are(world):
    for version in ("1.0", "1.1", "2.0", "3.0", "4.0"):
        world.package("foo", version)
    for path in ("foo/.ignore1.1", "foo/.building2.0", "foo/.building5.0", "foo/.building6.0", "foo/file",
                 "foo/.hidden/package.py"):
        world.put(path)
    os.makedirs(world.path + "/foo/5.0")  # being installed: no definition yet
    os.makedirs(world.path + "/foo/6")  # no definition, and nobody says why
    assert world.versions("foo") == ["1.0", "2.0", "3.0", "4.0", "6"]
    assert world.versions("foo", disable_pkg_ignore=True) == ["1.0", "1.1", "2.0", "3.0", "4.0", "6"]


def test_only_folders_with_a_definition(world, settings):
    world.package("foo", "1")
    os.makedirs(world.path + "/foo/6")
    settings(plugins__package_repository__filesystem__check_package_definition_files=True)
    assert world.versions("foo") == ["1"]


def test_unversioned(world, settings):
    world.package("foo")
    world.package("foo", "1.0")
    assert world.versions("foo") == [""]
    settings(allow_unversioned_packages=False)
    assert world.versions("foo") == ["1.0"]


def test_names_of_definition_files(world, settings):
    world.package("foo", "1")
    world.put("foo/1/pkg.yaml", "name: foo\ndescription: first\n")
    world.put("foo/2/pkg.py", "name = 'foo'\n")
    settings(plugins__package_repository__filesystem__package_filenames=["pkg", "package"])
    repository = world.open()
    packages = {str(package.version): package for package in repository.get_package_family("foo").iter_packages()}
    assert packages["1"].description == "first"
    assert packages["2"].filepath == world.path + "/foo/2/pkg.py"


@pytest.mark.parametrize("name", ["bad name", ".dot", "", "foo/1.0"])
def test_names_that_no_package_has(world, name):
    with pytest.raises(PackageRequestError, match="Not a valid package name"):
        world.open().get_package_family(name)


def test_package_resource(world):
    path = world.package("foo", "1.0", "requires = ['bah-1']\ntimestamp = 100\ndef commands():\n    env.X = 1\n")
    package = world.open().get_package("foo", Version("1.0"))
    assert package.uri == package.filepath == path
    assert package.base == package.path == os.path.dirname(path)
    assert package.handle.to_dict() == {"key": "filesystem.package", "variables": {
        "location": world.path, "name": "foo", "version": "1.0", "repository_type": "filesystem"}}
    assert list(package.variables) == ["location", "name", "version", "repository_type"]
    assert [str(request) for request in package.requires] == ["bah-1"]
    assert package.commands.source == "env.X = 1"
    assert package.state_handle == os.path.getmtime(path)
    assert package.parent.uri == world.path + "/foo"
    assert {key: value for key, value in package.validated_data().items()
            if value is not None and key != "commands"} == {
        "name": "foo", "version": Version("1.0"), "base": package.base, "timestamp": 100,
        "requires": package.requires}


def test_definition_does_not_name_the_package(world):
    world.put("foo/1.0/package.py", "name = 'other'\nversion = '9'\n")
    package = world.open().get_package("foo", Version("1.0"))
    assert (package.name, str(package.version)) == ("foo", "1.0")


def test_versions_are_equal_by_their_tokens(world):
    world.package("foo", "1.0")
    assert world.open().get_package("foo", Version("1-0")).get("version") == "1.0"
    assert world.open().get_package("foo", Version("1")) is None
    assert world.open().get_package("nope", Version("1")) is None


def test_missing_definition(world):
    os.makedirs(world.path + "/foo/1.0")
    package = world.open().get_package("foo", Version("1.0"))
    for _ in range(2):
        with pytest.raises(PackageDefinitionFileMissing) as info:
            package.requires
    assert str(info.value) == (
        "Missing package definition file: FileSystemPackageResource({'location': %r, 'name': 'foo', "
        "'version': '1.0', 'repository_type': 'filesystem'})" % world.path)
    assert PackageDefinitionFileMissing.__module__ == "rezplugins.package_repository.filesystem"
    assert package.uri is None and package.file_format is None


@pytest.mark.parametrize("text, file, error, message", [
    ("x = (", "package.py", ResourceError, "Problem loading %s: "),
    ("foo", "package.yaml", PackageMetadataError,
     "Problem loading %s: expected a mapping of attributes, not str"),
    ("requires = 3", "package.py", PackageMetadataError, "Validation of key 'requires' failed: Or("),
])
def test_bad_definitions(world, text, file, error, message):
    path = world.put("foo/1/" + file, text)
    with pytest.raises(error) as info:
        world.open().get_package("foo", Version("1")).validate_data()
    assert str(info.value).startswith(message % path if "%s" in message else message)


def test_errors_of_a_definition_that_misses_a_file_are_not_hidden(world):
    world.package("foo", "1", "@early()\ndef description():\n    return open('/nonexistent/file').read()\n")
    with pytest.raises(FileNotFoundError) as info:
        world.open().get_package("foo", Version("1")).description
    assert info.value.filename == "/nonexistent/file"


def test_variants(world):
    world.package("foo", "1.0", "variants = [['bah-1', 'py-2'], ['bah-2']]\nrequires = ['z']\n")
    package = world.open().get_package("foo", Version("1.0"))
    first, second = package.iter_variants()
    assert (first.index, first.subpath, first.root) == (0, "bah-1/py-2", package.base + "/bah-1/py-2")
    assert second.uri == package.uri + "[1]"
    assert list(second.variables) == ["location", "name", "version", "index", "repository_type"]
    assert [str(request) for request in second.variant_requires] == ["bah-2"]
    assert [str(request) for request in second.requires] == ["z"]
    assert second.parent is package


def test_package_without_variants_has_one(world):
    world.package("foo", "1.0")
    variant, = world.open().get_package("foo", Version("1.0")).iter_variants()
    assert (variant.index, variant.subpath, variant.root, variant.variant_requires) == (
        None, None, world.path + "/foo/1.0", [])
    assert variant.uri == world.path + "/foo/1.0/package.py[]"


def test_hashed_variants(world, settings):
    world.package("foo", "1.0", "variants = [['a-1', 'b'], ['c']]\nhashed_variants = True\n")
    variant = next(world.open().get_package("foo", Version("1.0")).iter_variants())
    folder = "38385b089fd989af66e4442bf8d71d763c494616"  # as Rez 3.4.0 has it
    assert variant.subpath == folder
    os.makedirs(world.path + "/foo/1.0/" + folder)
    os.makedirs(world.path + "/foo/1.0/_v")
    os.symlink("../" + folder, world.path + "/foo/1.0/_v/a")
    settings(use_variant_shortlinks=True)
    variant = next(world.open().get_package("foo", Version("1.0")).iter_variants())
    assert variant.subpath == "_v/a"
    assert variant._subpath(ignore_shortlinks=True) == folder
    assert variant._root(ignore_shortlinks=True) == world.path + "/foo/1.0/" + folder


def test_variant_beyond_the_list(world):
    world.package("foo", "1.0", "variants = [['a']]\n")
    repository = world.open()
    variant = repository.get_resource(
        "filesystem.variant", location=world.path, name="foo", version="1.0", index=5)
    with pytest.raises(ResourceError, match="Unexpected error - variant .*\\[5\\] cannot be found in its parent"):
        variant.variant_requires


def test_combined_family(world):
    path = world.put("comb.py", "versions = ['1.0', '1.1', '2.0']\ndescription = 'x'\nversion_overrides = {\n"
                     "    '1.0': {'requires': ['foo']}, '2+': {'variants': [['a'], ['b']]}}\n")
    repository = world.open()
    packages = list(repository.iter_packages(repository.get_package_family("comb")))
    assert [package.uri for package in packages] == [path + "<1.0>", path + "<1.1>", path + "<2.0>"]
    assert [package._data for package in packages] == [
        {"description": "x", "version": "1.0", "requires": ["foo"]},
        {"description": "x", "version": "1.1"},
        {"description": "x", "version": "2.0", "variants": [["a"], ["b"]]},
    ]
    assert list(packages[0].variables) == ["location", "name", "ext", "version", "repository_type"]
    variants = list(repository.iter_variants(packages[2]))
    assert [variant.uri for variant in variants] == [path + "<2.0>[0]", path + "<2.0>[1]"]
    assert variants[1].subpath == "b" and variants[1].root is None and variants[1].base is None


def test_combined_family_without_versions(world):
    world.put("comb.yaml", "description: x\n")
    package, = world.open().get_package_family("comb").iter_packages()
    assert (str(package.version), package.description) == ("", "x")


def test_folder_comes_before_file(world):
    world.package("foo", "1")
    world.put("foo.py", "versions = ['7']\n")
    assert world.versions("foo") == ["1"]


def test_old_formats(world, settings):
    settings(max_package_changelog_chars=5)
    world.put("a/1/package.yaml", "name: a")
    world.put("a/1/release.yaml", "timestamp: 5\nrevision: {a: 1}\nchangelog: abcdefghijklmno\n")
    world.put("b/1/package.yaml", "name: b")
    world.put("b/1/.metadata/changelog.txt", "abcdefghijklm")
    world.put("b/1/.metadata/release_time.txt", "77\n")
    world.put("c/1/package.yaml", "name: c\ntimestamp: 3\n")
    world.put("c/1/release.yaml", "timestamp: 5\n")
    repository = world.open()
    data = [repository.get_package(name, Version("1"))._data for name in "abc"]
    assert data == [
        {"name": "a", "timestamp": 5, "revision": {"a": 1}, "changelog": "abcde..."},
        {"name": "b", "timestamp": 77, "changelog": "abcde..."},
        {"name": "c", "timestamp": 3},
    ]


@pytest.mark.parametrize("tail, package, variant", [
    ("foo/1.1/package.py", "1.1", None),
    ("foo/1.1/package.py[1]", "1.1", 1),
    ("foo/1.1/package.py[0]", "1.1", 0),
    ("foo/1.1/package.py[]", "1.1", None),
    ("foo/1.0/package.py[]", "1.0", "none"),
    ("foo/1.1/package.py[7]", "1.1", None),
    ("comb.py<2.0>", "2.0", None),
    ("comb.py<2.0>[1]", "2.0", 1),
    ("foo/1.0", None, None),
    ("foo/9/package.py", None, None),
    ("foo", None, None),
    ("", None, None),
])
def test_uris(world, tail, package, variant):
    world.package("foo", "1.0")
    world.package("foo", "1.1", "variants = [['a'], ['b']]\n")
    world.put("comb.py", "versions = ['2.0']\nvariants = [['a'], ['b']]\n")
    repository = world.open()
    uri = world.path + "/" + tail
    found = repository.get_package_from_uri(uri)
    assert (found and str(found.version)) == package
    found = repository.get_variant_from_uri(uri)
    assert (found and ("none" if found.index is None else found.index)) == variant


def test_uri_of_another_place(world):
    assert world.open().get_package_from_uri("/elsewhere/foo/1.0/package.py") is None


def test_handles(world):
    world.package("foo", "1.0")
    repository = world.open()
    package = repository.get_package("foo", Version("1.0"))
    assert repository.get_resource_from_handle(ResourceHandle.from_dict(package.handle.to_dict())) is package
    variant = next(package.iter_variants())
    assert repository.get_resource_from_handle(variant.handle) is variant
    assert repository.get_parent_package(variant) is package
    assert repository.get_variant_state_handle(variant) == package.state_handle


@pytest.mark.parametrize("change, message", [
    ({"location": "/x"}, "location mismatch - requested '/x', repository location is "),
    ({"repository_type": "zoo"}, "repository_type mismatch - requested 'zoo', repository_type is 'filesystem'"),
])
def test_handles_of_other_repositories(world, change, message):
    variables = dict(location=world.path, name="foo", repository_type="filesystem", version="1")
    variables.update(change)
    with pytest.raises(ResourceError) as info:
        world.open().get_resource_from_handle(ResourceHandle("filesystem.package", variables))
    assert str(info.value).startswith(message)
    with pytest.raises(ResourceError) as info:
        world.open().make_resource_handle("filesystem.package", **variables)
    assert str(info.value).startswith(message)


@pytest.mark.parametrize("version", ["", None, False, "_NO_VERSION"])
def test_no_version_in_many_ways(world, version):
    world.package("foo")
    resource = world.open().get_resource("filesystem.package", location=world.path, name="foo", version=version)
    assert "version" not in resource.variables and not resource.version


def test_changes_are_seen_once_caches_are_cleared(world):
    world.package("foo", "1")
    repository = world.open()
    family = repository.get_package_family("foo")
    assert len(list(repository.iter_packages(family))) == 1
    world.package("foo", "2")
    assert len(list(repository.iter_packages(family))) == 1
    repository.clear_caches()
    assert len(list(repository.iter_packages(family))) == 2


@pytest.mark.parametrize("name", ["/abs", "a/b"])
def test_lock_folder_is_one_name(world, settings, name):
    settings(plugins__package_repository__filesystem__file_lock_dir=name)
    with pytest.raises(ConfigurationError, match="'file_lock_dir' must be a single relative directory"):
        world.open().file_lock_dir


def test_lock_folder_that_is_there_is_no_family(world, settings):
    settings(plugins__package_repository__filesystem__file_lock_dir="locks")
    assert world.open().file_lock_dir is None
    (world.root / "locks").mkdir()
    repository = world.open()
    assert repository.file_lock_dir == "locks" and families(repository) == []


class Calls:
    """Counts of system calls by name."""

    def __init__(self, monkeypatch):
        self.counts = {}
        for name in ("stat", "open", "scandir", "listdir", "lstat"):
            self._count(monkeypatch, name, getattr(os, name))

    def _count(self, monkeypatch, name, real):
        def call(*args, **kwargs):
            self.counts[name] = self.counts.get(name, 0) + 1
            return real(*args, **kwargs)

        monkeypatch.setattr(os, name, call)


def test_cost_of_listing_and_loading(world, monkeypatch):
    for number in range(20):
        world.package("foo", "1.%d" % number, "timestamp = 1\n")
    repository = world.open()
    family = repository.get_package_family("foo")
    repository.package_filenames, repository._settings.check_package_definition_files
    calls = Calls(monkeypatch)
    packages = list(repository.iter_packages(family))
    assert calls.counts == {"scandir": 1}
    for package in packages:
        package.validate_data()
        package.uri
    assert calls.counts == {"scandir": 1, "open": 20}


def test_newer_format_is_a_warning(world, monkeypatch):
    warnings = []
    monkeypatch.setattr("pkgrs.repository.filesystem_resources.print_warning", warnings.append)
    world.package("foo", "1", "format_version = 9\n")
    package = world.open().get_package("foo", Version("1"))
    assert "format_version" not in package._data
    assert warnings == ["Loading from %s may fail: newer format version (9) than current format version (2)"
                        % package.filepath]


def test_subclasses_may_add_attributes(world):
    class Special(FileSystemPackageResource):
        @property
        def description(self):
            return "special"

    world.package("foo", "1")
    repository = world.open()
    repository.pool.resource_classes[Special.key] = Special
    package = repository.get_package("foo", Version("1"))
    assert package.validated_data()["description"] == "special"
