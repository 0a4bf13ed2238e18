"""Packages in development. Expected values were recorded from Rez 3.4.0."""
import os

import pytest

from pkgrs.base.schema import SchemaError
from pkgrs.definition.load import FileFormat
from pkgrs.errors import InvalidPackageError, PackageMetadataError, ResourceError
from pkgrs.package.developer import DeveloperPackage, PreprocessMode, get_developer_package
from pkgrs.package.maker import create_package
from pkgrs.version.common import VersionError

LOCAL = """
    def preprocess(this, data):
        data['authors'] = data['authors'] + ['local']
"""


@pytest.fixture
def load(world):
    def load_(body, name="dev", version="1", **kwargs):
        folder = world.add(name, version, body)
        return get_developer_package(str(folder), **kwargs)
    return load_


@pytest.fixture
def messages(caplog):
    caplog.set_level("INFO")
    return lambda: [(record.levelname, record.getMessage().split("\n")[0]) for record in caplog.records]


def test_load(load, world):
    package = load("x = [1]\ndef commands(): env.A = 1\n")
    assert type(package) is DeveloperPackage
    assert package.root == os.path.join(world.path, "dev", "1")
    assert package.filepath == os.path.join(package.root, "package.py")
    assert package.includes == set()
    assert package.x == [1] and package.uri.endswith(":dev-1")
    assert package.get_variant().root is None


def test_without_file():
    package = create_package("zz", {"version": "1"}, package_cls=DeveloperPackage)
    assert (package.filepath, package.includes, package.root) == (None, None, None)


@pytest.mark.parametrize("text, error, message", [
    ("version = '1'\n", PackageMetadataError, "Error in '%s' - missing or non-string field 'name'"),
    ("name = 5\n", PackageMetadataError, "Error in '%s' - missing or non-string field 'name'"),
    ("name = 'a'\n1/0\n", ResourceError, "Problem loading %s: division by zero"),
])
def test_bad_definitions(tmp_path, text, error, message):
    file = tmp_path / "package.py"
    file.write_text(text)
    with pytest.raises(error) as info:
        get_developer_package(str(tmp_path))
    assert str(info.value).startswith(message % file)


def test_no_definition(tmp_path):
    with pytest.raises(PackageMetadataError, match="^No package definition file found at %s$" % tmp_path):
        get_developer_package(str(tmp_path))
    with pytest.raises(PackageMetadataError, match="^Path '/no/where' did not exist, or was not accessible$"):
        get_developer_package("/no/where")


def test_choice_of_file(tmp_path, settings):
    (tmp_path / "package.yaml").write_text("name: yaml\n")
    assert get_developer_package(str(tmp_path)).name == "yaml"
    (tmp_path / "package.py").write_text("name = 'py'\n")
    assert get_developer_package(str(tmp_path)).name == "py"
    assert get_developer_package(str(tmp_path), format=FileFormat.yaml).name == "yaml"
    assert get_developer_package(str(tmp_path / "package.py"), format=FileFormat.py).name == "py"
    with pytest.raises(PackageMetadataError, match="^No package definition file found"):
        get_developer_package(str(tmp_path / "package.py"))


def test_yaml_that_is_no_mapping(tmp_path):
    (tmp_path / "package.yaml").write_text("- a\n")
    with pytest.raises(PackageMetadataError, match="missing or non-string field 'name'$"):
        get_developer_package(str(tmp_path))


def test_early_functions_see_the_package(load):
    package = load("""
        @early()
        def requires():
            return ['x'] if building else ['y']
        @early()
        def description():
            return this.name
    """)
    assert (str(package.requires[0]), package.description) == ("y", "dev")
    assert str(package.get_reevaluated({"building": True}).requires[0]) == "x"


def test_includes(load, settings, tmp_path):
    body = """
        @include('studio')
        def commands():
            studio.setup()
    """
    modules = tmp_path / "modules"
    modules.mkdir()
    with pytest.raises(InvalidPackageError, match="no include path has been configured"):
        load(body)
    settings(package_definition_python_path=str(modules))
    with pytest.raises(InvalidPackageError, match="requests module 'studio', but the file .*studio.py does not exist"):
        load(body)
    (modules / "studio.py").write_text("")
    assert load(body).includes == {"studio"}


def test_local_preprocess(load, messages):
    package = load("""
        def preprocess(this, data):
            data['description'] = 'of ' + this.name
            data['requires'] = ['b']
            del data['version']
    """)
    assert (package.description, str(package.version), str(package.requires[0])) == ("of dev", "", "b")
    assert package.filepath.endswith("package.py") and package.includes == set()
    assert messages() == [("INFO", "Applying local preprocess function"),
                          ("INFO", "Package attributes were changed in preprocessing:")]


def test_preprocess_that_changes_nothing(load, messages):
    load("def preprocess(this, data): pass\n")
    assert messages() == [("INFO", "Applying local preprocess function")]


def test_preprocess_fails(load, messages):
    package = load("""
        def preprocess(this, data):
            data['description'] = 'changed'
            1/0
    """)
    assert package.description is None
    assert messages()[1:] == [("ERROR", "Failed to apply preprocess: ZeroDivisionError: division by zero")]


def test_preprocess_refuses(load):
    with pytest.raises(InvalidPackageError, match="^no way$"):
        load("def preprocess(this, data): raise InvalidPackageError('no way')\n")


def add_global(this, data):
    data["authors"] = data["authors"] + ["global"]


@pytest.mark.parametrize("mode, local, expected", [
    ("before", LOCAL, ["a", "local", "global"]),
    ("after", LOCAL, ["a", "global", "local"]),
    ("override", LOCAL, ["a", "local"]),
    ("before", "", ["a", "global"]),
    ("after", "", ["a", "global"]),
    ("override", "", ["a", "global"]),
])
def test_global_preprocess(load, settings, mode, local, expected):
    settings(package_preprocess_function=add_global, package_preprocess_mode=mode)
    assert load("    authors = ['a']\n" + local).authors == expected


def test_global_preprocess_by_name(load, settings, tmp_path):
    (tmp_path / "studio_pp.py").write_text("def run(this, data):\n    data['description'] = 'global'\n")
    settings(package_definition_build_python_paths=[str(tmp_path)], package_preprocess_function="studio_pp.run")
    assert load("").description == "global"


@pytest.mark.parametrize("function, message", [
    ("justname", "Setting 'package_preprocess_function' must be of form 'module[.module.module...].funcname'. "
                 "Package  preprocessing has not been applied."),
    ("no_such_module.run", "Failed to load preprocessing function 'no_such_module.run': "
                           "No module named 'no_such_module'"),
    ("os.no_such_function", "Function 'no_such_function' not found"),
])
def test_bad_global_preprocess(load, settings, messages, function, message):
    settings(package_preprocess_function=function, package_preprocess_mode="before")
    assert load("    authors = ['a']\n" + LOCAL).authors == ["a", "local"]
    assert messages()[0] == ("ERROR", message)


def test_modes():
    assert [(mode.name, mode.value) for mode in PreprocessMode] == [("before", 0), ("after", 1), ("override", 2)]


@pytest.mark.parametrize("body, key", [
    ("variants = ['a']\n", "variants"),
    ("tests = {'a': {'command': 5}}\n", "tests"),
    ("build_command = 5\n", "build_command"),
])
def test_the_place_of_what_does_not_fit(load, world, body, key):
    with pytest.raises(SchemaError) as info:
        load(body)
    assert info.value.place == "%s: %s" % (os.path.join(world.path, "dev", "1", "package.py"), key)
    assert "%s.%s" % (SchemaError.__module__, SchemaError.__name__) == "rez.vendor.schema.schema.SchemaError"


def test_the_file_of_a_bad_version(tmp_path):
    (tmp_path / "package.py").write_text("name = 'foo'\nversion = '1..0'\n")
    with pytest.raises(VersionError) as info:
        get_developer_package(str(tmp_path))
    assert str(info.value) == "%s: Invalid version syntax: '1..0'" % (tmp_path / "package.py")
