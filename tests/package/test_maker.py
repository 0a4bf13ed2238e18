"""Making packages from data. Expected values were recorded from Rez 3.4.0."""
import os

import pytest

from pkgrs.base.schema import SchemaError
from pkgrs.errors import PackageMetadataError, PackageRequestError
from pkgrs.package.find import get_package
from pkgrs.package.maker import PackageMaker, create_package, make_package
from pkgrs.package.model import Package
from pkgrs.version.common import VersionError
from pkgrs.version.version import Version


def test_create():
    package = create_package("aa", {"version": "1", "requires": ["b"], "commands": "env.X = 1", "own": 1})
    assert type(package) is Package
    assert package.qualified_name == "aa-1" and package.own == 1
    assert package.uri.startswith("memory{") and package.uri.endswith("}:aa-1")
    assert sorted(package.validated_data()) == ["commands", "name", "own", "requires", "version"]


@pytest.mark.parametrize("data, error, message", [
    ({"version": 1}, SchemaError, "Or(<class 'str'>, And(<class 'rez.version._version.Version'>, Use(<class 'str'>))) "
                                  "did not validate 1"),
    ({"version": "#1"}, VersionError, "Invalid version syntax: '#1'"),
    ({"description": 3}, SchemaError, "3 should be instance of <class 'str'>"),
    ({"tools": "t"}, SchemaError,
     "Or(<class 'rez.utils.sourcecode.SourceCode'>, [<class 'str'>]) did not validate 't'"),
    ({"build_command": 3}, SchemaError, "Or([<class 'str'>], <class 'str'>, False) did not validate 3"),
    ({"timestamp": "x"}, PackageMetadataError, "Validation of key 'timestamp' failed: 'x' should be instance of "
                                               "<class 'int'>"),
    ({"requires": ["#"]}, PackageMetadataError, "Validation of key 'requires' failed: Or(<class "),
    ({"requires_rez_version": "99"}, PackageMetadataError,
     "Failed reading package definition file: rez version >= 99 needed (current version is 3.4.0)"),
    ({"requires_rez_version": "#"}, SchemaError, "Version('#') raised VersionError("),
])
def test_create_bad(data, error, message):
    with pytest.raises(error) as info:
        create_package("aa", data)
    assert str(info.value).startswith(message)


def test_bad_name():
    with pytest.raises(PackageRequestError, match="^Not a valid package name: 'a#a'$"):
        create_package("a#a", {})


@pytest.mark.parametrize("data", [
    {"requires_rez_version": "2"}, {"cachable": None}, {"build_command": False}, {"build_command": ["a"]},
    {"help": [["a"]]}, {"version": Version("1")}, {"commands": lambda: None}, {"uuid": None},
])
def test_create_good(data):
    create_package("aa", data)


def test_wildcards_are_expanded(world):
    world.add("dep", "1.2")
    package = create_package("aa", {"requires": ["dep-**"], "variants": [["dep-*"]]})
    assert (str(package.requires[0]), str(package.variants[0][0])) == ("dep-1.2", "dep-1")


def test_maker_works_on_the_given_data():
    data = {"a": 1}
    maker = PackageMaker("x", data)
    maker.b = 2
    assert data["b"] == 2 and data["name"] == "x" and data["installed_variants"] == []
    assert maker._get_data() == {"a": 1, "b": 2, "name": "x"}


def make(path, log=None, data=(), **kwargs):
    log = [] if log is None else log
    if log is not None:
        kwargs.setdefault("make_base", lambda variant, folder: log.append(("base", variant.index, folder, os.getcwd())))
        kwargs.setdefault("make_root", lambda variant, folder: log.append(("root", variant.index, folder, os.getcwd())))
    with make_package("mm", path, **kwargs) as maker:
        for key, value in dict(data).items():
            setattr(maker, key, value)
    return maker


def test_make_package(world, capsys):
    before = os.getcwd()
    log = []
    maker = make(world.path, log, {"version": "2", "variants": [["a"], ["b"]]})
    base = os.path.join(world.path, "mm", "2")
    expected = []
    for index, root in enumerate((base + "/a", base + "/b")):
        expected += [("base", index, base, base), ("root", index, root, root)]
    assert log == expected
    assert [variant.index for variant in maker.installed_variants] == [0, 1]
    assert maker.skipped_variants == []
    assert os.getcwd() == before
    assert get_package("mm", "2").num_variants == 2


@pytest.mark.parametrize("warn", [True, False])
def test_make_package_skips(world, warn, caplog):
    make(world.path, data={"version": "2", "variants": [["a"]]})
    log = []
    with caplog.at_level("WARNING"):
        maker = make(world.path, log, {"version": "2", "variants": [["a"], ["c"]]}, warn_on_skip=warn)
    assert [variant.index for variant in maker.skipped_variants] == [0]
    assert [variant.index for variant in maker.installed_variants] == [1]
    assert [entry[1] for entry in log] == [1, 1]
    uri = os.path.join(world.path, "mm", "2", "package.py[0]")
    texts = [record.getMessage() for record in caplog.records]
    assert texts == (["Skipping installation: Package variant already exists: " + uri] if warn else [])


def test_make_package_over_existing(world):
    make(world.path, data={"version": "1"})
    maker = make(world.path, data={"version": "1"}, skip_existing=False)
    assert len(maker.installed_variants) == 1 and maker.skipped_variants == []


def test_make_package_after_error_in_block(world):
    with pytest.raises(ValueError, match="mine"):
        with make_package("mm", world.path) as maker:
            maker.version = "1"
            raise ValueError("mine")
    assert os.listdir(world.path) == []
